"""The saved model that a recipe starts from."""

from model_store import ModelCard
from training.recipe.recipes import Recipe
from ui.cached import cards_with
from ui.shared.model_words import model_name


def start_card(recipe: Recipe) -> ModelCard | None:
    """Return the model that a recipe starts from; None for a new network, or if the model was deleted."""
    return cards_with(recipe.start).get(recipe.start) if recipe.start else None


def start_name(recipe: Recipe) -> str:
    """Return the name of the model that a recipe starts from; its id if it was deleted."""
    card = start_card(recipe)
    return model_name(card) if card else recipe.start
