"""The drawing canvas; the only place that knows `streamlit_drawable_canvas`."""

from typing import Any

import numpy as np
import streamlit as st
from PIL import Image
from streamlit_drawable_canvas import st_canvas

from ui import state
from ui.shared.drawing_history import SIDE, DrawingHistory, FabricObject, Sheet
from ui.shared.drawing_picture import drawing_picture
from ui.shared.png_url import from_png_url, to_png_url
from ui.shared.strokes import Stroke, strokes_of

# Ink and paper for each theme; the canvas does not follow the theme by itself.
_INK = {"light": "#16224d", "dark": "#f4f6ff"}
_PAPER = {"light": "#ffffff", "dark": "#0b0f1c"}
# An eraser as wide as the pen would leave the edges of its strokes.
_ERASER_WIDTH = 1.6
# Of a sample on the canvas, which scales it up.
_SAMPLE_SIDE = 224


def show_canvas() -> Sheet:
    """Show the canvas with the visitor's pen; what is on it, as of the last time that the pen was lifted."""
    history = drawing_history()
    if _reported() is None:
        history.loaded = history.current  # a canvas that was just mounted, perhaps after a visit to another page
    theme = _theme(history.current)
    width = state.PEN_WIDTH.get()
    is_erasing = state.IS_ERASING.get()
    with st.container(key="canvas_box"):
        st_canvas(
            stroke_width=round(width * _ERASER_WIDTH) if is_erasing else width,
            stroke_color=_PAPER[theme] if is_erasing else _INK[theme],
            background_color=_PAPER[theme],
            height=SIDE,
            width=SIDE,
            drawing_mode="freedraw",
            initial_drawing={
                "version": "7.0.0",
                "objects": list(history.loaded.objects),
                "revision": history.revision,
            },
            key=state.CANVAS.name,
            on_change=drawing_history,  # follows the last stroke even where the visitor has left the page by now
        )
    return history.current


def drawing_history() -> DrawingHistory:
    """Return the visitor's history, up to the last stroke that the browser reported."""
    history = _history()
    reported = _reported()
    if reported is not None:
        history.report(reported, _theme(history.current))
    return history


def put_digit_on_canvas(digit: np.ndarray) -> None:
    """Replace the drawing by a digit; a callback.

    Args:
        digit: uint8 (28, 28), white ink on black.
    """
    theme = _page_theme()
    ink = np.zeros((28, 28, 4), np.uint8)
    ink[..., :3] = [int(_INK[theme][start : start + 2], 16) for start in (1, 3, 5)]
    ink[..., 3] = digit
    picture = Image.fromarray(ink).resize((_SAMPLE_SIDE, _SAMPLE_SIDE), Image.Resampling.BICUBIC)
    drawing_history().replace(Sheet((_image_object(picture),), theme))


def put_photograph_on_canvas(photograph: bytes) -> None:
    """Replace the drawing by a photograph, which is read instead."""
    drawing_history().replace(page_sheet(photograph))


def remove_photograph() -> None:
    """Restore the drawing from before the photograph; a callback."""
    history = drawing_history()
    if history.current.photograph is not None:
        history.undo()


def page_sheet(photograph: bytes | None = None) -> Sheet:
    """Return an empty sheet in the page's theme, or a photograph's sheet."""
    return Sheet(theme=_page_theme(), photograph=photograph)


def restore_drawing(url: object) -> None:
    """Restore a drawing stored by the browser's tab on a new session's canvas; a callback.

    Args:
        url: a data: URL of a PNG; anything else is ignored.
    """
    history = drawing_history()
    picture = from_png_url(url) if history.is_fresh else None
    if picture is not None:
        history.replace(Sheet((_image_object(picture),), _paper_theme(picture)))


def drawn_strokes() -> tuple[Stroke, ...]:
    """Return the strokes on the canvas, see `strokes_of`."""
    return strokes_of({"objects": drawing_history().current.objects})


def drawn_picture() -> Image.Image | None:
    """Return the drawing with its paper: mode "RGB", `SIDE` pixels a side; None if it is empty or unreadable."""
    sheet = drawing_history().current
    return drawing_picture(sheet.objects, SIDE, _PAPER[_theme(sheet)])


def _history() -> DrawingHistory:
    history = state.DRAWING_HISTORY.get()
    if history is None:
        history = DrawingHistory()
        state.DRAWING_HISTORY.set(history)
    return history


def _reported() -> list[FabricObject] | None:
    """Return the canvas' objects from the browser's last report; None before the first report."""
    widget = state.CANVAS.get() or {}
    raw = (widget.get("drawing") or {}).get("raw") or {}
    objects = raw.get("objects")
    # Before the first report the widget's value is its initial drawing, the only one with a revision.
    return objects if isinstance(objects, list) and "revision" not in raw else None


def _image_object(picture: Image.Image) -> FabricObject:
    """Return Fabric's JSON of a picture over the whole canvas."""
    position = {"left": 0, "top": 0, "originX": "left", "originY": "top"}
    size = {"width": picture.width, "height": picture.height}
    scale = {"scaleX": SIDE / picture.width, "scaleY": SIDE / picture.height}
    image: dict[str, Any] = {
        "type": "Image",
        "version": "7.0.0",
        "src": to_png_url(picture),
        "crossOrigin": None,
        "filters": [],
    }
    return image | position | size | scale


def _theme(sheet: Sheet) -> str:
    """Return a sheet's theme: the page's if it is empty, else that of its ink's paper."""
    return sheet.theme if sheet.objects else _page_theme()


def _page_theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"


def _paper_theme(picture: Image.Image) -> str:
    """Return the theme of a picture's own paper; the page's if it is transparent."""
    red, _green, _blue, alpha = np.asarray(picture.convert("RGBA")).mean((0, 1))
    if alpha < 255:
        return _page_theme()
    return "light" if red > 127 else "dark"
