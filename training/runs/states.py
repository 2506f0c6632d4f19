"""The states of a training run, and the allowed transitions."""

from enum import StrEnum


class RunState(StrEnum):
    """The state of a run; PAUSED by its visitor or LOST by accident, it can be resumed from its checkpoint."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    PAUSED = "paused"
    STOPPED = "stopped"
    FAILED = "failed"
    LOST = "lost"


ACTIVE = frozenset({RunState.QUEUED, RunState.RUNNING, RunState.STOPPING})

# The allowed transitions; any other report arrived too late, and is ignored.
TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    # It starts; its visitor stops it; there is no trainer; the server or the trainer ends.
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.STOPPED, RunState.FAILED, RunState.LOST}),
    # Back to the queue if its worker died, to resume from its last checkpoint.
    RunState.RUNNING: frozenset(
        {RunState.STOPPING, RunState.PAUSED, RunState.DONE, RunState.FAILED, RunState.LOST, RunState.QUEUED},
    ),
    # Done if the last epoch ended before the request to stop arrived.
    RunState.STOPPING: frozenset(
        {RunState.STOPPED, RunState.PAUSED, RunState.DONE, RunState.FAILED, RunState.LOST},
    ),
    RunState.DONE: frozenset(),
    RunState.PAUSED: frozenset({RunState.QUEUED}),
    RunState.STOPPED: frozenset({RunState.QUEUED}),
    RunState.FAILED: frozenset(),
    RunState.LOST: frozenset({RunState.QUEUED}),
}


def may_follow(before: RunState, after: RunState) -> bool:
    """Return whether a transition is allowed."""
    return after in TRANSITIONS[before]
