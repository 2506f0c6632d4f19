"""Schedule runs round robin over visitors, FIFO within each, and estimate their waiting times."""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping

from training.estimates import estimate_seconds
from training.runs.record import Run
from training.runs.states import RunState


def turns(runs: Iterable[Run], served: Mapping[str, int]) -> list[Run]:
    """Sort the waiting runs in the order in which they will start.

    Runs that lost their worker go first. Then each visitor's first waiting run, then each one's second, and so on,
    where active runs count, too; ties are broken by who was served least recently.

    Args:
        runs: all runs.
        served: an increasing number of each owner's last started run; absent: never served.
    """
    runs = list(runs)
    rank = Counter(run.owner for run in runs if run.is_active and (run.state is not RunState.QUEUED))
    keys = {}
    waiting = [run for run in runs if run.state is RunState.QUEUED]
    for run in sorted(waiting, key=lambda run: (not run.is_handed_in, not run.is_interrupted, run.added)):
        is_first = run.is_handed_in or run.is_interrupted
        keys[run.id] = (not is_first, rank[run.owner], served.get(run.owner, 0), run.added)
        rank[run.owner] += 1
    return sorted(waiting, key=lambda run: keys[run.id])


def waits(order: Iterable[Run], under_way: Iterable[Run], slots: int) -> dict[str, float]:
    """Estimate each waiting run's waiting time in seconds, by id.

    Args:
        order: the waiting runs, from `turns`.
        under_way: the active runs.
        slots: number of runs that can be trained at once.
    """
    free_at = sorted(seconds_left(run) for run in under_way)[-slots:]
    free_at = [0.0] * (slots - len(free_at)) + free_at
    heapq.heapify(free_at)
    found = {}
    for run in order:
        found[run.id] = free_at[0]
        heapq.heapreplace(free_at, free_at[0] + seconds_left(run))
    return found


def seconds_left(run: Run) -> float:
    """Estimate a run's remaining training time, from its worker or else from its recipe."""
    reported = run.progress.seconds_left
    return estimate_seconds(run.recipe) * run.share_left if reported is None else reported
