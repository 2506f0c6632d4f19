"""The starting point of a training: a new network, or a saved model."""

import streamlit as st

from ui.cached import cards_with
from ui.language import gettext as _
from ui.shared.model_words import model_name
from ui.shared.recipe_controls import KEEP, is_shown
from ui.shared.recipe_fields import field_help, field_name
from ui.shared.recipe_values import chosen_start, field_key


def show_start() -> None:
    """Show the choice of a starting model, unless a lesson hides it."""
    if not is_shown("start"):
        return
    start = chosen_start()
    cards = cards_with(start)
    # A deleted model stays visible: the Train button explains that it is missing.
    options = ["", *dict.fromkeys([*cards, *([start] if start else [])])]
    st.selectbox(
        field_name("start"),
        options,
        format_func=lambda model: model_name(cards[model]) if model in cards else model or _("A new network"),
        key=field_key("start").name,
        help=field_help("start"),
        **KEEP,
    )
