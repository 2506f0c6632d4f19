"""Diagnosis of a training, from its figures alone: overfitting, diverging, stuck, on a plateau."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.recipe.layers import CLASSES
from training.results import History

# The loss of a network that gives every class the same probability.
GUESSING_LOSS = math.log(CLASSES)
# From this share of it on, a loss is as bad as guessing.
_AS_BAD_AS_GUESSING = 0.95
# An accuracy below this is close to that of guessing, 0.1.
_GUESSING_ACCURACY = 0.2
# How many epochs a network is given to learn anything.
_STUCK_EPOCHS = 3
# The training loss has run away when the mean of its last epochs lies above the lowest such mean, so many times it, by
# so many nats, and by as many wobbles as below; of fewer epochs, when the last lies above the lowest so far.
_RUN_AWAY, _RUN_AWAY_NATS = 1.15, 0.1
# One epoch is enough for a leap so many times over the lowest, to where guessing is as good.
_LEAP = 2.0
_RUN_AWAY_EARLY, _RUN_AWAY_NATS_EARLY = 1.25, 0.25
# The validation loss has turned up when the mean of its last epochs lies above the mean around its lowest, by this
# share of it and so many times its wobble from epoch to epoch, while the training loss fell by that share and so many
# of its own wobbles. Who learns pictures by heart knows them better than others: the training figures are better.
_CONFIRMING_EPOCHS = 3
_RISE = 0.03
_WOBBLES = 2.0
_FALL = 0.05
# Of many epochs, the means of a quarter of them show a rise that the noise of three hides.
_LONG_SHARE = 4
# A loss is flat when the mean of the last third of its epochs, and of three at least, lies below that of as many before
# by no more than this share, or its wobble. Networks of this family read 80 % of either data set; below this accuracy
# one is far from that.
_PLATEAU_SHARE = 3
_FLAT = 0.01
_FAR_FROM_GOOD = 0.6


class Trouble(StrEnum):
    """What can go wrong in a training."""

    OVERFITTING = "overfitting"
    DIVERGING = "diverging"
    STUCK = "stuck"
    PLATEAU = "plateau"


@dataclass(frozen=True)
class Diagnosis:
    """The diagnosis of a training.

    Attributes:
        kind: what it is called.
        epoch: where it shows, counted from 1. Overfitting: the epoch of the lowest validation loss, after which it
            rises. Diverging: the first epoch whose loss is no number, or after the lowest one as much above it as
            it takes to say so. Stuck, plateau: the last one.
        gap_points: at the last epoch, how far the training accuracy is above the validation accuracy, in percentage
            points; None without a validation.
    """

    kind: Trouble
    epoch: int
    gap_points: float | None = None


def diagnose(history: History) -> Diagnosis | None:
    """Diagnose a training; None where nothing is wrong, or it is too early to say.

    Args:
        history: per epoch `loss`, `accuracy` and, where something was held out, `val_loss` and `val_accuracy`.
    """
    finders = (
        (Trouble.DIVERGING, _diverging_epoch),
        (Trouble.STUCK, _stuck_epoch),
        (Trouble.OVERFITTING, _overfitting_epoch),
        (Trouble.PLATEAU, _plateau_epoch),
    )
    for kind, find in finders:
        epoch = find(history)
        if epoch is not None:
            return Diagnosis(kind, epoch, _gap_points(history))
    return None


def _diverging_epoch(history: History) -> int | None:
    loss = history.get("loss", [])
    for epoch, value in enumerate(loss, start=1):
        if not math.isfinite(value):
            return epoch
    if not _has_run_away(loss):
        return None
    lowest = min(loss)
    begun = loss.index(lowest)
    threshold = min(_RUN_AWAY * lowest, loss[-1])
    return next(epoch for epoch, value in enumerate(loss, start=1) if epoch > begun + 1 and value >= threshold)


def _has_run_away(loss: Sequence[float]) -> bool:
    """Whether a training loss grows. That of a training that goes well never does for long, wherever it starts."""
    if loss and loss[-1] >= max(_LEAP * min(loss), _AS_BAD_AS_GUESSING * GUESSING_LOSS):
        return True
    if len(loss) <= _CONFIRMING_EPOCHS:
        lowest = min(loss, default=0.0)
        return bool(loss) and loss[-1] - lowest >= max((_RUN_AWAY_EARLY - 1) * lowest, _RUN_AWAY_NATS_EARLY)
    means = [statistics.mean(loss[start : start + _CONFIRMING_EPOCHS]) for start in range(len(loss) - 2)]
    # The first epoch's own loss, too: it is a mean over a network that was still guessing.
    lowest = min(*means, loss[0])
    least = max((_RUN_AWAY - 1) * lowest, _RUN_AWAY_NATS, _WOBBLES * _wobble(loss))
    # The last epoch itself, too: it may be on its way down from a leap.
    return means[-1] - lowest >= least and loss[-1] >= _RUN_AWAY * min(loss)


def _stuck_epoch(history: History) -> int | None:
    loss, accuracy = history.get("loss", []), history.get("accuracy", [])
    if len(loss) < _STUCK_EPOCHS:
        return None
    is_stuck = loss[-1] >= _AS_BAD_AS_GUESSING * GUESSING_LOSS or max(accuracy, default=1.0) < _GUESSING_ACCURACY
    return len(loss) if is_stuck else None


def _overfitting_epoch(history: History) -> int | None:
    loss, val_loss = history.get("loss", []), history.get("val_loss", [])
    best = _turn(val_loss)
    if best is None:
        best = _turn_of_many(val_loss)
    if best is None:
        return None
    fall = _around(loss, best) - _end(loss)
    is_lowest = _end(loss) < min(loss[: best + 1])
    has_fallen = is_lowest and fall >= max(_FALL * _around(loss, best), _WOBBLES * _wobble(loss))
    is_by_heart = _end(loss) < _end(val_loss) and (_gap_points(history) or 0.0) >= 0.0
    return best + 1 if has_fallen and is_by_heart else None


def _turn(val_loss: Sequence[float]) -> int | None:
    """Where a validation loss is lowest, counted from 0, if its last three epochs lie above; else None."""
    lowest = min(val_loss, default=0.0)
    best = val_loss.index(lowest) if val_loss else 0
    if len(val_loss) - 1 - best < _CONFIRMING_EPOCHS:
        return None
    # Means of three: the lowest value alone may be luck.
    rise = _end(val_loss) - _around(val_loss, best)
    return best if rise >= max(_RISE * lowest, _WOBBLES * _wobble(val_loss)) else None


def _turn_of_many(val_loss: Sequence[float]) -> int | None:
    """The same of many epochs: whether the last quarter lies above the lowest stretch of that length before it."""
    window = len(val_loss) // _LONG_SHARE
    if window <= _CONFIRMING_EPOCHS:
        return None
    stretches = [val_loss[start : start + window] for start in range(len(val_loss) - 2 * window + 1)]
    means = [statistics.mean(stretch) for stretch in stretches]
    start = means.index(min(means))
    low, end = stretches[start], val_loss[-window:]
    # The mean of more epochs wobbles less.
    wobble = math.sqrt(_CONFIRMING_EPOCHS / window) * (_wobble(low) + _wobble(end)) / 2
    has_turned = statistics.mean(end) - means[start] >= max(_RISE * means[start], _WOBBLES * wobble)
    return start + low.index(min(low)) if has_turned else None


def _plateau_epoch(history: History) -> int | None:
    """The last epoch of a training that stopped learning far from what it could.

    Only with a validation: dropout keeps the accuracy in training low, too.
    """
    val_accuracy = history.get("val_accuracy", [])
    window = max(_CONFIRMING_EPOCHS, len(val_accuracy) // _PLATEAU_SHARE)
    if len(val_accuracy) < 2 * window:
        return None
    is_far = max(*history["accuracy"][-window:], *val_accuracy[-window:]) < _FAR_FROM_GOOD
    is_flat = all(_is_flat(history[figure], window) for figure in ("loss", "val_loss"))
    return len(val_accuracy) if is_far and is_flat else None


def _is_flat(loss: Sequence[float], window: int) -> bool:
    before, end = statistics.mean(loss[-2 * window : -window]), statistics.mean(loss[-window:])
    return before - end <= max(_FLAT * before, _wobble(loss))


def _around(values: Sequence[float], place: int) -> float:
    return statistics.mean(values[max(place - 1, 0) : place + 2])


def _end(values: Sequence[float]) -> float:
    return statistics.mean(values[-_CONFIRMING_EPOCHS:])


def _wobble(values: Sequence[float]) -> float:
    """How far values typically lie off the middle of their two neighbours: noise, not trend."""
    triples = zip(values, values[1:], values[2:], strict=False)
    return statistics.median(abs(value - (before + after) / 2) for before, value, after in triples)


def _gap_points(history: History) -> float | None:
    if not history.get("val_accuracy") or not history.get("accuracy"):
        return None
    return (history["accuracy"][-1] - history["val_accuracy"][-1]) * 100
