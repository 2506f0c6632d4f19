"""Widgets to choose models of the store."""

import streamlit as st

from model_store import ModelCard
from ui import state
from ui.cached import cards_with
from ui.language import gettext as _
from ui.shared.model_words import model_name
from ui.shared.recipe_words import percent_text

PARAMETER = "model"
# Also a URL parameter: a second model, to compare.
WITH = "with"
# The network of most tutorials.
TUTORIAL_MODEL = "dense-128"


def pick_model() -> ModelCard:
    """Show a choice of all models, and return the chosen card."""
    wanted = state.MODEL.get()
    cards = cards_with(wanted)
    ids = list(cards)
    titles = {model: _title(card) for model, card in cards.items()}
    # Stored under our own key, as Streamlit drops a widget's state when the visitor opens another page.
    chosen: str = st.selectbox(
        _("Model"),
        ids,
        index=ids.index(wanted) if wanted in cards else 0,
        format_func=titles.__getitem__,
        label_visibility="collapsed",
    )
    state.MODEL.set(chosen)
    return cards[chosen]


def pick_compared(chosen: ModelCard) -> list[ModelCard]:
    """Show a choice of models to compare, initially the chosen one and two shipped ones."""
    cards = cards_with(chosen.id)
    # Deleted models and models of another data set are no options, as all read the same drawing.
    options = [model for model, card in cards.items() if card.dataset == chosen.dataset]
    first = [model for model in dict.fromkeys((next(iter(cards)), TUTORIAL_MODEL, chosen.id)) if model in options]
    before = state.COMPARED.get()
    kept = first if before is None else [model for model in before if model in options]
    if kept != before:
        state.COMPARED.set(kept or first)
    names = {model: model_name(cards[model]) for model in options}
    models = st.multiselect(
        _("Models to compare"),
        options,
        format_func=names.__getitem__,
        placeholder=_("Choose models"),
        select_all=False,
        key=state.COMPARED.name,
        persist_state="session",
    )
    return [cards[model] for model in models]


def _title(card: ModelCard) -> str:
    return f"{model_name(card)} · {percent_text(card.test_accuracy)}"
