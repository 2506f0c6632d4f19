"""The saved model that a recipe starts from."""

from model_store import ModelCard
from training.recipe.recipes import Recipe
from ui.cached import cards_with
from ui.shared.model_words import model_name


def start_card(recipe: Recipe) -> ModelCard | None:
    """The model that a recipe starts from; None where it begins anew, or the model is gone."""
    return cards_with(recipe.start).get(recipe.start) if recipe.start else None


def start_name(recipe: Recipe) -> str:
    """What the model that a recipe starts from is called; its id where it is gone."""
    card = start_card(recipe)
    return model_name(card) if card else recipe.start
