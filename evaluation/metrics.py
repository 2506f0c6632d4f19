"""Metrics of a network's answers to labelled images. Needs only NumPy: pages compute them on the fly.

The loss is not among them: it is computed from the logits, which are not saved (`base.keras_models.cross_entropy`).

Everywhere `probabilities` is floating point (n, 10), each row summing to 1, and `labels` is integer (n,), 0 to 9.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.floating]
Labels = NDArray[np.integer]
Indices = NDArray[np.intp]

CLASSES = 10
BINS = 10
# 95 % of a normal distribution lies within so many standard deviations.
Z_95 = 1.959964


@dataclass(frozen=True)
class ClassFigures:
    """The metrics of one class.

    Attributes:
        precision: share of the images read as this class that belong to it; nan if there are none.
        recall: share of this class' images that were read as it; nan if there are none.
        count: number of this class' images.
    """

    precision: float
    recall: float
    count: int


@dataclass(frozen=True)
class Bin:
    """A confidence bin.

    Attributes:
        count: number of answers, at least one.
        confidence: mean probability of the predicted class, 0.0 to 1.0.
        accuracy: share of right answers.
    """

    count: int
    confidence: float
    accuracy: float


def right_answers(probabilities: Probabilities, labels: Labels) -> NDArray[np.bool_]:
    """Return for each image whether it was read right, bool (n,)."""
    hits: NDArray[np.bool_] = probabilities.argmax(axis=1) == labels
    return hits


def wilson_interval(right: int, count: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of the accuracy.

    Args:
        right: number of images read right.
        count: number of independent images. For 0, the interval is 0.0 to 1.0.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference". Unlike the normal
    approximation, it stays between 0 and 1 and is valid for few images (Brown, Cai, DasGupta 2001).
    """
    if count == 0:
        return 0.0, 1.0
    share, z_squared = right / count, Z_95**2
    middle = share + z_squared / (2 * count)
    reach = Z_95 * math.sqrt(share * (1 - share) / count + z_squared / (4 * count**2))
    scale = 1 + z_squared / count
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def confusion(probabilities: Probabilities, labels: Labels) -> NDArray[np.intp]:
    """Return the confusion matrix, (10, 10): rows are labels, columns predictions."""
    pairs = labels.astype(np.intp) * CLASSES + probabilities.argmax(axis=1)
    return np.bincount(pairs, minlength=CLASSES * CLASSES).reshape(CLASSES, CLASSES)


def by_class(matrix: NDArray[np.intp]) -> list[ClassFigures]:
    """Return precision and recall of each class, by label, from the `confusion` matrix."""
    right, are, read_as = matrix.diagonal(), matrix.sum(axis=1), matrix.sum(axis=0)
    return [
        ClassFigures(_share(int(hits), int(predicted)), _share(int(hits), int(true)), int(true))
        for hits, predicted, true in zip(right, read_as, are, strict=True)
    ]


def in_cell(probabilities: Probabilities, labels: Labels, label: int, prediction: int) -> Indices:
    """Return the indices of the images with a label and a prediction, the most confident first."""
    predictions = probabilities.argmax(axis=1)
    return _most_confident_first(probabilities, np.flatnonzero((labels == label) & (predictions == prediction)))


def mistakes(probabilities: Probabilities, labels: Labels) -> Indices:
    """Return the indices of all images read wrong, the most confident first."""
    return _most_confident_first(probabilities, np.flatnonzero(~right_answers(probabilities, labels)))


def reliability(probabilities: Probabilities, labels: Labels) -> list[Bin]:
    """Return the answers in ten bins by confidence, lowest first, without empty bins.

    Source: Guo, Pleiss, Sun, Weinberger 2017, "On calibration of modern neural networks", section 2.
    """
    confidence, hits = probabilities.max(axis=1), right_answers(probabilities, labels)
    bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    return [
        Bin(int(inside.sum()), float(confidence[inside].mean()), float(hits[inside].mean()))
        for inside in (bins == number for number in range(BINS))
        if inside.any()
    ]


def calibration_error(bins: list[Bin]) -> float:
    """Return the expected calibration error, 0.0 to 1.0.

    Source: as for `reliability`.
    """
    return sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / sum(each.count for each in bins)


def bin_around(probabilities: Probabilities, labels: Labels, confidence: float, reach: float) -> Bin | None:
    """Return the bin of answers whose confidence is within `reach` of `confidence`; None if it is empty."""
    given = probabilities.max(axis=1)
    inside = np.abs(given - confidence) <= reach
    if not inside.any():
        return None
    hits = right_answers(probabilities, labels)[inside]
    return Bin(int(inside.sum()), float(given[inside].mean()), float(hits.mean()))


def _most_confident_first(probabilities: Probabilities, indices: Indices) -> Indices:
    """Sort indices by confidence; equal ones keep the data set's order."""
    return indices[np.argsort(-probabilities[indices].max(axis=1), kind="stable")]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
