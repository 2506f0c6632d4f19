"""Every `st.cache_*` of the pages: what is read once for all visitors."""

import streamlit as st

from model_store import ModelCard, list_cards

# A stroke must not read every card of the store anew; a model that another visitor saved may appear this much later.
CARDS_TTL_S = 2


@st.cache_data(ttl=CARDS_TTL_S, max_entries=1, show_spinner=False)
def model_cards() -> list[ModelCard]:
    """The cards of all models, see `model_store.list_cards`."""
    return list_cards()
