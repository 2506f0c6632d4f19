"""How a network from elsewhere wants its pixels, and what its answers mean: found by trying, as no file says it."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import datasets
from conversion.origin import NEAR_CHANCE
from conversion.worker.pixels import WAYS, Way, present, transposed
from errors import ForeignWeightsError
from model_store.cross_entropy import cross_entropies

Logits = NDArray[np.float32]
# From images as they were presented, float32 (n, …), to float32 (n, 10).
Network = Callable[[NDArray[np.float32]], Logits]

TRIAL_IMAGES, FINAL_IMAGES = 1000, 4000
# Ways that are less accurate than the best by this many standard errors, or fewer, are as good.
STANDARD_ERRORS = 2.0
# Ways whose losses differ by less than this share are as good; then the usual one is taken.
SAME_LOSS = 0.003
# What the logits are multiplied by, to see how good the probabilities could be.
SHARPNESS = tuple(2.0**power for power in range(-3, 7))
# Networks trained with a softmax come out between a half and 2; others are that far off that they need it.
NEEDS_SHARPNESS = 4.0


@dataclass(frozen=True)
class Trial:
    """How well a network reads some test images, presented in one way.

    Attributes:
        dataset: the images' data set.
        way: how the pixels were presented.
        accuracy: 0.0 to 1.0.
        loss: mean cross-entropy with the best sharpness.
        sharpness: what the logits are multiplied by for that.
        order: which of the ten answers stands for which label; None: each for its own.
    """

    dataset: str
    way: Way
    accuracy: float
    loss: float
    sharpness: float
    order: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Found:
    """What the trials found.

    Attributes:
        best: the trial that was best.
        tried: of each way, not transposed, the accuracy with its data set; unordered labels.
    """

    best: Trial
    tried: dict[str, float]


def find_way(network: Network, shape: tuple[int, ...], may_reorder: bool, only: str | None = None) -> Found:
    """Which data set a network learnt, and how it wants its pixels.

    Every way is tried on the first thousand test images of every data set; those that are nearly as accurate as the
    best, on four thousand. Among what is left, the lowest loss counts, after the logits were scaled as is best for
    each: how sure a network is depends on the scale of its pixels, how often it is right hardly does. Where a network
    reads hardly anything, transposed pictures and answers in another order are tried, too. Where scales differ by a
    factor alone, and a network has hardly any biases, it reads the same in both, and either may be found.

    Args:
        network: gives logits.
        shape: that it takes, without the batch.
        may_reorder: whether answers in another order are looked for.
        only: the id of the one way to try; None for all.

    Raises:
        ForeignWeightsError: it answers no numbers, whatever it is given.
    """
    ways = [way for way in WAYS if only in (None, way.id)]
    first = _finite(_try(network, shape, dataset, way, TRIAL_IMAGES) for dataset in datasets.BUNDLED for way in ways)
    tried = _accuracies(first)
    if max(each.accuracy for each in first) < NEAR_CHANCE:
        first += _other_readings(network, shape, ways, may_reorder)
    close = _close(first, TRIAL_IMAGES)
    if len(close) == 1:
        return Found(close[0], tried)
    last = [_try(network, shape, each.dataset, each.way, FINAL_IMAGES, each.order) for each in close]
    as_accurate = _close(_finite(last), FINAL_IMAGES)
    least = min(each.loss for each in as_accurate)
    return Found(next(each for each in as_accurate if each.loss <= least * (1 + SAME_LOSS)), tried)


def test_figures(network: Network, shape: tuple[int, ...], found: Trial, sharpness: float) -> tuple[float, float]:
    """Loss and accuracy over all 10,000 test images, with that sharpness."""
    loaded = datasets.load(found.dataset)
    logits = _in_order(network(present(loaded.x_test, found.way, shape)), found.order)
    accuracy = float((logits.argmax(axis=1) == loaded.y_test).mean())
    return float(cross_entropies(logits, loaded.y_test, 1 / sharpness).mean()), accuracy


def _try(
    network: Network, shape: tuple[int, ...], dataset: str, way: Way, count: int, order: tuple[int, ...] | None = None
) -> Trial:
    loaded = datasets.load(dataset)
    logits = _in_order(network(present(loaded.x_test[:count], way, shape)), order)
    return _judged(logits, loaded.y_test[:count], dataset, way, order)


def _judged(logits: Logits, labels: NDArray[np.uint8], dataset: str, way: Way, order: tuple[int, ...] | None) -> Trial:
    if not np.isfinite(logits).all():
        return Trial(dataset, way, 0.0, float("nan"), 1.0, order)
    losses = [float(cross_entropies(logits, labels, 1 / sharpness).mean()) for sharpness in SHARPNESS]
    best = int(np.argmin(losses))
    accuracy = float((logits.argmax(axis=1) == labels).mean())
    return Trial(dataset, way, accuracy, losses[best], SHARPNESS[best], order)


def _in_order(logits: Logits, order: tuple[int, ...] | None) -> Logits:
    return logits if order is None else logits[:, list(order)]


def _other_readings(network: Network, shape: tuple[int, ...], ways: list[Way], may_reorder: bool) -> list[Trial]:
    """Trials with transposed pictures, and with answers in another order."""
    found = []
    for dataset in datasets.BUNDLED:
        images, labels = datasets.load(dataset).x_test[:TRIAL_IMAGES], datasets.load(dataset).y_test[:TRIAL_IMAGES]
        for way in ways:
            found.append(_try(network, shape, dataset, transposed(way), TRIAL_IMAGES))
            logits = network(present(images, way, shape))
            order = _order_of(logits, labels) if may_reorder and np.isfinite(logits).all() else None
            if order is not None:
                found.append(_judged(_in_order(logits, order), labels, dataset, way, order))
    return [each for each in found if each.accuracy >= NEAR_CHANCE]


def _order_of(logits: Logits, labels: NDArray[np.uint8]) -> tuple[int, ...] | None:
    """Of each label the answer that it gets most often; None where two labels get the same."""
    answers = logits.argmax(axis=1)
    order = tuple(int(np.bincount(answers[labels == label], minlength=10).argmax()) for label in range(10))
    return order if len(set(order)) == len(order) else None


def _finite(trials: Iterable[Trial]) -> list[Trial]:
    found = [each for each in trials if np.isfinite(each.loss)]
    if not found:
        raise ForeignWeightsError(
            "The network answers no numbers. Received: nan. Train it again.", layer="all", found="nan"
        )
    return found


def _close(trials: list[Trial], images: int) -> list[Trial]:
    """Those as accurate as the best one, as far as that many images tell."""
    best = max(each.accuracy for each in trials)
    distance = STANDARD_ERRORS * math.sqrt(best * (1 - best) / images)
    return [each for each in trials if each.accuracy >= best - distance]


def _accuracies(trials: list[Trial]) -> dict[str, float]:
    """Of each way the accuracy with the data set that the network reads best."""
    dataset = max(trials, key=lambda each: each.accuracy).dataset
    return {each.way.id: each.accuracy for each in trials if each.dataset == dataset}


def sharpness_of(found: Trial) -> float:
    """What logits of a network without a softmax are multiplied by: 1.0 but where they need it."""
    return found.sharpness if found.sharpness >= NEEDS_SHARPNESS else 1.0
