"""What a network's answers to labelled images amount to, in figures. NumPy alone: pages make them while one looks.

The loss is not among them: it is computed from a network's logits, which are not saved
(`base.keras_models.cross_entropy`).

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
# Of a normal distribution, 95 % lies within so many standard deviations.
Z_95 = 1.959964


@dataclass(frozen=True)
class ClassFigures:
    """How well one class is read.

    Attributes:
        precision: of the images that were read as this class, the share that is of it; nan where none was.
        recall: of the images of this class, the share that was read as it; nan where there is none.
        count: how many images are of this class.
    """

    precision: float
    recall: float
    count: int


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence.

    Attributes:
        count: how many, at least one.
        confidence: the mean probability of the class that was answered, 0.0 to 1.0.
        accuracy: the share that was right.
    """

    count: int
    confidence: float
    accuracy: float


def right_answers(probabilities: Probabilities, labels: Labels) -> NDArray[np.bool_]:
    """For each image whether it was read right, bool (n,)."""
    hits: NDArray[np.bool_] = probabilities.argmax(axis=1) == labels
    return hits


def wilson_interval(right: int, count: int) -> tuple[float, float]:
    """Between which shares the true accuracy lies with 95 % certainty, as far as chance goes.

    Args:
        right: how many images were read right.
        count: of how many, independent of each other. Of none, nothing is known: 0.0 to 1.0.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference". Unlike the share plus
    and minus two standard errors, it stays between 0 and 1 and holds for few images, too (Brown, Cai, DasGupta 2001).
    """
    if count == 0:
        return 0.0, 1.0
    share, z_squared = right / count, Z_95**2
    middle = share + z_squared / (2 * count)
    reach = Z_95 * math.sqrt(share * (1 - share) / count + z_squared / (4 * count**2))
    scale = 1 + z_squared / count
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def confusion(probabilities: Probabilities, labels: Labels) -> NDArray[np.intp]:
    """How often each class (row) was read as each class (column), (10, 10)."""
    pairs = labels.astype(np.intp) * CLASSES + probabilities.argmax(axis=1)
    return np.bincount(pairs, minlength=CLASSES * CLASSES).reshape(CLASSES, CLASSES)


def by_class(matrix: NDArray[np.intp]) -> list[ClassFigures]:
    """Precision and recall of each class, by label, from the `confusion`."""
    right, are, read_as = matrix.diagonal(), matrix.sum(axis=1), matrix.sum(axis=0)
    return [
        ClassFigures(_share(int(hits), int(predicted)), _share(int(hits), int(true)), int(true))
        for hits, predicted, true in zip(right, read_as, are, strict=True)
    ]


def in_cell(probabilities: Probabilities, labels: Labels, label: int, prediction: int) -> Indices:
    """The places of the images of one class that were read as one class, the most confident first."""
    predictions = probabilities.argmax(axis=1)
    return _most_confident_first(probabilities, np.flatnonzero((labels == label) & (predictions == prediction)))


def mistakes(probabilities: Probabilities, labels: Labels) -> Indices:
    """The places of all images that were read wrong, the most confident mistakes first."""
    return _most_confident_first(probabilities, np.flatnonzero(~right_answers(probabilities, labels)))


def reliability(probabilities: Probabilities, labels: Labels) -> list[Bin]:
    """The answers in ten bins by confidence, lowest first; empty bins are left out.

    Source: Guo, Pleiss, Sun, Weinberger 2017, "On calibration of modern neural networks", section 2.
    """
    confidence, hits = probabilities.max(axis=1), right_answers(probabilities, labels)
    places = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    return [
        Bin(int(inside.sum()), float(confidence[inside].mean()), float(hits[inside].mean()))
        for inside in (places == place for place in range(BINS))
        if inside.any()
    ]


def calibration_error(bins: list[Bin]) -> float:
    """By how much confidence and accuracy differ on average, 0.0 to 1.0: the expected calibration error.

    Source: as `reliability`.
    """
    return sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / sum(each.count for each in bins)


def bin_around(probabilities: Probabilities, labels: Labels, confidence: float, reach: float) -> Bin | None:
    """The answers whose confidence is within `reach` of `confidence`, e.g. about 90 %; None where there are none."""
    given = probabilities.max(axis=1)
    inside = np.abs(given - confidence) <= reach
    if not inside.any():
        return None
    hits = right_answers(probabilities, labels)[inside]
    return Bin(int(inside.sum()), float(given[inside].mean()), float(hits.mean()))


def _most_confident_first(probabilities: Probabilities, places: Indices) -> Indices:
    """Those of equal confidence in the order of the data set."""
    return places[np.argsort(-probabilities[places].max(axis=1), kind="stable")]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
