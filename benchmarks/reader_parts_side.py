"""The TensorFlow process of `reader_parts`: `python -m benchmarks.reader_parts_side ARGUMENTS`, as JSON."""

import dataclasses
import json
import sys
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from benchmarks.drawn import load_drawings, prepared_in_all_conditions
from benchmarks.report import say
from image_data import load
from training.shipped.digits import SHARES, SHARES_WITHOUT_PEOPLE, Plan, gather, train_reader
from training.shipped.network import ask
from training.shipped.people import load_drawings as load_training_drawings

SEED = 1
# 150,000 pictures, less than a tenth of the shipped reader's.
BRIEFLY = Plan(SHARES, epochs=5, gentle_epochs=1, steps_per_epoch=235)
# The first one is the baseline.
VARIANTS = {
    "all": BRIEFLY,
    "no gentle finish": dataclasses.replace(BRIEFLY, gentle_epochs=0),
    "no people's strokes": dataclasses.replace(BRIEFLY, shares=SHARES_WITHOUT_PEOPLE),
    "no written strokes": dataclasses.replace(BRIEFLY, shares={"mnist": 74, "not digits": 8, "people's": 46}),
    "MNIST alone": dataclasses.replace(BRIEFLY, shares={"mnist": 128}),
    "MNIST alone, never distorted": dataclasses.replace(BRIEFLY, shares={"mnist": 128}, is_distorted=False),
    "a smaller network": dataclasses.replace(BRIEFLY, filters=(24, 32, 48, 64, 96, 128)),
}


def measure(strokes: str, source: str, count: int, is_quick: bool) -> dict[str, dict[str, float]]:
    """Return each variant's accuracy on MNIST's test images, on drawings in all conditions, and on slashed zeros.

    Args:
        strokes: a file of drawings, for training and for measuring.
        source: measure only with drawings whose source starts with this.
        count: the number of drawings, each in all conditions.
        is_quick: train very briefly, to try the benchmark.
    """
    mnist = load("mnist")
    drawings = load_drawings(strokes, count, source)
    slashed = [drawing for drawing in load_drawings(strokes, source=source) if drawing.is_slashed]
    tests: dict[str, tuple[NDArray[np.uint8], NDArray[Any]]] = {
        "MNIST test images": (mnist.x_test, mnist.y_test),
        "drawings of people": prepared_in_all_conditions(drawings),
        "slashed zeros": prepared_in_all_conditions(slashed),
    }
    pictures = gather(mnist, SEED, load_training_drawings(strokes))
    measured = {}
    for name, plan in VARIANTS.items():
        say(f"Training: {name} …")
        briefest = dataclasses.replace(plan, steps_per_epoch=5) if is_quick else plan
        network = train_reader(pictures, briefest, SEED).network
        measured[name] = {what: _accuracy(network, *test) for what, test in tests.items() if len(test[1])}
    return measured


def _accuracy(network: keras.Model, images: NDArray[np.uint8], labels: NDArray[Any]) -> float:
    return float(np.mean(ask(network, images)[:, :10].argmax(axis=1) == labels))


if __name__ == "__main__":
    print(json.dumps(measure(**json.loads(sys.argv[1]))))
