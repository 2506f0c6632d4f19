"""How a network from elsewhere wants its pixels, and what its answers mean: found by trying, as no file says it."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import image_data
from base.errors import ForeignWeightsError
from base.keras_models.cross_entropy import cross_entropies
from conversion.origin import NEAR_CHANCE
from conversion.worker.pixels import WAYS, Way, present, transposed

Logits = NDArray[np.float32]
# From images as they were presented, float32 (n, …), to float32 (n, 10).
Network = Callable[[NDArray[np.float32]], Logits]

# Of so many test images each way is tried, and so many times as many decide between those that are as good.
TRIAL_IMAGES, FINAL_TIMES = 1000, 4
# A large network is tried on fewer: as many as take so many multiplications. On a busy machine 10 billion take up to
# half a second of a job's 180; 36 trials of this size and a look at all 10,000 test images fit in with room to spare.
TRIAL_MULTIPLIES = 25 * 10**9
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
        images: how many test images that accuracy is of.
    """

    best: Trial
    tried: dict[str, float]
    images: int


@dataclass(frozen=True)
class _Answers:
    """What a network answers to the first test images of a data set, presented in one way."""

    dataset: str
    way: Way
    logits: Logits


def find_way(
    network: Network, shape: tuple[int, ...], multiplies: int, may_reorder: bool, only: str | None = None
) -> Found:
    """Which data set a network learnt, and how it wants its pixels.

    Every way is tried on the first thousand test images of every data set, fewer for a large network; those that are
    nearly as accurate as the best, on four times as many. Among what is left, the lowest loss counts, after the logits
    were scaled as is best for each: how confident a network is depends on the scale of its pixels, how often it is
    right hardly does. Where a network reads hardly anything, transposed pictures and answers in another order are
    tried, too; where that does not help, more images would not either. Where scales differ by a factor alone, and a
    network has hardly any biases, it reads the same in both, and either may be found.

    Args:
        network: gives logits.
        shape: that it takes, without the batch.
        multiplies: multiplications that one picture takes.
        may_reorder: whether answers in another order are looked for.
        only: the id of the one way to try; None for all.

    Raises:
        ForeignWeightsError: it answers no numbers, whatever it is given.
    """
    images = min(TRIAL_IMAGES, TRIAL_MULTIPLIES // max(multiplies, 1))
    ways = [way for way in WAYS if only in (None, way.id)]
    answers = [_ask(network, shape, dataset, way, images) for dataset in image_data.BUNDLED for way in ways]
    first = _finite(map(_judged, answers))
    tried = _accuracies(first)
    if max(each.accuracy for each in first) < NEAR_CHANCE:
        turned = [_ask(network, shape, each.dataset, transposed(each.way), images) for each in answers]
        others = [*map(_judged, turned), *(_reordered(answers) if may_reorder else ())]
        first += [each for each in others if each.accuracy >= NEAR_CHANCE]
    close = _close(first, images)
    if len(close) > 1 and max(each.accuracy for each in close) >= NEAR_CHANCE:
        more = FINAL_TIMES * images
        last = [_judged(_ask(network, shape, each.dataset, each.way, more), each.order) for each in close]
        close = _close(_finite(last), more)
    least = min(each.loss for each in close)
    best = next(each for each in close if each.loss <= least * (1 + SAME_LOSS))
    return Found(best, tried, images)


def test_figures(network: Network, shape: tuple[int, ...], found: Trial, sharpness: float) -> tuple[float, float]:
    """Loss and accuracy over all 10,000 test images, with that sharpness."""
    loaded = image_data.load(found.dataset)
    logits = _in_order(network(present(loaded.x_test, found.way, shape)), found.order)
    accuracy = float((logits.argmax(axis=1) == loaded.y_test).mean())
    return float(cross_entropies(logits, loaded.y_test, 1 / sharpness).mean()), accuracy


def _ask(network: Network, shape: tuple[int, ...], dataset: str, way: Way, images: int) -> _Answers:
    return _Answers(dataset, way, network(present(image_data.load(dataset).x_test[:images], way, shape)))


def _judged(answers: _Answers, order: tuple[int, ...] | None = None) -> Trial:
    dataset, way, logits = answers.dataset, answers.way, _in_order(answers.logits, order)
    if not np.isfinite(logits).all():
        return Trial(dataset, way, 0.0, float("nan"), 1.0, order)
    labels = image_data.load(dataset).y_test[: len(logits)]
    losses = [float(cross_entropies(logits, labels, 1 / sharpness).mean()) for sharpness in SHARPNESS]
    best = int(np.argmin(losses))
    accuracy = float((logits.argmax(axis=1) == labels).mean())
    return Trial(dataset, way, accuracy, losses[best], SHARPNESS[best], order)


def _in_order(logits: Logits, order: tuple[int, ...] | None) -> Logits:
    return logits if order is None else logits[:, list(order)]


def _reordered(answers: Iterable[_Answers]) -> Iterator[Trial]:
    """Those answers judged in the order in which they fit the labels, where there is one."""
    for each in answers:
        order = _order_of(each) if np.isfinite(each.logits).all() else None
        if order is not None:
            yield _judged(each, order)


def _order_of(answers: _Answers) -> tuple[int, ...] | None:
    """Of each label the answer that it gets most often; None where two labels get the same."""
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
    """Those as accurate as the best one, as far as that many images can show."""
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
