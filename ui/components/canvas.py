"""The drawing canvas; the only place that knows `streamlit_drawable_canvas`."""

from typing import Any

import numpy as np
import streamlit as st
from PIL import Image
from streamlit_drawable_canvas import st_canvas

from ui import state
from ui.components.png_url import from_png_url, to_png_url
from ui.components.strokes import Stroke, strokes_of
from ui.language import gettext as _

WIDE_SIDE = 352
NARROW_SIDE = 288  # fits a phone of 320 pixels
# Ink and paper for each theme; the canvas does not follow the theme by itself.
_INK = {"light": "#16224d", "dark": "#f4f6ff"}
_PAPER = {"light": "#ffffff", "dark": "#0b0f1c"}


def show_canvas(is_narrow: bool, pen_width: int) -> bytes | None:
    """Show the canvas, with undo, redo and clear.

    Args:
        is_narrow: whether it stands on a phone.
        pen_width: in pixels.

    Returns:
        The drawing as a PNG file's bytes, as it was when the pen was last lifted; None before the first stroke.
    """
    side = NARROW_SIDE if is_narrow else WIDE_SIDE
    st.session_state[state.CANVAS_SIDE] = side
    theme = _canvas_theme()
    picture = st.session_state.get(state.INITIAL_DRAWING)
    with st.container(key="canvas_title"):
        title = _("Draw a digit, or several")
        st.markdown(f"**{title}**")
    result = st_canvas(
        stroke_width=pen_width,
        stroke_color=_INK[theme],
        background_color=_PAPER[theme],
        height=side,
        width=side,
        drawing_mode="freedraw",
        initial_drawing=_as_fabric(picture, side) if picture else None,
        return_image_data=True,
        key=_key(),
    )
    has_ink = bool(result.json_data and result.json_data["objects"])
    drawing: bytes | None = result.image_bytes if has_ink else None
    # Kept for other pages: the canvas's own report is forgotten with the page that it stands on.
    st.session_state[state.DRAWING] = drawing
    return drawing


def put_digit_on_canvas(digit: np.ndarray) -> None:
    """Start a new canvas with a digit on it, in place of what was drawn.

    Args:
        digit: uint8 (28, 28), white ink on black.
    """
    ink = np.zeros((28, 28, 4), np.uint8)
    ink[..., :3] = [int(_INK[_page_theme()][start : start + 2], 16) for start in (1, 3, 5)]
    ink[..., 3] = digit
    put_picture_on_canvas(to_png_url(Image.fromarray(ink).resize((WIDE_SIDE, WIDE_SIDE), Image.Resampling.BICUBIC)))


def put_picture_on_canvas(url: object) -> None:
    """Start a new canvas with a square picture over all of it, in place of what was drawn.

    Args:
        url: a data: URL of a PNG; anything else changes nothing.
    """
    picture = from_png_url(url)
    if picture:
        st.session_state[state.INITIAL_DRAWING] = url
        st.session_state[state.CANVAS_THEME] = _paper_theme(picture)
        st.session_state[state.CANVAS_NUMBER] = st.session_state.get(state.CANVAS_NUMBER, 0) + 1


def drawn_strokes() -> tuple[Stroke, ...]:
    """The strokes on the canvas, see `strokes_of`."""
    return strokes_of(_reported())


def canvas_side() -> int:
    """Width and height of the canvas, in pixels."""
    side: int = st.session_state[state.CANVAS_SIDE]
    return side


def _reported() -> dict[str, Any]:
    """Fabric's JSON of the canvas, as the browser last told it."""
    drawing = (st.session_state.get(_key()) or {}).get("drawing") or {}
    return drawing.get("raw") or {}


def _key() -> str:
    number = st.session_state.setdefault(state.CANVAS_NUMBER, 0)
    return f"canvas_{number}" if number else "canvas"


def _as_fabric(url: str, side: int) -> dict[str, Any]:
    """A picture over the whole canvas, as Fabric's JSON has it."""
    picture = from_png_url(url)
    if picture is None:
        return {"version": "7.0.0", "objects": []}
    place = {"left": 0, "top": 0, "width": picture.width, "height": picture.height, "originX": "left", "originY": "top"}
    scale = {"scaleX": side / picture.width, "scaleY": side / picture.height}
    picture_object: dict[str, Any] = {
        "type": "Image",
        "version": "7.0.0",
        "src": url,
        "crossOrigin": None,
        "filters": [],
    }
    return {"version": "7.0.0", "objects": [picture_object | place | scale]}


def _canvas_theme() -> str:
    """The canvas's theme: the page's, but another paper would wipe what is drawn, so ink stays on its own."""
    has_ink = bool(_reported().get("objects")) or state.INITIAL_DRAWING in st.session_state
    if not has_ink:
        st.session_state[state.CANVAS_THEME] = _page_theme()
    theme: str = st.session_state.setdefault(state.CANVAS_THEME, _page_theme())
    return theme


def _page_theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"


def _paper_theme(picture: Image.Image) -> str:
    """The theme of the paper that a picture brings along; the page's where it is ink alone."""
    red, _green, _blue, alpha = np.asarray(picture.convert("RGBA")).mean((0, 1))
    if alpha < 255:
        return _page_theme()
    return "light" if red > 127 else "dark"
