"""Choosing a model of the store."""

import streamlit as st

from model_store import DEFAULT_MODEL, ModelCard, list_cards
from ui import state
from ui.language import gettext as _

PARAMETER = "model"


def pick_model() -> str:
    """A choice of all models in the store; the chosen one's id. `?model=` in the URL chooses at first."""
    cards = {card.id: card for card in list_cards()}
    if st.session_state.get(state.MODEL) not in cards:
        asked = st.query_params.get(PARAMETER, "")
        st.session_state[state.MODEL] = asked if asked in cards else DEFAULT_MODEL
    # A widget's own key would be forgotten when the visitor looks at another page.
    chosen: str = st.selectbox(
        _("Model"),
        list(cards),
        index=list(cards).index(st.session_state[state.MODEL]),
        format_func=lambda model: _title(cards[model]),
        help=_("Every model in the store can read your drawing, also those that you train."),
    )
    st.session_state[state.MODEL] = chosen
    return chosen


def _title(card: ModelCard) -> str:
    return f"{card.name} · {card.test_accuracy:.1%}"
