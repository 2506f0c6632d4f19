"""What a training begins with: a new network, or a saved model to start from."""

import streamlit as st

from ui.cached import cards_with
from ui.language import gettext as _
from ui.shared.model_words import model_name
from ui.shared.recipe_controls import KEEP, is_shown
from ui.shared.recipe_fields import field_help, field_name
from ui.shared.recipe_values import chosen_start, field_key


def show_start() -> None:
    """Draw the choice of a model to start from, without it where a lesson hides it."""
    if not is_shown("start"):
        return
    start = chosen_start()
    cards = cards_with(start)
    # A model that was deleted stays to be seen: Train says that it is missing.
    options = ["", *dict.fromkeys([*cards, *([start] if start else [])])]
    st.selectbox(
        field_name("start"),
        options,
        format_func=lambda model: model_name(cards[model]) if model in cards else model or _("A new network"),
        key=field_key("start").name,
        help=field_help("start"),
        **KEEP,
    )
