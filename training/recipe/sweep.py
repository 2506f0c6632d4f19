"""Sweeps: recipes that vary one or two fields."""

import dataclasses
import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from base.errors import RecipeError
from training.recipe.fields import FIELDS
from training.recipe.limits import refuse
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import Recipe

MAX_RECIPES = 8
# A pseudo-field: the neurons of every hidden layer.
WIDTH = "width"
# The fields that can vary, and the values to choose from.
AXES: dict[str, Collection[Any]] = {
    WIDTH: (4, 8, 16, 32, 64, 128, 256, 512, 1024),
    "learning_rate": (0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
    "dropout": (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "batch_size": FIELDS["batch_size"].offered,
    "optimizer": OPTIMIZERS,
}


def grid(recipe: Recipe, axes: Mapping[str, Sequence[Any]]) -> list[Recipe]:
    """Build one recipe for each combination of values, the last axis changing fastest.

    Args:
        recipe: the base of all recipes.
        axes: the values of each varying field, by its name in `AXES`; duplicates are ignored.

    Returns:
        At most `MAX_RECIPES` recipes, each named after its values, e.g. "64 · 0.001".

    Raises:
        RecipeError: a field cannot be varied, a value is not allowed, or there are too many combinations, or none.
    """
    for name in axes:
        if name not in AXES:
            refuse("sweep", name, f"A sweep varies {', '.join(AXES)}.", WIDTH)
    combinations = list(itertools.product(*(dict.fromkeys(values) for values in axes.values())))
    if not axes or not 1 <= len(combinations) <= MAX_RECIPES:
        refuse("sweep", len(combinations), f"A sweep has 1 to {MAX_RECIPES} recipes.", "4 widths and 2 learning rates")
    return [_changed(recipe, dict(zip(axes, values, strict=True))) for values in combinations]


def default_axes(recipe: Recipe) -> dict[str, tuple[Any, ...]]:
    """Return four widths, up to twice the recipe's own; and two learning rates, its own and ten times more or less."""
    rate = recipe.learning_rate
    other = rate * 10 if rate <= 0.01 else rate / 10
    return {WIDTH: _widths(recipe), "learning_rate": tuple(sorted((rate, float(f"{other:.6g}"))))}


def _widths(recipe: Recipe) -> tuple[int, ...]:
    widest = max(width for width in AXES[WIDTH] if width <= max(2 * max(recipe.hidden), 32))
    while widest > 32 and not _is_allowed(recipe, widest):
        widest //= 2
    return (widest // 8, widest // 4, widest // 2, widest)


def _is_allowed(recipe: Recipe, width: int) -> bool:
    try:
        _changed(recipe, {WIDTH: width})
    except RecipeError:
        return False
    return True


def _changed(recipe: Recipe, values: Mapping[str, Any]) -> Recipe:
    changes = {name: value for name, value in values.items() if name != WIDTH}
    if WIDTH in values:
        changes["hidden"] = (values[WIDTH],) * len(recipe.hidden)
    if not OPTIMIZERS[values.get("optimizer", recipe.optimizer)].takes_momentum:
        changes["momentum"] = 0.0
    return dataclasses.replace(recipe, name=" · ".join(map(_text, values.values())), **changes)


def _text(value: Any) -> str:
    """Format a value for a name, without an exponent if that is short."""
    if not isinstance(value, float) or 0 < value < 1e-6:
        return str(value)
    return f"{value:.7f}".rstrip("0").rstrip(".")
