"""The bookkeeping of runs: limits, turns, what is written down, and what a restart makes of it."""

import dataclasses
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from base.errors import (
    DigitLabError,
    QueueFullError,
    RunFilesError,
    RunNotFoundError,
    TooLongRunError,
    TooManyRunsError,
)
from training.estimates import Source, Timing, estimate_seconds
from training.recipe.recipes import RECIPES, Convolution
from training.results import Ending, NetworkFiles, Progress, TrainingResult
from training.runs import table as run_table
from training.runs.files import RunFiles
from training.runs.states import RunState
from training.runs.table import RunTable

RECIPE = RECIPES["dense-128"]
FILES = NetworkFiles(keras=b"k" * 100, h5=b"h" * 100)
HISTORY = {"loss": [0.5, 0.4]}
RESULT = TrainingResult(
    recipe=RECIPE,
    summary="",
    history=HISTORY,
    test_loss=0.1,
    test_accuracy=0.97,
    train_seconds=2.0,
    parameters=101_770,
    ending=Ending.COMPLETE,
    kept_epoch=2,
    versions={},
    sha256="",
)
STOPPED = dataclasses.replace(RESULT, ending=Ending.STOPPED)
GONE = DigitLabError("gone")


@pytest.fixture
def files(tmp_path):
    return RunFiles(tmp_path / "runs")


@pytest.fixture
def table(files):
    return RunTable(files)


def queue(table, visitor, count=1):
    """So many runs of a visitor's, one after another."""
    return [table.add(visitor, [RECIPE])[0] for _ in range(count)]


def train(table, run, epochs=2):
    """Hand a run in, and let it finish some epochs."""
    table.next_to_hand_in(slots=1)
    table.start(run)
    stand = Progress(epochs, 1.0, 3.0, {"loss": [0.5] * epochs})
    table.save_checkpoint(run, stand, b"checkpoint")
    table.advance(run, stand)


def handed_in(table, slots=1):
    return [run for run, _recipe, _pictures in table.next_to_hand_in(slots)]


# --- Whose turn it is


def test_visitors_take_turns_and_each_ones_runs_come_in_their_order(table):
    ann, bob, cid = queue(table, "ann", 3), queue(table, "bob", 2), queue(table, "cid")
    order = []
    for _ in range(6):
        (run,) = handed_in(table)
        order.append(run)
        table.start(run)
        assert handed_in(table) == [], "there is one worker"
        table.finish(run, RESULT, FILES)
    assert order == [ann[0], bob[0], cid[0], ann[1], bob[1], ann[2]]


def test_who_has_a_run_under_way_lets_others_go_first(table):
    ann = queue(table, "ann", 3)
    assert handed_in(table) == [ann[0]]
    table.start(ann[0])
    (bob,) = queue(table, "bob")
    assert [table.get("bob", bob).position, table.get("ann", ann[1]).position] == [1, 2]
    assert handed_in(table, slots=2) == [bob]


def test_a_sweep_keeps_nobody_waiting(table):
    table.add("ann", [RECIPE] * 8)
    (bob,) = queue(table, "bob")
    assert table.get("bob", bob).position == 2


def test_positions_and_waits_follow_from_what_is_under_way(table):
    first, second, third = (table.add(visitor, [RECIPE])[0] for visitor in ("ann", "bob", "cid"))
    assert [table.view(run).position for run in (first, second, third)] == [1, 2, 3]
    train(table, first)  # 3 seconds left
    seconds = estimate_seconds(RECIPE)
    waiting = [table.get("bob", second), table.get("cid", third)]
    assert [(run.position, run.wait_s) for run in waiting] == [(1, 3.0), (2, pytest.approx(3.0 + seconds))]
    assert (table.view(first).position, table.view(first).wait_s) == (0, None)
    assert handed_in(table, slots=2) == [second]
    assert table.get("cid", third).wait_s == pytest.approx(seconds), "the second ends before the first"


def test_an_interrupted_run_goes_on_before_others_begin(table):
    (ann,) = queue(table, "ann")
    train(table, ann)
    queue(table, "bob")
    table.interrupt(ann, GONE)
    assert (table.view(ann).state, table.view(ann).epoch) == (RunState.QUEUED, 2)
    assert handed_in(table) == [ann]


# --- Who may ask, and how much


def test_a_run_is_only_its_visitors_and_everybody_may_look(table):
    (run,) = queue(table, "ann")
    for forbidden in (table.get, table.request_stop, table.resume):
        with pytest.raises(RunNotFoundError, match="There is no such run") as raised:
            forbidden("bob", run)
        assert raised.value.details == {"run": run}
    assert table.view(run).id == run
    assert table.runs_of("bob") == []
    with pytest.raises(RunNotFoundError):
        table.view("../run")


def test_a_visitor_may_have_three_runs_waiting_a_sweep_counts_as_one(table):
    sweep = table.add("ann", [RECIPE] * 8)
    assert len({table.view(run).sweep for run in sweep}) == 1
    assert table.view(sweep[0]).sweep
    runs = queue(table, "ann", 2)
    with pytest.raises(TooManyRunsError) as raised:
        queue(table, "ann")
    assert raised.value.details == {"limit": 3}
    queue(table, "bob")
    table.fail(runs[0], GONE)  # one that waits may fail
    queue(table, "ann")


def test_a_server_may_have_sixty_runs_waiting(table):
    for number in range(60):
        queue(table, f"visitor {number}")
    with pytest.raises(QueueFullError) as raised:
        queue(table, "one more")
    assert raised.value.details == {"limit": 60}


def test_who_asks_twelve_times_at_once_gets_three_runs_each_with_a_turn_of_its_own(table, files):
    begin = threading.Barrier(12)

    def ask(_number):
        begin.wait()
        try:
            return table.add("ann", [RECIPE])[0]
        except TooManyRunsError:
            return None

    with ThreadPoolExecutor(12) as pool:
        answers = [run for run in pool.map(ask, range(12)) if run]
    assert len(set(answers)) == len(answers) == 3
    assert {run.id for run in table.runs_of("ann")} == set(answers)
    assert sorted(record["added"] for record in files.records()) == [1, 2, 3]


def test_a_run_of_over_an_hour_is_refused(table):
    blocks = (Convolution(16, 3, "none"), Convolution(64, 5))
    slow = dataclasses.replace(RECIPE, batch_normalization=True, augmentation=True, validation="test", batch_size=8)
    huge = dataclasses.replace(slow, convolutions=blocks, epochs=50)
    with pytest.raises(TooLongRunError) as raised:
        table.add("ann", [huge])
    assert raised.value.details["seconds"] > raised.value.details["limit"] == 3600
    assert table.runs_of("ann") == []


def test_a_run_that_cannot_be_written_down_is_refused(tmp_path):
    (tmp_path / "runs").write_text("no folder")
    table = RunTable(RunFiles(tmp_path / "runs"))
    with pytest.raises(RunFilesError):
        queue(table, "ann")
    assert table.runs_of("ann") == []


# --- A run's life


def test_progress_and_result_are_seen_in_the_snapshot(table, files):
    pictures = np.full((2, 28, 28), 7, np.uint8)
    (run,) = table.add("ann", [RECIPE], pictures)
    train(table, run)
    table.advance(run, Progress(3, 0.5, 3.0, HISTORY, [[[0.1] * 10] * 2] * 2))
    snapshot = table.get("ann", run)
    assert (snapshot.epoch, snapshot.epoch_fraction, snapshot.seconds_left) == (3, 0.5, 3.0)
    assert np.shape(snapshot.pinned) == (2, 2, 10)
    table.finish(run, RESULT, FILES)
    assert (table.get("ann", run).state, table.get("ann", run).result) == (RunState.DONE, RESULT)
    assert [files.model(run, kind) for kind in ("keras", "h5", "../run")] == [FILES.keras, FILES.h5, None]
    assert files.checkpoint(run) is None, "of no use any more"
    table.advance(run, Progress(1, 0.1))
    assert table.get("ann", run).epoch == 2, "what comes late changes nothing"


def test_a_waiting_run_stops_at_once_and_a_running_one_when_its_training_says_so(table):
    running, waiting = queue(table, "ann", 2)
    train(table, running)
    assert table.request_stop("ann", waiting) is RunState.QUEUED
    assert table.get("ann", waiting).state is RunState.STOPPED
    assert table.request_stop("ann", running) is RunState.RUNNING
    assert table.get("ann", running).state is RunState.STOPPING
    table.finish(running, STOPPED, FILES)
    assert table.get("ann", running).state is RunState.STOPPED
    assert table.request_stop("ann", running) is RunState.STOPPED


def test_a_stopped_run_goes_on_from_its_checkpoint(table, files):
    (run,) = queue(table, "ann")
    train(table, run)
    table.request_stop("ann", run)
    table.finish(run, STOPPED, FILES)
    assert table.get("ann", run).can_resume
    table.resume("ann", run)
    again = table.get("ann", run)
    assert (again.state, again.epoch, again.result, again.can_resume) == (RunState.QUEUED, 2, None, False)
    assert files.checkpoint(run) == b"checkpoint"
    assert files.model(run, "keras") is None, "that was of the time before"


def test_a_finished_run_does_not_go_on(table):
    (run,) = queue(table, "ann")
    train(table, run)
    table.finish(run, RESULT, FILES)
    table.resume("ann", run)
    assert table.get("ann", run).state is RunState.DONE


def test_going_on_counts_as_a_run(table):
    (run,) = queue(table, "ann")
    table.request_stop("ann", run)
    queue(table, "ann", 3)
    with pytest.raises(TooManyRunsError):
        table.resume("ann", run)
    assert table.get("ann", run).state is RunState.STOPPED


def test_a_run_without_progress_is_lost_after_three_workers(table):
    (run,) = queue(table, "ann")
    for state in (RunState.QUEUED, RunState.QUEUED, RunState.LOST):
        handed_in(table)
        table.start(run)
        table.interrupt(run, GONE)
        assert table.view(run).state is state
    assert (table.view(run).error, table.view(run).can_resume) == (GONE, True)


def test_an_epoch_between_two_deaths_is_progress(table):
    (run,) = queue(table, "ann")
    for epoch in range(1, 6):
        train(table, run, epoch)
        table.interrupt(run, GONE)
        assert (table.view(run).state, table.view(run).epoch) == (RunState.QUEUED, epoch)


def test_a_run_that_shall_stop_does_not_go_on_by_itself(table):
    (run,) = queue(table, "ann")
    train(table, run)
    table.request_stop("ann", run)
    table.interrupt(run, GONE)
    assert table.view(run).state is RunState.LOST


def test_without_a_trainer_those_who_wait_are_told_and_those_it_had_wait(table):
    running, waiting = queue(table, "ann", 2)
    train(table, running)
    table.interrupt_all(GONE)
    assert [table.view(run).state for run in (running, waiting)] == [RunState.QUEUED] * 2
    table.lose_waiting(GONE)
    assert [(table.view(run).state, table.view(run).error) for run in (running, waiting)] == [(RunState.LOST, GONE)] * 2


# --- What outlasts the server


def test_after_a_restart_runs_are_as_they_were_and_active_ones_interrupted(table, files):
    done, running, waiting = queue(table, "ann", 3)
    train(table, done)
    table.finish(done, RESULT, FILES)
    train(table, running, epochs=3)
    again = RunTable(files)
    snapshots = again.runs_of("ann")
    assert [run.id for run in snapshots] == [waiting, running, done]
    assert [run.state for run in snapshots] == [RunState.LOST, RunState.LOST, RunState.DONE]
    assert [(run.epoch, run.can_resume) for run in snapshots] == [(0, True), (3, True), (2, False)]
    assert (snapshots[2].result, snapshots[1].history) == (RESULT, {"loss": [0.5] * 3})
    again.resume("ann", running)
    assert handed_in(again) == [running]


def test_failures_and_pictures_outlast_a_restart(table, files):
    pictures = np.full((1, 28, 28), 9, np.uint8)
    (run,) = table.add("ann", [RECIPE], pictures)
    table.fail(run, TooManyRunsError("too many", limit=3))
    again = RunTable(files).view(run)
    assert isinstance(again.error, TooManyRunsError)
    assert again.error.details == {"limit": 3}
    assert again.pictures is not None
    assert np.array_equal(again.pictures, pictures)


def test_a_server_killed_between_result_and_record_finds_the_result(table, files):
    (run,) = queue(table, "ann")
    train(table, run)
    files.save_result(run, RESULT, FILES)
    assert RunTable(files).view(run).state is RunState.DONE


def test_what_cannot_be_read_is_left_alone(table, files, tmp_path, caplog):
    (run,) = queue(table, "ann")
    broken = tmp_path / "runs" / "broken" / "run.json"
    broken.parent.mkdir()
    broken.write_text("{")
    assert [known.id for known in RunTable(files).runs_of("ann")] == [run]
    assert "cannot be read" in caplog.text
    assert broken.exists()


@pytest.mark.parametrize(("file", "content"), [("run.json", '{"id": "mine"}'), ("result.json", '{"recipe": {}}')])
def test_what_another_version_wrote_is_left_alone_and_keeps_no_other_run_away(table, files, tmp_path, file, content):
    mine, other = queue(table, "ann", 2)
    changed = tmp_path / "runs" / mine / file
    changed.write_text(content)
    assert [known.id for known in RunTable(files).runs_of("ann")] == [other]
    assert changed.read_text() == content


@pytest.mark.parametrize(("limit", "value"), [("MAX_FINISHED", 2), ("MAX_BYTES", 4000)])
def test_the_oldest_ended_runs_are_forgotten_interrupted_ones_last(table, monkeypatch, tmp_path, limit, value):
    monkeypatch.setattr(run_table, limit, value)
    (lost,) = queue(table, "ann")
    table.lose(lost, GONE)
    runs = []
    for _ in range(2):
        runs += queue(table, "ann")
        train(table, runs[-1])
        table.finish(runs[-1], dataclasses.replace(RESULT, summary="s" * 500), FILES)
    assert {run.id for run in table.runs_of("ann")} == {lost, runs[1]}
    assert {folder.name for folder in (tmp_path / "runs").iterdir()} == {lost, runs[1]}


def test_the_newest_result_stays_however_large(table, monkeypatch):
    monkeypatch.setattr(run_table, "MAX_BYTES", 10)
    (run,) = queue(table, "ann")
    train(table, run)
    table.finish(run, RESULT, FILES)
    assert table.get("ann", run).result is RESULT


# --- How long a training takes here


def finish(table, recipe, seconds):
    run = table.add("visitor", [recipe])[0]
    train(table, run)
    table.finish(run, dataclasses.replace(RESULT, recipe=recipe, train_seconds=seconds), FILES)


def test_before_the_first_run_a_time_is_calculated(table):
    assert table.timing(RECIPE) == Timing(estimate_seconds(RECIPE), Source.CALCULATED)


def test_a_recipe_that_was_trained_here_takes_as_long_as_its_last_run(table):
    finish(table, RECIPE, 16.0)
    finish(table, RECIPE, 12.0)
    other_seed = dataclasses.replace(RECIPE, name="mine", seed=7)
    assert table.timing(other_seed) == Timing(12.0, Source.SAME_RECIPE)


def test_another_recipe_takes_longer_by_as_much_as_the_last_runs_did(table):
    for factor in (3.0, 8.0, 4.0):
        recipe = dataclasses.replace(RECIPE, epochs=int(factor))
        finish(table, recipe, factor * estimate_seconds(recipe))
    expected = 4.0 * estimate_seconds(RECIPES["tiny-16"])
    timing = table.timing(RECIPES["tiny-16"])
    assert (timing.seconds, timing.source) == (pytest.approx(expected), Source.OTHER_RECIPES)


def test_a_run_that_was_stopped_tells_no_time(table):
    run = table.add("visitor", [RECIPE])[0]
    train(table, run)
    table.finish(run, STOPPED, FILES)
    assert table.timing(RECIPE).source is Source.CALCULATED
