"""On a phone the curves are below the form: pressing Train scrolls to them."""

import streamlit as st

from ui import assets, state

_component = st.components.v2.component(
    "run_scroller",
    html="<div></div>",
    js=assets.script_loader("train/run_scroller.js"),
)


def note_train_press() -> None:
    """Have the page scroll to the run. For a widget's callback."""
    state.TRAIN_PRESSES.set(state.TRAIN_PRESSES.get() + 1)


def show_run_scroller() -> None:
    """Draw nothing, but scroll after each press of Train; `.st-key-run_panel` is what is scrolled to."""
    with st.container(key="run_scroller"):
        _component(key=state.TRAIN_SCROLLER, data={"presses": state.TRAIN_PRESSES.get()})
