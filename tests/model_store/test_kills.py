"""A change of the store that is killed at any of its steps leaves the old state or the new, never half."""

import json
import subprocess
import sys
from itertools import groupby

import pytest

from base import settings

OLD = [["old", "old"]]
STATES: dict[str, tuple[object, object]] = {
    "save": (OLD, [["new", "new"], ["old", "old"]]),
    "rename": (OLD, [["renamed", "old"]]),
    "delete": (OLD, []),
    "restore": ([], OLD),
}


def killed_states(operation: str) -> list[object]:
    command = [sys.executable, "-m", "tests.model_store.killed", operation]
    ended = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["steps"] == len(told["states"]) - 1
    assert told["steps"] >= 10, "The change was not looked into."
    states: list[object] = told["states"]
    return states


@pytest.mark.parametrize("operation", STATES)
def test_change_killed_at_any_step_leaves_the_old_state_or_the_new(operation: str) -> None:
    assert [state for state, _ in groupby(killed_states(operation))] == list(STATES[operation])


@pytest.mark.usefixtures("s3")
@pytest.mark.parametrize("operation", ["save", "delete"])
def test_change_on_s3_killed_at_any_step_leaves_the_old_state_or_the_new(operation: str) -> None:
    assert [state for state, _ in groupby(killed_states(operation))] == list(STATES[operation])
