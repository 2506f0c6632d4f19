"""A scheduler and two workers of one's own, each a process, as on several machines; the program only connects."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from base import settings
from tests.server import free_port
from tests.training.test_runs import STEADY, wait_for_end, wait_until
from training.recipe.recipes import RECIPES
from training.runs.board import RunBoard, RunState

LONG = dataclasses.replace(RECIPES["deep-128"], epochs=50, batch_size=8)  # longer than both workers take to start


@pytest.fixture(scope="module")
def address() -> str:
    return f"tcp://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module", autouse=True)
def workers(address: str) -> Iterator[list[psutil.Process]]:
    """`dask scheduler` with its defaults, and two of `python -m training.worker`."""
    port = address.rpartition(":")[2]
    options = ["--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show"]
    commands = [["distributed.cli.dask_scheduler", *options], *[["training.worker", address]] * 2]
    started = [psutil.Popen([sys.executable, "-m", *command], cwd=settings.ROOT) for command in commands]
    yield started[1:]
    family = [child for process in started for child in (*process.children(recursive=True), process)]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)
    for process in started:
        process.wait(10)


@pytest.fixture
def board(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunBoard]:
    monkeypatch.setenv("DIGITLAB_SCHEDULER", address)
    board = RunBoard()
    yield board
    board.close()


def training(worker: psutil.Process) -> psutil.Process:
    """The process below a worker's nanny that trains."""
    return next(child for child in worker.children() if any("spawn_main" in word for word in child.cmdline()))


def test_two_workers_train_two_runs_at_once_and_a_third_waits(board: RunBoard) -> None:
    runs = {visitor: board.submit(visitor, LONG) for visitor in ("ann", "bob")}
    wait_until(lambda: all(board.get(*run).epoch >= 1 for run in runs.items()))
    third = board.submit("cid", STEADY)
    assert [board.get(*run).state for run in runs.items()] == [RunState.RUNNING] * 2
    assert (board.get("cid", third).state, board.get("cid", third).position) == (RunState.QUEUED, 1)
    assert board.cluster is None, "none of our own is started"
    for run in runs.items():
        board.stop(*run)
    assert wait_for_end(board, "cid", third).state is RunState.DONE


def test_a_killed_workers_run_goes_on_at_another_from_its_last_epoch(
    board: RunBoard, workers: list[psutil.Process]
) -> None:
    """A scheduler with Dask's defaults begins a lost task again by itself: from where it was handed in."""
    run = board.submit("ann", STEADY)
    wait_until(lambda: board.get("ann", run).epoch >= 4)
    kept = board.get("ann", run).history["loss"]
    busiest = max(map(training, workers), key=lambda process: process.cpu_percent(0.1))
    busiest.kill()
    wait_until(lambda: board.get("ann", run).state in {RunState.QUEUED, RunState.DONE})
    assert board.get("ann", run).history["loss"][: len(kept)] == kept
    done = wait_for_end(board, "ann", run)
    assert (done.state, len(done.history["loss"])) == (RunState.DONE, STEADY.epochs)
    assert done.history["loss"][: len(kept)] == kept


@pytest.mark.skipif(os.name != "posix", reason="nice is POSIX's")
def test_workers_leave_the_right_of_way_to_others(workers: list[psutil.Process]) -> None:
    assert [training(worker).nice() for worker in workers] == [min(psutil.Process().nice() + 15, 19)] * 2


def test_a_worker_says_how_it_is_called() -> None:
    command = [sys.executable, "-m", "training.worker", "--help"]
    done = subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, check=True)
    assert "tcp://10.0.0.5:8786" in done.stdout
