"""Runs on a real embedded Dask cluster, shared by this file's tests; those that kill it leave it started again."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest

from base import settings
from base.errors import DigitLabError, ModelNotFoundError, RecipeError, RunNotFoundError, TrainerUnavailableError
from training.own_drawings import OwnDrawings
from training.recipe.recipes import RECIPES
from training.runs import dask_link
from training.runs.board import RunBoard, RunState

# The worker leaves the right of way to everything else: on a busy machine TensorFlow's import takes minutes.
PATIENCE_S = 150
SHORT = dataclasses.replace(RECIPES["tiny-16"], epochs=2, batch_size=1024)
LONG = dataclasses.replace(RECIPES["deep-128"], epochs=50)
# Many epochs of some tenths of a second.
STEADY = dataclasses.replace(RECIPES["tiny-16"], epochs=12, batch_size=128, train_share=0.5, validation="split")
ENDED = {RunState.DONE, RunState.STOPPED, RunState.FAILED, RunState.LOST}


def wait_until(is_so, timeout_s=PATIENCE_S):
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def wait_for_end(board, visitor, run):
    wait_until(lambda: board.get(visitor, run).state in ENDED)
    return board.get(visitor, run)


def wait_for_training(board, visitor, run, epoch=1):
    wait_until(lambda: board.get(visitor, run).epoch >= epoch or board.get(visitor, run).state in ENDED)
    assert board.get(visitor, run).state is RunState.RUNNING


def worker_process(board):
    """The process that trains, below the cluster's."""
    children = psutil.Process(board.cluster.pid).children(recursive=True)
    return next(child for child in children if any("spawn_main" in word for word in child.cmdline()))


@pytest.fixture(scope="module")
def board():
    board = RunBoard()
    yield board
    board.close()
    assert board.cluster is None


@pytest.fixture(scope="module")
def unbroken(board):
    """What `STEADY` ends with where nothing happens to it."""
    done = wait_for_end(board, "control", board.submit("control", STEADY))
    assert done.state is RunState.DONE
    return done


def test_runs_queue_report_and_end_with_a_result(board):
    pictures = np.zeros((2, 28, 28), np.uint8)
    begun = time.monotonic()
    first, second = board.submit("ann", SHORT, pictures), board.submit("bob", SHORT)
    assert time.monotonic() - begun < 0.5, "submitting waits for nothing"
    assert [board.get("ann", first).position, board.get("bob", second).position] == [1, 2]
    wait_for_training(board, "ann", first)
    assert board.ready
    assert board.get("bob", second).position == 1
    done = wait_for_end(board, "ann", first)
    assert (done.state, done.epoch, done.epoch_fraction, done.error) == (RunState.DONE, 2, 1.0, None)
    assert len(done.history["val_loss"]) == 2
    assert done.result.test_accuracy > 0.5
    assert np.shape(done.pinned) == (2, 2, 10), "two epochs, two pictures"
    assert board.latest("ann").id == first
    assert board.read_file(first, "keras").startswith(b"PK")
    assert board.read_file(first, "h5").startswith(b"\x89HDF")
    assert wait_for_end(board, "bob", second).state is RunState.DONE


def test_a_run_without_a_result_has_no_file(board):
    waiting = board.submit("ann", LONG)
    with pytest.raises(RunNotFoundError):
        board.read_file(waiting, "keras")
    board.stop("ann", waiting)
    wait_for_end(board, "ann", waiting)


def test_another_visitors_run_can_be_seen_and_not_touched(board):
    run = board.latest("ann").id
    for forbidden in (board.get, board.stop, board.pause, board.resume):
        with pytest.raises(RunNotFoundError):
            forbidden("bob", run)
    assert board.view(run).id == run


def test_stop_ends_a_run_within_a_second_and_a_waiting_one_at_once(board):
    running = board.submit("ann", LONG)
    wait_for_training(board, "ann", running)
    waiting = board.submit("bob", LONG)
    board.stop("bob", waiting)
    assert board.get("bob", waiting).state is RunState.STOPPED
    begun = time.monotonic()
    board.stop("ann", running)
    assert board.get("ann", running).state in {RunState.STOPPING, RunState.STOPPED}
    stopped = wait_for_end(board, "ann", running)
    assert time.monotonic() - begun < 5.0, "a second, and some for a busy machine"
    assert stopped.state is RunState.STOPPED
    assert board.read_file(running, "keras").startswith(b"PK"), "what was learnt so far can be saved"
    assert wait_for_end(board, "bob", board.submit("bob", SHORT)).state is RunState.DONE, "the next one has its turn"


def test_what_goes_wrong_in_the_worker_is_the_runs_error(board, caplog):
    broken = dataclasses.replace(SHORT)
    object.__setattr__(broken, "dataset", "nothing")
    failed = wait_for_end(board, "ann", board.submit("ann", broken))
    assert failed.state is RunState.FAILED
    assert type(failed.error) is DigitLabError
    assert "KeyError: 'nothing'" in str(failed.error)
    assert "A run failed in the worker." in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="nice is POSIX's")
def test_the_worker_leaves_the_right_of_way_to_the_pages(board):
    own = psutil.Process().nice()
    assert worker_process(board).nice() == min(own + 15, 19)
    assert psutil.Process(board.cluster.pid).nice() == own


def test_everything_listens_on_this_machine_alone(board):
    cluster = psutil.Process(board.cluster.pid)
    listening = [
        connection.laddr.ip
        for process in (cluster, *cluster.children(recursive=True))
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}


def test_a_stopped_run_goes_on_and_ends_as_if_it_had_never_been_stopped(board, unbroken):
    run = board.submit("ann", STEADY)
    wait_for_training(board, "ann", run, epoch=4)
    board.stop("ann", run)
    stopped = wait_for_end(board, "ann", run)
    assert (stopped.state, stopped.can_resume) == (RunState.STOPPED, True)
    assert 3 <= len(stopped.history["loss"]) < STEADY.epochs
    board.resume("ann", run)
    assert board.get("ann", run).history == stopped.history, "the curve stays while it waits"
    done = wait_for_end(board, "ann", run)
    assert (done.state, done.history) == (RunState.DONE, unbroken.history)
    assert done.result.test_loss == unbroken.result.test_loss


def test_a_worker_killed_in_an_epoch_costs_that_epoch_alone(board, unbroken):
    running = board.submit("ann", STEADY)
    wait_for_training(board, "ann", running, epoch=4)
    waiting = board.submit("bob", SHORT)
    worker_process(board).kill()
    wait_until(lambda: board.get("ann", running).state is RunState.QUEUED)
    kept = board.get("ann", running).history
    assert len(kept["loss"]) >= 2
    wait_until(lambda: board.get("ann", running).state is RunState.RUNNING)
    assert board.get("ann", running).history["loss"][: len(kept["loss"])] == kept["loss"]
    done = wait_for_end(board, "ann", running)
    assert (done.state, done.epoch, done.history) == (RunState.DONE, STEADY.epochs, unbroken.history)
    assert done.result.test_loss == unbroken.result.test_loss
    assert wait_for_end(board, "bob", waiting).state is RunState.DONE


def test_a_killed_cluster_is_started_again_and_its_run_goes_on(board, unbroken):
    running = board.submit("ann", STEADY)
    wait_for_training(board, "ann", running, epoch=4)
    waiting = board.submit("bob", SHORT)
    pid = board.cluster.pid
    os.kill(pid, signal.SIGKILL)
    done = wait_for_end(board, "ann", running)
    assert (done.state, done.history) == (RunState.DONE, unbroken.history)
    assert wait_for_end(board, "bob", waiting).state is RunState.DONE
    assert board.cluster.pid != pid


# A web process in small: it trains what it is told, says when the fourth epoch is under way, and waits to be killed.
SERVER = """
import json, sys, threading
from training.recipe.recipes import Recipe
from training.runs.board import RunBoard
board = RunBoard()
run = board.submit("ann", Recipe.from_dict(json.loads(sys.argv[1])))
tick = threading.Event()
while board.get("ann", run).epoch < 4:
    tick.wait(0.01)
print(run, flush=True)
tick.wait()
"""


def test_the_run_of_a_killed_server_is_interrupted_and_goes_on_after_its_restart(
    board, unbroken, monkeypatch, tmp_path
):
    monkeypatch.setenv("DIGITLAB_SCHEDULER", board.cluster.address)
    monkeypatch.setenv("DIGITLAB_RUNS", str(tmp_path / "server"))
    command = [sys.executable, "-c", SERVER, json.dumps(STEADY.to_dict())]
    with subprocess.Popen(command, cwd=settings.ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        run = server.stdout.readline().strip()
        server.kill()
    after = RunBoard()
    lost = after.get("ann", run)
    assert (lost.state, lost.can_resume) == (RunState.LOST, True)
    assert 3 <= len(lost.history["loss"]) < STEADY.epochs
    assert lost.epoch == len(lost.history["loss"])
    after.resume("ann", run)
    done = wait_for_end(after, "ann", run)
    assert (done.state, done.history) == (RunState.DONE, unbroken.history)
    after.close()
    assert board.cluster is not None, "it is not theirs to end"


def test_a_scheduler_out_of_reach_is_told_and_the_run_can_go_on_later(monkeypatch):
    monkeypatch.setenv("DIGITLAB_SCHEDULER", "tcp://127.0.0.1:1")
    monkeypatch.setattr(dask_link, "CONNECT_TIMEOUT_S", 1)
    lonely = RunBoard()
    lost = wait_for_end(lonely, "ann", lonely.submit("ann", SHORT))
    assert (lost.state, lost.can_resume) == (RunState.LOST, True)
    assert isinstance(lost.error, TrainerUnavailableError)
    assert "No Dask scheduler answers. Received: scheduler='tcp://127.0.0.1:1'" in str(lost.error)
    assert not lonely.ready
    lonely.close()


def test_a_paused_run_makes_room_for_others_and_ends_as_if_it_had_never_been_paused(board, unbroken):
    run = board.submit("ann", STEADY)
    wait_for_training(board, "ann", run, epoch=4)
    board.pause("ann", run)
    wait_until(lambda: board.get("ann", run).state is not RunState.RUNNING)
    paused = board.get("ann", run)
    assert (paused.state, paused.can_resume, paused.result) == (RunState.PAUSED, True, None)
    assert 3 <= len(paused.history["loss"]) < STEADY.epochs
    assert wait_for_end(board, "bob", board.submit("bob", SHORT)).state is RunState.DONE
    board.resume("ann", run)
    done = wait_for_end(board, "ann", run)
    assert (done.state, done.history) == (RunState.DONE, unbroken.history)


def test_a_learning_rate_is_changed_on_the_way_and_again_gives_the_same_curve(board):
    run = board.submit("ann", STEADY)
    wait_for_training(board, "ann", run, epoch=3)
    with pytest.raises(RecipeError, match="Learning rate must be above 0"):
        board.change_learning_rate("ann", run, 2.0)
    board.change_learning_rate("ann", run, 0.0001)
    assert board.get("ann", run).asked_rate == 0.0001
    done = wait_for_end(board, "ann", run)
    rates = done.history["learning_rate"]
    assert rates[0] == STEADY.learning_rate
    assert rates[-1] == 0.0001
    assert done.result.recipe.rate_changes == ((rates.index(0.0001) + 1, 0.0001),)
    again = wait_for_end(board, "ann", board.submit("ann", done.result.recipe, compared_to=run))
    assert (again.history, again.compared_to) == (done.history, run)


def test_a_run_goes_on_from_a_model_and_learns_own_drawings(board):
    pictures = np.random.default_rng(1).integers(0, 255, (9, 28, 28), np.uint8)
    drawings = OwnDrawings.split(pictures, np.arange(9, dtype=np.uint8))
    recipe = dataclasses.replace(SHORT, start="dense-512", own_drawings=3, train_share=0.05)
    done = wait_for_end(board, "ann", board.submit("ann", recipe, drawings=drawings))
    assert done.state is RunState.DONE
    assert (done.recipe.hidden, done.result.drawn_count) == ((512,), len(drawings.y_test))
    assert len(done.history["own_accuracy"]) == 2
    with pytest.raises(ModelNotFoundError):
        board.submit("ann", dataclasses.replace(recipe, start="nothing"), drawings=drawings)


def test_deleted_drawings_leave_the_runs_and_stop_those_under_way(board):
    pictures = np.zeros((3, 28, 28), np.uint8)
    drawings = OwnDrawings.split(pictures, np.arange(3, dtype=np.uint8))
    run = board.submit("ann", dataclasses.replace(LONG, own_drawings=2), drawings=drawings)
    wait_for_training(board, "ann", run)
    others = board.submit("bob", dataclasses.replace(LONG, own_drawings=2), drawings=drawings)
    board.forget_drawings("ann")
    assert wait_for_end(board, "ann", run).state is RunState.STOPPED
    assert board.get("bob", others).state is not RunState.STOPPED
    board.stop("bob", others)
    wait_for_end(board, "bob", others)
