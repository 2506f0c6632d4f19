"""Detect a foreign network's pixel format and label order by trials on test images, as no file records them."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import image_data
from base.errors import ForeignWeightsError
from base.keras_models.cross_entropy import cross_entropies
from conversion.origin import NEAR_CHANCE
from conversion.worker.pixels import PIXEL_FORMATS, PixelFormat, present, transposed

Logits = NDArray[np.float32]
# Maps images in the network's pixel format, float32 (n, …), to logits, float32 (n, 10).
Network = Callable[[NDArray[np.float32]], Logits]

# Test images for each trial, and the factor for the final trials of formats that are about equally good.
TRIAL_IMAGES, FINAL_TIMES = 1000, 4
# A large network is tried on fewer images, limited to so many multiplications. On a busy machine 10 billion take up to
# half a second of a job's 180; 36 trials of this size and a pass over all 10,000 test images fit in.
TRIAL_MULTIPLIES = 25 * 10**9
# Formats within so many standard errors of the best accuracy count as equally good.
STANDARD_ERRORS = 2.0
# Formats whose losses differ by less than this share are equally good; then the most common one is chosen.
SAME_LOSS = 0.003
# Candidate factors of the logits, to find the best possible loss.
SHARPNESS = tuple(2.0**power for power in range(-3, 7))
# Networks trained with a softmax have a best factor between 0.5 and 2; above this one it is applied.
NEEDS_SHARPNESS = 4.0


@dataclass(frozen=True)
class Trial:
    """The result of a network on test images in one pixel format.

    Attributes:
        dataset: the images' data set.
        pixel_format: the pixel format tried.
        accuracy: 0.0 to 1.0.
        loss: mean cross-entropy with the best sharpness.
        sharpness: the factor of the logits with that loss.
        order: the label of each of the ten outputs; None: in order.
    """

    dataset: str
    pixel_format: PixelFormat
    accuracy: float
    loss: float
    sharpness: float
    order: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Found:
    """The result of all trials.

    Attributes:
        best: the best trial.
        tried: the accuracy of each pixel format, neither transposed nor reordered.
        images: the number of test images for these accuracies.
    """

    best: Trial
    tried: dict[str, float]
    images: int


@dataclass(frozen=True)
class _Answers:
    """A network's logits for the first test images of a data set in one pixel format."""

    dataset: str
    pixel_format: PixelFormat
    logits: Logits


def find_pixel_format(
    network: Network, shape: tuple[int, ...], multiplies: int, may_reorder: bool, only: str | None = None
) -> Found:
    """Detect the data set that a network was trained on, and its pixel format.

    Every format is tried on the first thousand test images of every data set, fewer for a large network; formats about
    as accurate as the best, on four times as many. Among those, the lowest loss wins, after scaling the logits by the
    best factor: a network's confidence depends on the scale of its pixels, its accuracy hardly does. If the accuracy
    is near chance, transposed pictures and reordered labels are tried, too; if that does not help, more images would
    not either. If two scales differ only by a factor and the network has hardly any biases, it reads both equally
    well, and either may be returned.

    Args:
        network: computes logits.
        shape: its input shape, without the batch.
        multiplies: multiplications for one picture.
        may_reorder: whether to try reordered labels.
        only: id of the only format to try; None for all.

    Raises:
        ForeignWeightsError: it outputs nan in every format.
    """
    images = min(TRIAL_IMAGES, TRIAL_MULTIPLIES // max(multiplies, 1))
    formats = [pixel_format for pixel_format in PIXEL_FORMATS if only in (None, pixel_format.id)]
    answers = [
        _ask(network, shape, dataset, pixel_format, images)
        for dataset in image_data.BUNDLED
        for pixel_format in formats
    ]
    first = _finite(map(_judged, answers))
    tried = _accuracies(first)
    if max(each.accuracy for each in first) < NEAR_CHANCE:
        turned = [_ask(network, shape, each.dataset, transposed(each.pixel_format), images) for each in answers]
        others = [*map(_judged, turned), *(_reordered(answers) if may_reorder else ())]
        first += [each for each in others if each.accuracy >= NEAR_CHANCE]
    close = _close(first, images)
    if len(close) > 1 and max(each.accuracy for each in close) >= NEAR_CHANCE:
        more = FINAL_TIMES * images
        last = [_judged(_ask(network, shape, each.dataset, each.pixel_format, more), each.order) for each in close]
        close = _close(_finite(last), more)
    least = min(each.loss for each in close)
    best = next(each for each in close if each.loss <= least * (1 + SAME_LOSS))
    return Found(best, tried, images)


def test_figures(network: Network, shape: tuple[int, ...], found: Trial, sharpness: float) -> tuple[float, float]:
    """Compute loss and accuracy on all 10,000 test images, with the given sharpness."""
    loaded = image_data.load(found.dataset)
    logits = _in_order(network(present(loaded.x_test, found.pixel_format, shape)), found.order)
    accuracy = float((logits.argmax(axis=1) == loaded.y_test).mean())
    return float(cross_entropies(logits, loaded.y_test, 1 / sharpness).mean()), accuracy


def _ask(network: Network, shape: tuple[int, ...], dataset: str, pixel_format: PixelFormat, images: int) -> _Answers:
    return _Answers(
        dataset, pixel_format, network(present(image_data.load(dataset).x_test[:images], pixel_format, shape))
    )


def _judged(answers: _Answers, order: tuple[int, ...] | None = None) -> Trial:
    dataset, pixel_format, logits = answers.dataset, answers.pixel_format, _in_order(answers.logits, order)
    if not np.isfinite(logits).all():
        return Trial(dataset, pixel_format, 0.0, float("nan"), 1.0, order)
    labels = image_data.load(dataset).y_test[: len(logits)]
    losses = [float(cross_entropies(logits, labels, 1 / sharpness).mean()) for sharpness in SHARPNESS]
    best = int(np.argmin(losses))
    accuracy = float((logits.argmax(axis=1) == labels).mean())
    return Trial(dataset, pixel_format, accuracy, losses[best], SHARPNESS[best], order)


def _in_order(logits: Logits, order: tuple[int, ...] | None) -> Logits:
    return logits if order is None else logits[:, list(order)]


def _reordered(answers: Iterable[_Answers]) -> Iterator[Trial]:
    """Judge answers with their outputs reordered to fit the labels, if there is such an order."""
    for each in answers:
        order = _order_of(each) if np.isfinite(each.logits).all() else None
        if order is not None:
            yield _judged(each, order)


def _order_of(answers: _Answers) -> tuple[int, ...] | None:
    """Return the most frequent output for each label; None if two labels share one."""
    predictions = answers.logits.argmax(axis=1)
    labels = image_data.load(answers.dataset).y_test[: len(predictions)]
    order = tuple(int(np.bincount(predictions[labels == label], minlength=10).argmax()) for label in range(10))
    return order if len(set(order)) == len(order) else None


def _finite(trials: Iterable[Trial]) -> list[Trial]:
    found = [each for each in trials if np.isfinite(each.loss)]
    if not found:
        raise ForeignWeightsError(
            "The network answers no numbers. Received: nan. Train it again.", layer="all", found="nan"
        )
    return found


def _close(trials: list[Trial], images: int) -> list[Trial]:
    """Return the trials whose accuracy does not differ significantly from the best."""
    best = max(each.accuracy for each in trials)
    distance = STANDARD_ERRORS * math.sqrt(best * (1 - best) / images)
    return [each for each in trials if each.accuracy >= best - distance]


def _accuracies(trials: list[Trial]) -> dict[str, float]:
    """Return each format's accuracy on the data set that the network reads best."""
    dataset = max(trials, key=lambda each: each.accuracy).dataset
    return {each.pixel_format.id: each.accuracy for each in trials if each.dataset == dataset}


def sharpness_of(found: Trial) -> float:
    """Return the factor for the logits of a network without a softmax: 1.0 unless they need scaling."""
    return found.sharpness if found.sharpness >= NEEDS_SHARPNESS else 1.0
