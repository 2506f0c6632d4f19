"""Choosing a model of the store."""

import streamlit as st

from model_store import DEFAULT_MODEL, ModelCard
from ui import state
from ui.cached import model_cards
from ui.language import gettext as _

PARAMETER = "model"


def pick_model() -> str:
    """A choice of all models in the store; the chosen one's id. `?model=` in the URL chooses at first."""
    wanted = st.session_state.get(state.MODEL) or st.query_params.get(PARAMETER) or DEFAULT_MODEL
    cards = _cards_with(wanted)
    ids = list(cards)
    # The choice is kept under a key of our own: a widget's is forgotten when the visitor looks at another page.
    chosen: str = st.selectbox(
        _("Model"),
        ids,
        index=ids.index(wanted if wanted in cards else DEFAULT_MODEL),
        format_func=lambda model: _title(cards[model]),
        help=_("Every model in the store can read your drawing, also those that you train."),
    )
    st.session_state[state.MODEL] = chosen
    return chosen


def _cards_with(wanted: str) -> dict[str, ModelCard]:
    """All cards by id; read anew where the wanted one, just saved perhaps, is not among those kept."""
    cards = {card.id: card for card in model_cards()}
    if wanted not in cards:
        model_cards.clear()
        cards = {card.id: card for card in model_cards()}
    return cards


def _title(card: ModelCard) -> str:
    return f"{card.name} · {card.test_accuracy:.1%}"
