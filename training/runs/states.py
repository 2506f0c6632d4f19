"""The states of a training run, and which of them may follow which."""

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

# What may follow each state; whatever else is reported of a run came too late, and changes nothing.
TRANSITIONS: dict[RunState, frozenset[RunState]] = {
    # Its turn comes; its visitor stops it; no trainer is there; the server or the trainer ends.
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.STOPPED, RunState.FAILED, RunState.LOST}),
    # Back to the queue where its worker died, to resume from its last checkpoint.
    RunState.RUNNING: frozenset(
        {RunState.STOPPING, RunState.PAUSED, RunState.DONE, RunState.FAILED, RunState.LOST, RunState.QUEUED},
    ),
    # Done where the last epoch ended before it heard that it shall stop.
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
    """Whether a run may go from one state to another."""
    return after in TRANSITIONS[before]
