"""Every `st.cache_*` of the pages: what is read once for all visitors."""

import streamlit as st

from errors import DigitLabError
from model_store import ModelCard, list_cards, saved_cards

# A stroke must not read every card of the store anew; a model that another visitor saved may appear this much later.
CARDS_TTL_S = 2


@st.cache_data(ttl=CARDS_TTL_S, max_entries=1, show_spinner=False)
def model_cards() -> list[ModelCard]:
    """The cards of all models, see `model_store.list_cards`."""
    return list_cards()


def cards_with(wanted: str | None) -> dict[str, ModelCard]:
    """All cards by id, the default one first; read anew where the wanted one, just saved perhaps, is missing."""
    cards = {card.id: card for card in model_cards()}
    if wanted and wanted not in cards:
        model_cards.clear()
        cards = {card.id: card for card in model_cards()}
    return cards


@st.cache_data(ttl=CARDS_TTL_S, max_entries=1, show_spinner=False)
def store_error() -> DigitLabError | None:
    """Why saved models are not among the cards, where the store does not answer."""
    try:
        saved_cards()
    except DigitLabError as error:
        return error
    return None
