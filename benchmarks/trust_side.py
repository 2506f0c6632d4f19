"""The TensorFlow process of `trust`: `python -m benchmarks.trust_side ARGUMENTS`, as JSON."""

import json
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.keras_models.files import model_from_bytes
from base.keras_models.temperature import temper
from benchmarks.drawn import load_drawings, prepared_in_all_conditions
from image_data import load
from model_store import get_card, read_model
from training.pen import HELD_OUT_KINDS, TRAINING_KINDS, non_digit_pictures
from training.shipped.calibration import calibration_error
from training.shipped.network import ask

SEED = 20_001
DIGITS = 10


def trust(model: str, strokes: str, source: str, count: int) -> dict[str, dict[str, float]]:
    """Return accuracy, calibration errors and refused share of digits, by origin, and the refused share of non-digits.

    Args:
        model: the id of a model with a refusal threshold in its card.
        strokes: a file of drawings; "" for none.
        source: only drawings whose source starts with this.
        count: the number of drawings, each in all conditions, and of non-digits.
    """
    card = get_card(model)
    network = model_from_bytes(read_model(model))
    refusal = 1.0 if card.refusal is None else card.refusal

    def digits(images: NDArray[np.uint8], labels: NDArray[Any]) -> dict[str, float]:
        made = ask(network, images)
        raw, tempered = temper(made[:, :DIGITS], 1.0), temper(made[:, :DIGITS], card.temperature)
        return {
            "accuracy": float(np.mean(raw.argmax(axis=1) == labels)),
            "untempered": calibration_error(raw, labels),
            "calibration": calibration_error(tempered, labels),
            "refused": float(np.mean(made[:, DIGITS:].sum(axis=1) > refusal)),
        }

    def refused(images: NDArray[np.uint8]) -> dict[str, float]:
        return {"refused": float(np.mean(ask(network, images)[:, DIGITS:].sum(axis=1) > refusal))}

    mnist = load("mnist")
    measured = {"MNIST test images": digits(mnist.x_test, mnist.y_test)}
    if strokes:
        drawings = load_drawings(strokes, count, source)
        measured["drawings of people"] = digits(*prepared_in_all_conditions(drawings))
    measured["kinds of training"] = refused(non_digit_pictures(count, SEED, kinds=TRAINING_KINDS))
    measured["kinds that training did not see"] = refused(non_digit_pictures(count, SEED, kinds=HELD_OUT_KINDS))
    measured["Fashion-MNIST test images"] = refused(load("fashion_mnist").x_test)
    return measured


if __name__ == "__main__":
    print(json.dumps(trust(**json.loads(sys.argv[1]))))
