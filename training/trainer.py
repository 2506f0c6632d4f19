"""Training a recipe with Keras: fit, report, stop when asked, test."""

import logging
import platform
import time
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

import datasets
from datasets import Dataset
from model_store.keras_files import model_to_bytes
from training.networks import build_network, compile_network
from training.progress import ProgressReporter, Report, ShouldStop
from training.recipes import CLASSES, VALIDATION_SHARE, Recipe, estimate_step_seconds
from training.results import TrainingResult

# Several batches in one go save Python's part of each; a go must be short, for Stop is only seen between two.
GO_S = 0.05
MAX_STEPS_PER_GO = 32
TEST_BATCH_SIZE = 500
SUMMARY_WIDTH = 78

# Keras says at each .h5 file that the format is an old one; it is on offer for programs that know no other.
logging.getLogger("absl").setLevel(logging.ERROR)


def train(
    recipe: Recipe,
    report: Report = lambda _progress: None,
    should_stop: ShouldStop = lambda: False,
    dataset: Dataset | None = None,
) -> TrainingResult:
    """Train a recipe's network and test it. The same seed gives the same start, order and dropout.

    Args:
        recipe: what to train.
        report: called about four times a second, and after each epoch.
        should_stop: asked at most five times a second; training ends soon after it says yes, and what was learnt so
            far is tested and handed out like a finished network.
        dataset: other images than those that the recipe names; for tests.

    Raises:
        DatasetError: the recipe's data set cannot be loaded.
    """
    data = datasets.load(recipe.dataset) if dataset is None else dataset
    keras.utils.clear_session()  # so that layers are called "dense", "dense_1" as in a fresh program
    keras.utils.set_random_seed(recipe.seed)
    network = build_network(recipe, steps_per_go(recipe))
    reporter = ProgressReporter(recipe.epochs, report, should_stop)
    started = time.perf_counter()
    network.fit(
        _scaled(data.x_train),
        _labels(data.y_train, recipe),
        batch_size=recipe.batch_size,
        epochs=recipe.epochs,
        verbose=0,
        callbacks=[reporter],
        **_held_out(data, recipe),
    )
    seconds = time.perf_counter() - started
    test_loss, test_accuracy = evaluate(network, data, recipe)
    compile_network(network, recipe)
    return TrainingResult(
        recipe=recipe,
        keras=model_to_bytes(network),
        h5=model_to_bytes(network, ".h5"),
        summary=summary_of(network),
        history=reporter.history,
        test_loss=test_loss,
        test_accuracy=test_accuracy,
        train_seconds=seconds,
        parameters=network.count_params(),
        stopped=reporter.is_stopped,
        versions=versions(),
    )


def evaluate(network: keras.Model, data: Dataset, recipe: Recipe) -> tuple[float, float]:
    """A compiled network's loss and accuracy on the test images."""
    loss, accuracy = network.evaluate(
        _scaled(data.x_test), _labels(data.y_test, recipe), batch_size=TEST_BATCH_SIZE, verbose=0
    )
    return float(loss), float(accuracy)


def summary_of(network: keras.Model) -> str:
    """The text of Keras' `model.summary()`, without the blank lines around it."""
    lines: list[str] = []
    network.summary(line_length=SUMMARY_WIDTH, print_fn=lines.append)
    return "\n".join(lines).strip()


def versions() -> dict[str, str]:
    """What a network was trained with."""
    return {"python": platform.python_version(), "tensorflow": tf.__version__, "keras": keras.__version__}


def steps_per_go(recipe: Recipe) -> int:
    """How many batches TensorFlow takes in one go."""
    return max(1, min(MAX_STEPS_PER_GO, int(GO_S / estimate_step_seconds(recipe))))


def _scaled(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.divide(images, 255, dtype=np.float32)


def _labels(labels: NDArray[np.uint8], recipe: Recipe) -> Any:
    return keras.utils.to_categorical(labels, CLASSES) if recipe.loss == "categorical" else labels


def _held_out(data: Dataset, recipe: Recipe) -> dict[str, Any]:
    """What `fit` is told of validation."""
    if recipe.validation == "split":
        return {"validation_split": VALIDATION_SHARE}
    if recipe.validation == "test":
        return {"validation_data": (_scaled(data.x_test), _labels(data.y_test, recipe))}
    return {}
