"""A model of the store as a picture of its layers."""

import streamlit as st

from model_store import ModelCard
from recognition.explain_query import LAYERS, ExplainQuery
from training.recipe.layers import LayerRow
from training.recipe.recipes import layers
from ui.shared.architecture import show_architecture
from ui.shared.inside_answers import explained
from ui.shared.model_words import recipe_of, recipe_sentence


def show_architecture_of(card: ModelCard) -> None:
    """Draw a model's layers: as its recipe has them, or else as its file does."""
    rows = _rows(card)
    if rows is not None:
        st.caption(recipe_sentence(card))
        show_architecture(rows, card.id)


def _rows(card: ModelCard) -> list[LayerRow] | None:
    recipe = recipe_of(card)
    if recipe is not None:
        return list(layers(recipe))
    answer = explained(ExplainQuery(card.id, LAYERS))
    if answer is None:
        return None
    return [
        LayerRow(row["name"], tuple(row["shape"]), row["parameters"], activation=row["activation"])
        for row in answer["rows"]
    ]
