"""Scheduling: round robin over visitors, first come first served within one; and how long each run will wait."""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping

from training.estimates import estimate_seconds
from training.runs.record import Run
from training.runs.states import RunState


def turns(runs: Iterable[Run], served: Mapping[str, int]) -> list[Run]:
    """The runs that wait, in the order in which they will begin.

    A run that lost its worker goes first. Then everybody's first waiting run, then everybody's second, and so on, where
    runs under way count as theirs already; among equals, who was served longest ago.

    Args:
        runs: all runs.
        served: when each owner's last run began, as a number that counts up; absent: never.
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
    """About how many seconds each waiting run will wait, by its id.

    Args:
        order: those that wait, as `turns` gives them.
        under_way: those that are being trained.
        slots: how many can be trained at once.
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
    """About how long a run will still be trained: as its worker estimates, else by its recipe."""
    reported = run.progress.seconds_left
    return estimate_seconds(run.recipe) * run.share_left if reported is None else reported
