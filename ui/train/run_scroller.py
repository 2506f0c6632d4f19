"""Scroll to the curves after a press of Train, as on phones they are below the form."""

import streamlit as st

from ui import assets, state

_component = st.components.v2.component(
    "run_scroller",
    html="<div></div>",
    js=assets.script_loader("train/run_scroller.js"),
)


def note_train_press() -> None:
    """Request scrolling to the run. A callback."""
    state.TRAIN_PRESSES.set(state.TRAIN_PRESSES.get() + 1)


def show_run_scroller() -> None:
    """Show an invisible component that scrolls to `.st-key-run_panel` after each press of Train."""
    with st.container(key="run_scroller"):
        _component(key=state.TRAIN_SCROLLER, data={"presses": state.TRAIN_PRESSES.get()})
