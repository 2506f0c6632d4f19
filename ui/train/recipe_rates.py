"""Changes of the learning rate that a recipe plans: from which epoch on, and what it is from there."""

import streamlit as st

from training.recipe.fields import EPOCHS, RATES
from ui import state
from ui.language import gettext as _
from ui.shared import recipe_values as values
from ui.shared.recipe_controls import KEEP, is_shown, whole_range, with_exact
from ui.shared.recipe_fields import field_help, field_name
from ui.shared.recipe_words import number_text

EPOCH_PX = 110


def show_rate_changes() -> None:
    """Draw these rows, without them where a lesson hides them."""
    if not is_shown("rate_changes"):
        return
    count = st.session_state[values.changes_key()]
    st.markdown(
        field_name("rate_changes"),
        help=field_help("rate_changes"),
    )
    for number in range(1, count + 1):
        _show_change(number)
    st.button(
        _("Add a change"),
        icon=":material/add:",
        type="tertiary",
        on_click=values.add_change,
        disabled=count == values.MAX_CHANGES,
        key=state.TRAIN_ADD_CHANGE,
    )


def _show_change(number: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.number_input(
            _("From epoch"),
            *whole_range(EPOCHS),
            key=values.change_key(state.TRAIN_CHANGE_EPOCH, number),
            width=EPOCH_PX,
            **KEEP,
        )
        rate = values.change_key(state.TRAIN_CHANGE_RATE, number)
        st.selectbox(
            field_name("learning_rate"),
            with_exact(RATES, st.session_state[rate]),
            format_func=number_text,
            key=rate,
            width=EPOCH_PX,
            **KEEP,
        )
        st.button(
            "",
            icon=":material/close:",
            type="tertiary",
            on_click=values.remove_change,
            args=(number,),
            help=_("Remove change {number}").format(number=number),
            key=f"{state.TRAIN_REMOVE_CHANGE}_{number}",
        )
