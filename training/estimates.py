"""Estimate a training's duration before it starts."""

import dataclasses
import math
from collections.abc import Sequence
from enum import Enum
from statistics import median

from training.recipe.layers import LayerRow
from training.recipe.recipes import Recipe, count_images, layers

# Measured with the five recipes, larger and convolutional networks, one TensorFlow thread on a core of a 2020s server.
START_S = 1.0
SECONDS_PER_STEP = 0.1e-3
SECONDS_PER_PARAMETER = 1.2e-9  # the optimizer reads and writes each parameter in every step
SECONDS_PER_MULTIPLY = {"Dense": 0.8e-11, "Conv2D": 1.6e-11}
SECONDS_PER_NORMALIZED_VALUE = 3e-9
SECONDS_PER_AUGMENTED_IMAGE = 20e-6
PASSES_OF_A_STEP = 3  # forward, and backward once for the weights and once for the layer before
# The number of recent runs used to estimate this machine's load.
PACE_RUNS = 5


class Source(Enum):
    """The basis of an estimate."""

    SAME_RECIPE = "same recipe"  # the duration of the last run of exactly this recipe
    OTHER_RECIPES = "other recipes"  # calculated, and corrected by other runs' durations
    CALCULATED = "calculated"  # no runs yet: the duration on a fast, idle machine


@dataclasses.dataclass(frozen=True)
class Timing:
    """An estimate of a training's duration.

    Attributes:
        seconds: the duration.
        source: its basis.
    """

    seconds: float
    source: Source


def timing(recipe: Recipe, finished: Sequence[tuple[Recipe, float]]) -> Timing:
    """Estimate a recipe's duration on this machine at its recent load.

    Args:
        recipe: the recipe to train.
        finished: completed recipes with their durations in seconds, the newest last.
    """
    same = [seconds for other, seconds in finished if _is_same(other, recipe)]
    if same:
        return Timing(same[-1], Source.SAME_RECIPE)
    calculated = estimate_seconds(recipe)
    if not finished:
        return Timing(calculated, Source.CALCULATED)
    pace = median(seconds / estimate_seconds(other) for other, seconds in finished[-PACE_RUNS:])
    return Timing(calculated * pace, Source.OTHER_RECIPES)


def _is_same(one: Recipe, other: Recipe) -> bool:
    """Return whether two recipes are equal except for name and seed."""
    return dataclasses.replace(one, name=other.name, seed=other.seed) == other


def estimate_seconds(recipe: Recipe) -> float:
    """Estimate a training's duration on one core of a school computer, in seconds.

    The model: a fixed start (building, tracing); for each epoch, its steps and the validation, by
    `estimate_step_seconds`.
    """
    trained_on, held_out = count_images(recipe)
    trained = math.ceil(trained_on / recipe.batch_size) * estimate_step_seconds(recipe)
    looked_at = held_out / recipe.batch_size * estimate_step_seconds(recipe) / PASSES_OF_A_STEP
    return START_S + recipe.epochs * (trained + looked_at)


def estimate_step_seconds(recipe: Recipe) -> float:
    """Estimate a batch's duration: a fixed cost, a cost for each parameter, and the layers' cost for each image."""
    rows = layers(recipe)
    per_image = sum(_seconds_per_image(row) for row in rows) + recipe.augmentation * SECONDS_PER_AUGMENTED_IMAGE
    parameters = sum(row.parameters for row in rows)
    return SECONDS_PER_STEP + parameters * SECONDS_PER_PARAMETER + recipe.batch_size * per_image


def _seconds_per_image(row: LayerRow) -> float:
    if row.name == "BatchNormalization":
        return math.prod(row.shape) * SECONDS_PER_NORMALIZED_VALUE
    return PASSES_OF_A_STEP * row.multiplies * SECONDS_PER_MULTIPLY.get(row.name, 0.0)
