"""Which state of a run may follow which: every pair of them."""

import itertools

import pytest

from training.runs.states import ACTIVE, TRANSITIONS, RunState, may_follow

# A line a state; each letter: may the state of that column follow?
COLUMNS = ("queued", "running", "stopping", "done", "paused", "stopped", "failed", "lost")
TABLE = {
    "queued": "-Y---YYY",
    "running": "Y-YYY-YY",
    "stopping": "---YYYYY",
    "done": "--------",
    "paused": "Y-------",
    "stopped": "Y-------",
    "failed": "--------",
    "lost": "Y-------",
}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(RunState, RunState)))
def test_each_pair_of_states_is_allowed_or_not(before, after):
    assert may_follow(before, after) == (TABLE[before][COLUMNS.index(after)] == "Y")


def test_every_state_has_its_row():
    assert set(TRANSITIONS) == set(RunState)


def test_every_active_run_can_be_interrupted():
    assert all(may_follow(state, RunState.LOST) for state in ACTIVE)
