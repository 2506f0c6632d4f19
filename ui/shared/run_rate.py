"""The learning rate of an active run, and a control to change it from the next epoch on."""

import streamlit as st

from training.recipe.fields import RATES
from training.runs.board import RunSnapshot
from ui import state
from ui.language import gettext as _
from ui.session_key import Key
from ui.shared.callback_error import keep_error
from ui.shared.recipe_controls import with_exact
from ui.shared.recipe_fields import field_name
from ui.shared.recipe_words import number_text
from use_cases.services import services


def show_rate(visitor: str, run: RunSnapshot) -> None:
    """Show a button with the learning rate, which opens the choice of another."""
    rate = run.asked_rate or run.recipe.rate_at(max(run.epoch, 1))
    with st.popover(number_text(rate), icon=":material/speed:", help=field_name("learning_rate")):
        st.caption(_("From the next epoch on. The curve marks where it was changed."))
        key = state.TRAIN_RATE.of(run.id)
        st.select_slider(
            field_name("learning_rate"),
            with_exact(RATES, rate),
            value=rate,
            format_func=number_text,
            key=key.name,
        )
        st.button(_("Change it"), key=state.TRAIN_SET_RATE, on_click=_change, args=(visitor, run.id, key))


def _change(visitor: str, run_id: str, key: Key[float]) -> None:
    with keep_error(state.TRAIN_ERROR):
        services().runs.change_learning_rate(visitor, run_id, key.get())
