"""Calibration: the temperature of the softmax, and the threshold above which a picture is refused."""

import numpy as np
from numpy.typing import NDArray

from base.keras_models.temperature import TINY, temper

Probabilities = NDArray[np.float32]

TEMPERATURES = np.geomspace(0.25, 4.0, 401)
BINS = 15


def find_temperature(probabilities: Probabilities, labels: NDArray[np.integer]) -> float:
    """Return the temperature, from 0.25 to 4, that minimizes the labels' cross-entropy.

    Args:
        probabilities: (n, classes), for pictures not used in training.
        labels: integers (n,).

    Source: Guo, Pleiss, Sun, Weinberger 2017, "On calibration of modern neural networks".
    """
    rows = np.arange(len(labels))
    losses = [
        -np.mean(np.log(np.maximum(temper(probabilities, temperature)[rows, labels], TINY)))
        for temperature in TEMPERATURES
    ]
    return float(TEMPERATURES[int(np.argmin(losses))])


def calibration_error(probabilities: Probabilities, labels: NDArray[np.integer]) -> float:
    """Return the expected calibration error: the mean gap between confidence and accuracy, 0.0 to 1.0.

    Args:
        probabilities: (n, classes).
        labels: integers (n,).

    Source: Guo and others 2017, equation 3, with 15 bins.
    """
    confidence = probabilities.max(axis=1)
    is_right = probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(float(np.sum(confidence[bins == each] - is_right[bins == each]))) for each in range(BINS)]
    return sum(gaps) / len(labels)


def find_refusal(not_digit: NDArray[np.float32], share: float) -> float:
    """Return the refusal threshold: the "not a digit" probability that the given share of non-digits exceeds.

    Args:
        not_digit: the network's probabilities for non-digits not used in training, 0.0 to 1.0.
        share: the share of them to refuse, 0.0 to 1.0.
    """
    return float(np.quantile(not_digit, 1.0 - share))
