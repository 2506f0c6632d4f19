"""The drawing canvas; the only place that knows `streamlit_drawable_canvas`."""

import base64
import io
from typing import Any

import numpy as np
import streamlit as st
from PIL import Image
from streamlit_drawable_canvas import st_canvas

from ui import state
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
    theme = _theme()
    number = st.session_state.setdefault(state.CANVAS_NUMBER, 0)
    with st.container(key="canvas_title"):
        st.markdown(f"**{_('Draw a digit')}**")
    result = st_canvas(
        stroke_width=pen_width,
        stroke_color=_INK[theme],
        background_color=_PAPER[theme],
        height=side,
        width=side,
        drawing_mode="freedraw",
        initial_drawing=st.session_state.get(state.INITIAL_DRAWING),
        return_image_data=True,
        key=f"canvas_{number}" if number else "canvas",
    )
    has_ink = bool(result.json_data and result.json_data["objects"])
    return result.image_bytes if has_ink else None


def put_on_canvas(digit: np.ndarray, is_narrow: bool) -> None:
    """Start a new canvas with a digit on it, in place of what was drawn.

    Args:
        digit: uint8 (28, 28), white ink on black.
        is_narrow: whether it stands on a phone.
    """
    side = NARROW_SIDE if is_narrow else WIDE_SIDE
    st.session_state[state.INITIAL_DRAWING] = {"version": "7.0.0", "objects": [_image_object(digit, side)]}
    st.session_state[state.CANVAS_NUMBER] = st.session_state.get(state.CANVAS_NUMBER, 0) + 1


def _image_object(digit: np.ndarray, side: int) -> dict[str, Any]:
    """A digit as Fabric draws a picture: our ink on nothing, over the whole canvas."""
    ink = np.zeros((28, 28, 4), np.uint8)
    ink[..., :3] = [int(_INK[_theme()][start : start + 2], 16) for start in (1, 3, 5)]
    ink[..., 3] = digit
    picture = Image.fromarray(ink).resize((side, side), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    source = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
    place = {"left": 0, "top": 0, "width": side, "height": side, "originX": "left", "originY": "top"}
    return {"type": "Image", "version": "7.0.0", "src": source, "crossOrigin": None, "filters": [], **place}


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"
