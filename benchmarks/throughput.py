"""Trainings an hour on a Dask cluster as docs/scaling.md has it: one scheduler, and one worker process or two.

Scheduler and workers are processes of their own on this machine, one thread each; runs go to them as they do from the
pages, through the board. What is measured is the time from the first run's order to the last one's result.
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
# Two workers on two cores share them with the scheduler, the board, and the memory's bandwidth.
GOAL = 1.5
TIMEOUT_S = 600.0


def measure(options: Options) -> Iterator[Figure]:
    """Runs an hour with one worker, and with two against it."""
    count = QUICK_RUNS if options.quick else RUNS
    alone = None
    for workers in WORKERS:
        say(f"{count} runs on {workers} worker(s) …")
        with _cluster(workers) as board:
            _train(board, _recipes(2 * workers))  # each worker imports TensorFlow, and loads the data
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
    """Have recipes trained, each for a visitor of its own, and wait for the last one's end."""
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
    """A board on a scheduler and workers of its own; the board's runs are kept in a folder that goes with it."""
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
    """Until each is there: one that came late would not be warm when the measuring begins."""
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
    """A module of Python's as a process, for as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", *module], cwd=ROOT, env=os.environ | QUIET, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()
