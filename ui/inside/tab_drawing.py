"""The drawing that the browser's tab keeps, see drawing_keeper.js, for pages that have no canvas."""

import streamlit as st

from ui import state
from ui.assets import script_loader

_component = st.components.v2.component(
    "tab_drawing",
    html="<div></div>",
    js=script_loader("inside/tab_drawing.js"),
)


def listen_to_tab() -> None:
    """Ask the browser for the drawing; the page runs again once it has."""
    _component(key=state.TAB_DRAWING.name, on_drawing_change=lambda: None)


def tab_drawing() -> tuple[bool, object]:
    """Whether the browser has answered yet, and its answer: a data: URL of a PNG, or None where nothing is drawn.

    It comes from a browser, so it may be anything.
    """
    drawing = state.TAB_DRAWING.get().get("drawing")
    return drawing is not None, drawing or None
