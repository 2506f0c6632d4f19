"""How long a training will take, before it starts."""

import math

from training.recipes import Recipe, count_images, layers

# Measured with the five recipes and larger networks, one TensorFlow thread on a core of a 2020s server.
START_S = 1.0
SECONDS_PER_STEP = 0.25e-3
SECONDS_PER_MULTIPLY = 1.6e-11
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
    """About how long one batch takes: a fixed cost, and one in proportion to the multiplications of all its images."""
    multiplies = PASSES_OF_A_STEP * recipe.batch_size * sum(row.multiplies for row in layers(recipe))
    return SECONDS_PER_STEP + multiplies * SECONDS_PER_MULTIPLY
