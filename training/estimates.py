"""How long a training will take, before it starts."""

import math

from training.layers import LayerRow
from training.recipes import Recipe, count_images, layers

# Measured with the five recipes, larger and convolutional networks, one TensorFlow thread on a core of a 2020s server.
START_S = 1.0
SECONDS_PER_STEP = 0.1e-3
SECONDS_PER_PARAMETER = 1.2e-9  # the optimizer reads and writes each of them in every step
SECONDS_PER_MULTIPLY = {"Dense": 0.8e-11, "Conv2D": 1.6e-11}
SECONDS_PER_NORMALIZED_VALUE = 3e-9
SECONDS_PER_AUGMENTED_IMAGE = 20e-6
PASSES_OF_A_STEP = 3  # forward, and backward once for the weights and once for the layer before


def estimate_seconds(recipe: Recipe) -> float:
    """About how long training will take on one core of a school computer, in seconds.

    The model: a fixed start (building, tracing); for each epoch, what its steps and its look at the held-out images
    cost, by `estimate_step_seconds`.
    """
    trained_on, held_out = count_images(recipe)
    trained = math.ceil(trained_on / recipe.batch_size) * estimate_step_seconds(recipe)
    looked_at = held_out / recipe.batch_size * estimate_step_seconds(recipe) / PASSES_OF_A_STEP
    return START_S + recipe.epochs * (trained + looked_at)


def estimate_step_seconds(recipe: Recipe) -> float:
    """About how long one batch takes: a fixed cost, one for each parameter, and what layers cost for each image."""
    rows = layers(recipe)
    per_image = sum(_seconds_per_image(row) for row in rows) + recipe.augmentation * SECONDS_PER_AUGMENTED_IMAGE
    parameters = sum(row.parameters for row in rows)
    return SECONDS_PER_STEP + parameters * SECONDS_PER_PARAMETER + recipe.batch_size * per_image


def _seconds_per_image(row: LayerRow) -> float:
    if row.name == "BatchNormalization":
        return math.prod(row.shape) * SECONDS_PER_NORMALIZED_VALUE
    return PASSES_OF_A_STEP * row.multiplies * SECONDS_PER_MULTIPLY.get(row.name, 0.0)
