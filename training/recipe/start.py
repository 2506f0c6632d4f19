"""Start a training from a saved model's network and weights (fine-tuning)."""

import dataclasses
from typing import Any

from base.errors import RecipeError
from model_store import ModelCard
from training.recipe.fields import NETWORK_FIELDS
from training.recipe.recipes import Recipe

# Of a network that no recipe can build; one whose answers are more than the ten labels knows them as numbers alone.
_OUTSIDE_FAMILY: dict[str, Any] = {
    "hidden": (),
    "convolutions": (),
    "activation": "relu",
    "batch_normalization": False,
    "dropout": 0.0,
    "augmentation": False,
    "loss": "sparse",
}


def continued(recipe: Recipe, card: ModelCard) -> Recipe:
    """Return a recipe that starts from a saved model, with the model's network.

    Args:
        recipe: how to train.
        card: the model's card.
    """
    return dataclasses.replace(recipe, start=card.id, **_network_of(card))


def _network_of(card: ModelCard) -> dict[str, Any]:
    """Return the fields of a recipe that describe a model's network."""
    try:
        built = Recipe.from_dict(card.recipe or {})
    except RecipeError:
        return _OUTSIDE_FAMILY
    return {field: getattr(built, field) for field in NETWORK_FIELDS}
