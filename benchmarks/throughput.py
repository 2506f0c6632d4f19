"""Trainings per hour on a Dask cluster as in docs/scaling.md: one scheduler, and one or two worker processes.

Scheduler and workers are separate processes on this machine, one thread each; runs are submitted through the board, as
the pages do. The measured time is from the first run's submission to the last one's result.
"""

import contextlib
import dataclasses
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from distributed import Client

from base.settings import ROOT
from benchmarks.processes import QUIET
from benchmarks.report import Figure, Options, say
from tests.server import free_port
from training.recipe.recipes import RECIPES, Recipe
from training.runs.board import RunBoard, RunState

WORKERS = (1, 2)
RUNS, QUICK_RUNS = 24, 6
EPOCHS = 1
# On two cores, two workers share them with the scheduler, the board, and the memory bandwidth.
GOAL = 1.5
TIMEOUT_S = 600.0


def measure(options: Options) -> Iterator[Figure]:
    """Measure runs per hour with two workers; the baseline is one worker."""
    count = QUICK_RUNS if options.quick else RUNS
    alone = None
    for workers in WORKERS:
        say(f"{count} runs on {workers} worker(s) …")
        with _cluster(workers) as board:
            _train(board, _recipes(2 * workers))  # each worker imports TensorFlow and loads the data
            begun = time.perf_counter()
            _train(board, _recipes(count))
            an_hour = count / (time.perf_counter() - begun) * 3600
        note = f"dense-128, {EPOCHS} epoch; checkpoints and results included"
        at_least = None if alone is None else GOAL * alone
        yield Figure(
            "throughput", f"runs, {workers} worker(s)", an_hour, "an hour", alone, at_least=at_least, note=note
        )
        alone = an_hour


def _recipes(count: int) -> list[Recipe]:
    return [dataclasses.replace(RECIPES["dense-128"], epochs=EPOCHS, seed=seed) for seed in range(count)]


def _train(board: RunBoard, recipes: list[Recipe]) -> None:
    """Train recipes, each for a separate visitor, and wait until all have finished."""
    left = {board.submit(f"visitor {recipe.seed}", recipe) for recipe in recipes}
    until = time.monotonic() + TIMEOUT_S
    while left:
        for run in [board.view(run_id) for run_id in left]:
            if run.state in (RunState.FAILED, RunState.LOST):
                raise RuntimeError(f"A run ended as {run.state}: {run.error}")
            if run.state is RunState.DONE:
                left.remove(run.id)
        if time.monotonic() > until:
            raise RuntimeError(f"{len(left)} of {len(recipes)} runs are not done after {TIMEOUT_S:.0f} s.")
        time.sleep(0.02)


@contextlib.contextmanager
def _cluster(workers: int) -> Iterator[RunBoard]:
    """Run a board with its own scheduler and workers; its runs are in a temporary folder."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["dask", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        stack.enter_context(_settings({"DIGITLAB_SCHEDULER": address, "DIGITLAB_RUNS": folder}))
        stack.enter_context(_process(scheduler))
        for _worker in range(workers):
            stack.enter_context(_process(["training.worker", address]))
        _wait_for_workers(address, workers)
        board = RunBoard()
        stack.callback(board.close)
        yield board


def _wait_for_workers(address: str, workers: int) -> None:
    """Wait until all workers are connected: a late one would not be warmed up."""
    with Client(address, timeout=TIMEOUT_S, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=TIMEOUT_S)


@contextlib.contextmanager
def _settings(values: dict[str, str]) -> Iterator[None]:
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]


@contextlib.contextmanager
def _process(module: list[str]) -> Iterator[None]:
    """Run a Python module as a process during the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", *module], cwd=ROOT, env=os.environ | QUIET, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
