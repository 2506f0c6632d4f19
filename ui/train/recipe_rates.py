"""Planned changes of the learning rate: epoch and new value."""

import streamlit as st

from training.recipe.fields import EPOCHS, RATES
from ui import state
from ui.language import gettext as _
from ui.shared import recipe_values as values
from ui.shared.recipe_controls import KEEP, is_shown, whole_range, with_exact
from ui.shared.recipe_fields import field_help, field_name
from ui.shared.recipe_words import number_text
from ui.train.recipe_rows import Press, show_rows

EPOCH_PX = 110


def show_rate_changes() -> None:
    """Show these rows, unless a lesson hides them."""
    if not is_shown("rate_changes"):
        return
    st.markdown(
        field_name("rate_changes"),
        help=field_help("rate_changes"),
    )
    show_rows(
        values.changes_key().get(),
        values.MAX_CHANGES,
        _show_change,
        add=Press(_("Add a change"), values.add_change, state.TRAIN_ADD_CHANGE),
        remove=Press(_("Remove change {number}"), values.remove_change, state.TRAIN_REMOVE_CHANGE),
    )


def _show_change(number: int) -> None:
    st.number_input(
        _("From epoch"),
        *whole_range(EPOCHS),
        key=values.change_key(state.TRAIN_CHANGE_EPOCH, number).name,
        width=EPOCH_PX,
        **KEEP,
    )
    rate = values.change_key(state.TRAIN_CHANGE_RATE, number)
    st.selectbox(
        field_name("learning_rate"),
        with_exact(RATES, rate.get()),
        format_func=number_text,
        key=rate.name,
        width=EPOCH_PX,
        **KEEP,
    )
