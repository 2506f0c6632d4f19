"""The TensorFlow process of `training`: `python -m benchmarks.training_side ours|stock|floor|parts RECIPE`."""

import json
import math
import statistics
import sys
import time
from typing import Any

import keras
import numpy as np
import tensorflow as tf

import image_data
from training.recipe.recipes import CLASSES, VALIDATION_SHARE, Recipe, count_images, layers
from training.worker.loop import Examples, Loop, compiled
from training.worker.networks import LOSSES, build_network
from training.worker.trainer import train

FLOOR_STEPS = 400
PARTS_STEPS, PARTS_RUNS = 200, 5


def ours(recipe: Recipe) -> dict[str, float]:
    """Return seconds of training alone and test accuracy in percent, with our training loop."""
    result, _files = train(recipe)
    return {"seconds": result.train_seconds, "accuracy": result.test_accuracy * 100}


def stock(recipe: Recipe) -> dict[str, float]:
    """Return the same with `model.fit` as tutorials call it."""
    data = image_data.load(recipe.dataset)
    x_train, x_test = data.x_train / np.float32(255), data.x_test / np.float32(255)
    y_train, y_test = (_labels(labels, recipe) for labels in (data.y_train, data.y_test))
    held_out: dict[str, dict[str, Any]] = {
        "none": {},
        "split": {"validation_split": VALIDATION_SHARE},
        "test": {"validation_data": (x_test, y_test)},
    }
    keras.utils.set_random_seed(recipe.seed)
    network = build_network(recipe)
    started = time.perf_counter()
    network.fit(
        x_train, y_train, batch_size=recipe.batch_size, epochs=recipe.epochs, verbose=0, **held_out[recipe.validation]
    )
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "accuracy": network.evaluate(x_test, y_test, verbose=0)[1] * 100}


def floor(recipe: Recipe) -> dict[str, float]:
    """Return seconds of all steps' bare matrix products in NumPy: forward, and backward to weights and inputs.

    A convolution counts as the product of all windows with all filters. Held-out images are left out.
    """
    factors = _products(recipe)
    rng = np.random.default_rng(1)
    operands = [
        (rng.random((rows, inner), np.float32), rng.random((inner, columns), np.float32))
        for rows, inner, columns in factors
    ]
    gradients = [rng.random((rows, columns), np.float32) for rows, _, columns in factors]
    started = time.perf_counter()
    for _ in range(FLOOR_STEPS):
        for number, ((inputs, weights), gradient) in enumerate(zip(operands, gradients, strict=True)):
            inputs @ weights
            inputs.T @ gradient
            if number:  # the gradient of the pixels is not needed
                gradient @ weights.T
    seconds = (time.perf_counter() - started) / FLOOR_STEPS
    return {"seconds": seconds * recipe.epochs * math.ceil(count_images(recipe)[0] / recipe.batch_size)}


def parts(recipe: Recipe) -> dict[str, float]:
    """Return milliseconds of our training step by part: reading images, forward, backward, optimizer.

    Each is the difference between a step that includes the part and one that ends before it.
    """
    data = image_data.load(recipe.dataset)
    keras.utils.set_random_seed(recipe.seed)
    network = build_network(recipe)
    loop, examples = Loop(network, LOSSES[recipe.loss]), Examples.of(data.x_train, data.y_train)
    variables, losses = network.trainable_variables, keras.losses.sparse_categorical_crossentropy

    def reading(images: Any, _labels: Any) -> tuple[Any, Any]:
        return tf.reduce_sum(images), tf.zeros(())

    def forward(images: Any, labels: Any) -> tuple[Any, Any]:
        return tf.reduce_sum(losses(labels, network(images, training=True))), tf.zeros(())

    def backward(images: Any, labels: Any) -> tuple[Any, Any]:
        with tf.GradientTape() as tape:
            total = tf.reduce_mean(losses(labels, network(images, training=True)))
        return total, tf.add_n([tf.reduce_sum(gradient) for gradient in tape.gradient(total, variables)])

    order = np.random.default_rng(1).permutation(len(data.x_train)).astype(np.int32)
    order = order[: len(order) // recipe.batch_size * recipe.batch_size].reshape(-1, recipe.batch_size)[:PARTS_STEPS]
    reached, spent = 0.0, {}
    for name, batch in (
        ("reading images", reading),
        ("forward", forward),
        ("backward", backward),
        ("optimizer and figures", loop.train_batch),
    ):
        so_far = _time_steps(compiled(batch), examples, order)
        spent[name], reached = max(so_far - reached, 0.0), so_far
    return spent


def _time_steps(run: Any, examples: Examples, order: Any) -> float:
    """Return milliseconds per step, the median of some runs, excluding the first, which compiles."""
    times = []
    for _ in range(PARTS_RUNS + 1):
        started = time.perf_counter()
        float(run(examples.images, examples.labels, order)[0])
        times.append((time.perf_counter() - started) / len(order) * 1000)
    return statistics.median(times[1:])


def _products(recipe: Recipe) -> list[tuple[int, int, int]]:
    """Return rows, inner size and columns of each layer's matrix product for one batch."""
    products = []
    for row in layers(recipe):
        if row.multiplies:
            positions = math.prod(row.shape[:-1])
            inner = row.multiplies // (positions * row.shape[-1])
            products.append((recipe.batch_size * positions, inner, row.shape[-1]))
    return products


def _labels(labels: Any, recipe: Recipe) -> Any:
    return keras.utils.to_categorical(labels, CLASSES) if recipe.loss == "categorical" else labels


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](Recipe.from_dict(json.loads(sys.argv[2])))))
