"""What a training begins with: a new network, or a saved model that it goes on from."""

import streamlit as st

from model_store import ModelCard
from training.recipes import Recipe
from ui import state
from ui.cached import cards_with
from ui.components.model_words import model_name
from ui.components.recipe_controls import KEEP, is_shown
from ui.components.recipe_fields import field_name
from ui.components.recipe_values import chosen_start, field_key
from ui.language import PARAMETER, current_language
from ui.language import gettext as _

TRAIN_PAGE = "pages/train.py"


def show_start() -> None:
    """Draw the choice of a model to go on from, without it where a lesson hides it."""
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
        key=field_key("start"),
        help=_(
            "A new network begins with random weights. Going on from a saved model, training begins with its weights, "
            "and the network is that model's."
        ),
        **KEEP,
    )


def start_card(recipe: Recipe) -> ModelCard | None:
    """The model that a recipe goes on from; None where it begins anew, or the model is gone."""
    return cards_with(recipe.start).get(recipe.start) if recipe.start else None


def start_name(recipe: Recipe) -> str:
    """What the model that a recipe goes on from is called; its id where it is gone."""
    card = start_card(recipe)
    return model_name(card) if card else recipe.start


def show_train_further(card: ModelCard) -> None:
    """A button that leads to the Train page, to go on from a model."""
    if st.button(
        _("Train it further"),
        key=f"{state.MODEL_TRAIN}_{card.id}",
        icon=":material/model_training:",
        help=_("On the Train page, beginning with this model's weights."),
    ):
        query = {PARAMETER: current_language(), "dataset": card.dataset, "start": card.id}
        st.switch_page(TRAIN_PAGE, query_params=query)
