import dataclasses

import pytest

from errors import DigitLabError, RunNotFoundError, TooManyRunsError
from training import run_table
from training.recipes import RECIPES
from training.results import Progress, TrainingResult
from training.run_table import RunState, RunTable

RECIPE = RECIPES["dense-128"]
RESULT = TrainingResult(
    recipe=RECIPE,
    keras=b"k" * 100,
    h5=b"h" * 100,
    summary="",
    history={"loss": [0.5]},
    test_loss=0.1,
    test_accuracy=0.97,
    train_seconds=2.0,
    parameters=101_770,
    stopped=False,
    versions={},
)


@pytest.fixture
def table():
    return RunTable()


def test_waiting_runs_know_their_position(table):
    runs = [(visitor, table.add(visitor, RECIPE)) for visitor in ("ann", "bob", "cid")]
    assert [table.get(*run).position for run in runs] == [1, 2, 3]
    table.start(runs[0][1])
    assert [table.get(*run).position for run in runs] == [0, 1, 2]
    assert [table.get(*run).state for run in runs] == [RunState.RUNNING, RunState.QUEUED, RunState.QUEUED]


def test_a_run_is_only_its_visitors(table):
    run = table.add("ann", RECIPE)
    with pytest.raises(RunNotFoundError, match="There is no such run") as raised:
        table.get("bob", run)
    assert raised.value.details == {"run": run}
    with pytest.raises(RunNotFoundError):
        table.request_stop("bob", run)
    with pytest.raises(RunNotFoundError):
        table.get("ann", "unknown")
    assert table.latest("bob") is None


def test_progress_and_result_are_seen_in_the_snapshot(table):
    run = table.add("ann", RECIPE)
    table.start(run)
    table.advance(run, Progress(2, 0.5, 3.0, {"loss": [0.5]}))
    snapshot = table.latest("ann")
    assert (snapshot.epoch, snapshot.epoch_fraction, snapshot.seconds_left) == (2, 0.5, 3.0)
    table.finish(run, RESULT)
    assert (table.get("ann", run).state, table.get("ann", run).result) == (RunState.DONE, RESULT)
    table.advance(run, Progress(1, 0.1))
    assert table.get("ann", run).epoch == 2, "what comes late changes nothing"


def test_a_waiting_run_stops_at_once_and_a_running_one_when_its_training_says_so(table):
    waiting, running = table.add("ann", RECIPE), table.add("ann", RECIPE)
    table.start(running)
    assert table.request_stop("ann", waiting) is RunState.QUEUED
    assert table.get("ann", waiting).state is RunState.STOPPED
    assert table.request_stop("ann", running) is RunState.RUNNING
    assert table.get("ann", running).state is RunState.STOPPING
    table.finish(running, dataclasses.replace(RESULT, stopped=True))
    assert table.get("ann", running).state is RunState.STOPPED
    assert table.request_stop("ann", running) is RunState.STOPPED


def test_a_visitor_may_have_three_runs_waiting(table):
    runs = [table.add("ann", RECIPE) for _ in range(3)]
    with pytest.raises(TooManyRunsError) as raised:
        table.add("ann", RECIPE)
    assert raised.value.details == {"limit": 3}
    table.add("bob", RECIPE)
    table.fail(runs[0], DigitLabError("broken"))
    table.add("ann", RECIPE)


def test_a_server_may_have_sixty_runs_waiting(table):
    for number in range(60):
        table.add(f"visitor {number}", RECIPE)
    with pytest.raises(TooManyRunsError) as raised:
        table.add("one more", RECIPE)
    assert raised.value.details == {"limit": 60}


def test_only_runs_in_the_named_states_fail_together(table):
    running, waiting = table.add("ann", RECIPE), table.add("ann", RECIPE)
    table.start(running)
    table.fail_all(DigitLabError("gone"), frozenset({RunState.RUNNING}))
    assert (table.get("ann", running).state, str(table.get("ann", running).error)) == (RunState.FAILED, "gone")
    assert table.waiting() == [(waiting, RECIPE)]


def test_a_run_that_has_not_begun_is_tried_three_times(table):
    run = table.add("ann", RECIPE)
    assert [table.try_again(run) for _ in range(3)] == [True, True, False]


def test_a_run_that_has_begun_is_not_tried_again(table):
    run = table.add("ann", RECIPE)
    table.start(run)
    assert not table.try_again(run)


@pytest.mark.parametrize(("limit", "value"), [("MAX_FINISHED", 2), ("MAX_RESULT_BYTES", 400)])
def test_the_oldest_finished_runs_are_forgotten(table, monkeypatch, limit, value):
    monkeypatch.setattr(run_table, limit, value)
    runs = [table.add("ann", RECIPE) for _ in range(3)]
    for run in runs:
        table.finish(run, RESULT)
    with pytest.raises(RunNotFoundError):
        table.get("ann", runs[0])
    assert [table.get("ann", run).state for run in runs[1:]] == [RunState.DONE] * 2


def test_the_newest_result_stays_however_large(table, monkeypatch):
    monkeypatch.setattr(run_table, "MAX_RESULT_BYTES", 10)
    run = table.add("ann", RECIPE)
    table.finish(run, RESULT)
    assert table.get("ann", run).result is RESULT
