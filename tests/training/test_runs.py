"""Runs on a real embedded Dask cluster, shared by this file's tests; those that kill it leave it started again."""

import dataclasses
import os
import signal
import time

import psutil
import pytest

from errors import DigitLabError, RunNotFoundError, TrainerUnavailableError
from training import dask_link
from training.recipes import RECIPES
from training.runs import RunBoard, RunState

# The worker leaves the right of way to everything else: on a busy machine TensorFlow's import takes minutes.
PATIENCE_S = 150
SHORT = dataclasses.replace(RECIPES["tiny-16"], epochs=2, batch_size=1024)
LONG = dataclasses.replace(RECIPES["deep-128"], epochs=50)
ENDED = {RunState.DONE, RunState.STOPPED, RunState.FAILED}


def wait_until(is_so, timeout_s=PATIENCE_S):
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def wait_for_end(board, visitor, run):
    wait_until(lambda: board.get(visitor, run).state in ENDED)
    return board.get(visitor, run)


def wait_for_training(board, visitor, run):
    wait_until(lambda: board.get(visitor, run).epoch > 0 or board.get(visitor, run).state in ENDED)
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


def test_runs_queue_report_and_end_with_a_result(board):
    begun = time.monotonic()
    first, second = board.submit("ann", SHORT), board.submit("bob", SHORT)
    assert time.monotonic() - begun < 0.5, "submitting waits for nothing"
    assert [board.get("ann", first).position, board.get("bob", second).position] == [1, 2]
    wait_for_training(board, "ann", first)
    assert board.ready
    assert board.get("bob", second).position == 1
    done = wait_for_end(board, "ann", first)
    assert (done.state, done.epoch, done.epoch_fraction, done.error) == (RunState.DONE, 2, 1.0, None)
    assert len(done.history["val_loss"]) == 2
    assert done.result.test_accuracy > 0.5
    assert board.latest("ann").id == first
    assert wait_for_end(board, "bob", second).state is RunState.DONE


def test_another_visitors_run_is_not_found(board):
    run = board.latest("ann").id
    with pytest.raises(RunNotFoundError):
        board.get("bob", run)
    with pytest.raises(RunNotFoundError):
        board.stop("bob", run)


def test_stop_ends_a_run_within_a_second_and_a_waiting_one_at_once(board):
    running, waiting = board.submit("ann", LONG), board.submit("bob", LONG)
    wait_for_training(board, "ann", running)
    board.stop("bob", waiting)
    assert board.get("bob", waiting).state is RunState.STOPPED
    begun = time.monotonic()
    board.stop("ann", running)
    assert board.get("ann", running).state in {RunState.STOPPING, RunState.STOPPED}
    stopped = wait_for_end(board, "ann", running)
    assert time.monotonic() - begun < 5.0, "a second, and some for a busy machine"
    assert stopped.state is RunState.STOPPED
    assert stopped.result.stopped
    assert wait_for_end(board, "bob", board.submit("bob", SHORT)).state is RunState.DONE, "the next one has its turn"


def test_what_goes_wrong_in_the_worker_is_the_runs_error(board, caplog):
    broken = dataclasses.replace(SHORT)
    object.__setattr__(broken, "dataset", "nothing")
    failed = wait_for_end(board, "ann", board.submit("ann", broken))
    assert failed.state is RunState.FAILED
    assert type(failed.error) is DigitLabError
    assert "KeyError: 'nothing'" in str(failed.error)
    assert "A run failed in the worker." in caplog.text


def test_another_board_can_train_on_the_same_scheduler(board, monkeypatch):
    monkeypatch.setenv("DIGITLAB_SCHEDULER", board.cluster.address)
    other = RunBoard()
    assert wait_for_end(other, "eve", other.submit("eve", SHORT)).state is RunState.DONE
    assert other.cluster is None
    other.close()
    assert board.cluster is not None


@pytest.mark.skipif(os.name != "posix", reason="nice is POSIX's")
def test_the_worker_leaves_the_right_of_way_to_the_pages(board):
    assert worker_process(board).nice() == 15
    assert psutil.Process(board.cluster.pid).nice() == 0


def test_everything_listens_on_this_machine_alone(board):
    cluster = psutil.Process(board.cluster.pid)
    listening = [
        connection.laddr.ip
        for process in (cluster, *cluster.children(recursive=True))
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert set(listening) == {"127.0.0.1"}


def test_a_killed_worker_fails_its_run_alone(board):
    running, waiting = board.submit("ann", LONG), board.submit("bob", SHORT)
    wait_for_training(board, "ann", running)
    worker_process(board).kill()
    failed = wait_for_end(board, "ann", running)
    assert failed.state is RunState.FAILED
    assert isinstance(failed.error, TrainerUnavailableError)
    assert wait_for_end(board, "bob", waiting).state is RunState.DONE


def test_a_killed_cluster_fails_its_run_and_the_next_one_is_trained(board):
    running, waiting = board.submit("ann", LONG), board.submit("bob", SHORT)
    wait_for_training(board, "ann", running)
    pid = board.cluster.pid
    os.kill(pid, signal.SIGTERM)
    failed = wait_for_end(board, "ann", running)
    assert failed.state is RunState.FAILED
    assert "ended in the middle of this run" in str(failed.error)
    assert wait_for_end(board, "bob", waiting).state is RunState.DONE
    assert board.cluster.pid != pid


def test_a_scheduler_out_of_reach_fails_the_run(monkeypatch):
    monkeypatch.setenv("DIGITLAB_SCHEDULER", "tcp://127.0.0.1:1")
    monkeypatch.setattr(dask_link, "CONNECT_TIMEOUT_S", 1)
    lonely = RunBoard()
    failed = wait_for_end(lonely, "ann", lonely.submit("ann", SHORT))
    assert failed.state is RunState.FAILED
    assert "No Dask scheduler answers. Received: scheduler='tcp://127.0.0.1:1'" in str(failed.error)
    assert not lonely.ready
    lonely.close()
