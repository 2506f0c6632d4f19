"""A recipe's values in the visitor's language, by their field."""

from collections.abc import Callable
from typing import Any

from training.recipe.recipes import Recipe
from ui.language import gettext as _
from ui.shared import recipe_words as words

_WORDS: dict[str, Callable[[Any], str]] = {
    "dataset": words.dataset_name,
    "activation": words.activation_name,
    "loss": words.loss_name,
    "optimizer": words.optimizer_name,
    "learning_rate": words.number_text,
    "dropout": words.share_text,
    "momentum": words.number_text,
    "train_share": words.share_text,
    "validation": words.validation_name,
    "patience": words.patience_text,
    "rate_changes": words.rate_changes_text,
    "own_drawings": words.times_text,
    "start": lambda start: start or words.NOTHING,
}


def value_text(field: str, value: Any) -> str:
    """A value of one of a recipe's fields, or of a sweep's "width", as people write it."""
    if field in _WORDS:
        return _WORDS[field](value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "hidden":
        return " · ".join(map(str, value))
    if field == "convolutions":
        return " · ".join(f"{block.filters}@{block.kernel}×{block.kernel}" for block in value) or words.NOTHING
    return str(value)


def differing_fields(recipes: list[Recipe]) -> list[str]:
    """The fields in which recipes differ, in a recipe's order; the name is none of them."""
    fields = [field for field in Recipe.__dataclass_fields__ if field != "name"]
    return [field for field in fields if len({getattr(recipe, field) for recipe in recipes}) > 1]
