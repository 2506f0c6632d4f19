"""The embedded cluster's process: what it prints, and that nothing of it is left when its parent ends."""

import subprocess
import sys
import threading

import psutil
import pytest

from base import settings
from training.runs.cluster_process import ClusterProcess

# A web process in small: it trains, says so, and waits to be killed.
PARENT = """
import dataclasses, threading
from training.recipe.recipes import RECIPES
from training.runs.board import RunBoard
board = RunBoard()
run = board.submit("ann", dataclasses.replace(RECIPES["deep-128"], epochs=50))
tick = threading.Event()
while board.get("ann", run).epoch == 0:
    tick.wait(0.05)
print("trains", flush=True)
tick.wait()
"""


def test_nothing_outlives_a_parent_killed_in_the_middle_of_training():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=settings.ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "trains\n"
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) >= 2
        process.kill()
    _gone, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


@pytest.fixture
def ended():
    return threading.Event()


@pytest.fixture
def cluster(ended):
    cluster = ClusterProcess(on_end=ended.set)
    yield cluster
    cluster.close()


def test_the_cluster_says_where_it_listens(cluster):
    assert cluster.address.startswith("tcp://127.0.0.1:")
    assert psutil.pid_exists(cluster.pid)


def test_an_end_that_nobody_asked_for_is_told(cluster, ended):
    psutil.Process(cluster.pid).kill()
    assert ended.wait(10)


def test_a_stopped_cluster_is_gone_and_says_nothing(cluster, ended):
    cluster.close()
    assert not ended.wait(0.2)
    assert not psutil.pid_exists(cluster.pid)


def test_opening_the_board_module_loads_neither_dask_nor_tensorflow():
    code = (
        "import sys, training.runs.board\n"
        "print([m for m in ('distributed', 'tensorflow', 'keras') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
