"""The canvas' tools: undo, redo, clear, eraser, and the pen's width."""

from typing import Any

import streamlit as st

from ui import assets, state
from ui.language import gettext as _
from ui.shared.canvas import drawing_history, page_sheet
from ui.shared.drawing_history import SIDE

# In pixels of a canvas of `canvas.SIDE` pixels.
PEN_WIDTHS = (18, 36, 56)
NARROWEST, WIDEST = 8, 80

_component = st.components.v2.component(
    "canvas_tools",
    html='<div class="tools" role="toolbar"></div>',
    js=assets.script_loader("draw/canvas_tools.js"),
    isolate_styles=False,
)


def show_canvas_tools() -> None:
    """Show the tools; a press, also by keyboard, changes the canvas in this rerun."""
    history = drawing_history()
    width = state.PEN_WIDTH.setdefault()
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", key="canvas_tools"):
        _component(
            key=state.CANVAS_TOOLS.name,
            data={
                "canUndo": history.can_undo,
                "canRedo": history.can_redo,
                "canClear": not history.current.is_empty,
                "isErasing": state.IS_ERASING.get(),
                "width": width,
                "widths": PEN_WIDTHS,
                "side": SIDE,
                "revision": history.revision,
                "texts": _texts(),
            },
            on_press_change=_act,
        )
        with st.popover("", icon=":material/line_weight:", help=_("Pen width")):
            st.slider(
                _("Pen width"),
                NARROWEST,
                WIDEST,
                key=state.PEN_WIDTH.name,
                on_change=_hold_pen,
                persist_state="session",
            )


def _act() -> None:
    """Run the tool that the browser reported; unknown names are ignored."""
    press: Any = state.CANVAS_TOOLS.get().get("press")
    # The browser repeats a press that had no effect yet.
    if not isinstance(press, dict) or press.get("id") == state.LAST_PRESS.get():
        return
    state.LAST_PRESS.set(press.get("id"))
    history = drawing_history()
    match press.get("action"):
        case "undo":
            history.undo()
        case "redo":
            history.redo()
        case "clear" if not history.current.is_empty:
            history.replace(page_sheet())
        case "clear":  # the server restarted, so the drawing is not in this session
            history.reload()
        case "eraser":
            state.IS_ERASING.set(True)
        case "pen":
            _hold_pen()
        case int(width) if width in PEN_WIDTHS:
            state.PEN_WIDTH.set(width)
            _hold_pen()


def _hold_pen() -> None:
    state.IS_ERASING.set(False)


def _texts() -> dict[str, str]:
    return {
        "tools": _("Drawing tools"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "clear": _("Clear"),
        "eraser": _("Eraser"),
        "thin": _("Thin pen"),
        "medium": _("Medium pen"),
        "thick": _("Thick pen"),
    }
