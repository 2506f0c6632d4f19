"""Diagnose a training from its history: overfitting, diverging, stuck, on a plateau."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from training.recipe.layers import CLASSES
from training.results import History

# The loss of a network that gives every class the same probability.
GUESSING_LOSS = math.log(CLASSES)
# A loss above this share of it is as bad as guessing.
_AS_BAD_AS_GUESSING = 0.95
# An accuracy below this is close to that of guessing, 0.1.
_GUESSING_ACCURACY = 0.2
# The number of epochs after which a network should have learnt something.
_STUCK_EPOCHS = 3
# The training loss diverges if the mean of its last epochs exceeds the lowest such mean by this factor, by so many
# nats, and by _WOBBLES times its wobble; with fewer epochs, if the last exceeds the lowest so far.
_RUN_AWAY, _RUN_AWAY_NATS = 1.15, 0.1
# One epoch suffices if it exceeds the lowest by this factor and is as bad as guessing.
_LEAP = 2.0
_RUN_AWAY_EARLY, _RUN_AWAY_NATS_EARLY = 1.25, 0.25
# The network overfits if the mean validation loss of the last epochs exceeds the mean around its lowest by _RISE and
# by _WOBBLES times its wobble from epoch to epoch, while the training loss fell by _FALL and by _WOBBLES times its own
# wobble, and the training figures are better.
_CONFIRMING_EPOCHS = 3
_RISE = 0.03
_WOBBLES = 2.0
_FALL = 0.05
# With many epochs, means over a quarter of them reveal a rise that is hidden in the noise of three.
_LONG_SHARE = 4
# A loss is flat if the mean of the last third of its epochs, at least three, is below that of as many before by at most
# this share, or its wobble. Networks of this family reach 80 % on both data sets; below this accuracy a network is far
# from that.
_PLATEAU_SHARE = 3
_FLAT = 0.01
_FAR_FROM_GOOD = 0.6


class Trouble(StrEnum):
    """Kinds of problems of a training."""

    OVERFITTING = "overfitting"
    DIVERGING = "diverging"
    STUCK = "stuck"
    PLATEAU = "plateau"


@dataclass(frozen=True)
class Diagnosis:
    """The diagnosis of a training.

    Attributes:
        kind: the kind of problem.
        epoch: its epoch, counted from 1. Overfitting: the epoch with the lowest validation loss. Diverging: the first
            epoch whose loss is nan, or exceeds the lowest by the thresholds above. Stuck, plateau: the last epoch.
        gap_points: training accuracy minus validation accuracy at the last epoch, in percentage points; None without
            validation.
    """

    kind: Trouble
    epoch: int
    gap_points: float | None = None


def diagnose(history: History) -> Diagnosis | None:
    """Diagnose a training; None if there is no problem, or too few epochs.

    Args:
        history: per epoch `loss`, `accuracy` and, with validation, `val_loss` and `val_accuracy`.
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
    lowest_index = loss.index(lowest)
    threshold = min(_RUN_AWAY * lowest, loss[-1])
    return next(epoch for epoch, value in enumerate(loss, start=1) if epoch > lowest_index + 1 and value >= threshold)


def _has_run_away(loss: Sequence[float]) -> bool:
    """Return whether a training loss diverges."""
    if loss and loss[-1] >= max(_LEAP * min(loss), _AS_BAD_AS_GUESSING * GUESSING_LOSS):
        return True
    if len(loss) <= _CONFIRMING_EPOCHS:
        lowest = min(loss, default=0.0)
        return bool(loss) and loss[-1] - lowest >= max((_RUN_AWAY_EARLY - 1) * lowest, _RUN_AWAY_NATS_EARLY)
    means = [statistics.mean(loss[start : start + _CONFIRMING_EPOCHS]) for start in range(len(loss) - 2)]
    # Include the first epoch's own loss, the mean of a network that was still guessing.
    lowest = min(*means, loss[0])
    least = max((_RUN_AWAY - 1) * lowest, _RUN_AWAY_NATS, _WOBBLES * _wobble(loss))
    # Check the last epoch itself, too: it may be falling after a jump.
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
    """Return the index of the lowest validation loss if the last three epochs are above it, else None."""
    lowest = min(val_loss, default=0.0)
    best = val_loss.index(lowest) if val_loss else 0
    if len(val_loss) - 1 - best < _CONFIRMING_EPOCHS:
        return None
    # Use means of three, as a single lowest value may be noise.
    rise = _end(val_loss) - _around(val_loss, best)
    return best if rise >= max(_RISE * lowest, _WOBBLES * _wobble(val_loss)) else None


def _turn_of_many(val_loss: Sequence[float]) -> int | None:
    """Like `_turn` for many epochs: whether the last quarter is above the lowest window of that length before it."""
    window = len(val_loss) // _LONG_SHARE
    if window <= _CONFIRMING_EPOCHS:
        return None
    stretches = [val_loss[start : start + window] for start in range(len(val_loss) - 2 * window + 1)]
    means = [statistics.mean(stretch) for stretch in stretches]
    start = means.index(min(means))
    low, end = stretches[start], val_loss[-window:]
    # A mean over more epochs has a smaller wobble.
    wobble = math.sqrt(_CONFIRMING_EPOCHS / window) * (_wobble(low) + _wobble(end)) / 2
    has_turned = statistics.mean(end) - means[start] >= max(_RISE * means[start], _WOBBLES * wobble)
    return start + low.index(min(low)) if has_turned else None


def _plateau_epoch(history: History) -> int | None:
    """Return the last epoch of a training that stopped improving at a low accuracy.

    Only with validation, as dropout lowers the training accuracy, too.
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


def _around(values: Sequence[float], index: int) -> float:
    return statistics.mean(values[max(index - 1, 0) : index + 2])


def _end(values: Sequence[float]) -> float:
    return statistics.mean(values[-_CONFIRMING_EPOCHS:])


def _wobble(values: Sequence[float]) -> float:
    """Return the typical deviation of values from the mean of their two neighbours: noise without trend."""
    triples = zip(values, values[1:], values[2:], strict=False)
    return statistics.median(abs(value - (before + after) / 2) for before, value, after in triples)


def _gap_points(history: History) -> float | None:
    if not history.get("val_accuracy") or not history.get("accuracy"):
        return None
    return (history["accuracy"][-1] - history["val_accuracy"][-1]) * 100
