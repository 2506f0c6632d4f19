"""Child processes to measure: Digit Lab, its recognizer alone, the tutorial's app, and work with TensorFlow."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from base.settings import ROOT
from model_store.store import SHIPPED
from tests.server import Server

TUTORIAL_MODEL = SHIPPED / "dense-128" / "model.keras"
START_TIMEOUT_S = 120.0
# Like in the recognizer's process.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1")
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3"}


@contextlib.contextmanager
def digit_lab() -> Iterator[Server]:
    """Run Digit Lab with its own store, ready to recognize."""
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
        yield server


@contextlib.contextmanager
def tutorial_app() -> Iterator[Server]:
    """Run `naive_app.py` like a tutorial's reader: in its own folder, with Streamlit's defaults."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(TUTORIAL_MODEL, Path(folder) / "mnist_model.keras")
        with _TutorialServer(Path(folder)) as server:
            yield server


@contextlib.contextmanager
def recognizer() -> Iterator[str]:
    """Run the recognizer's process alone, and yield its URL."""
    command = [sys.executable, "-m", "recognition.worker"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield str(json.loads(process.stdout.readline())["address"])
        process.stdin.close()


def with_tensorflow(name: str, **arguments: Any) -> Any:
    """Return the result of a function of `tensorflow_side.py`, run in a new process with one thread.

    Raises:
        RuntimeError: the process failed; the message ends with its last output.
    """
    return run_json(["benchmarks.tensorflow_side", name, json.dumps(arguments)], ONE_THREAD)


def run_json(module: list[str], environment: dict[str, str]) -> Any:
    """Run a module of the project, and return the JSON of its last line of output.

    Args:
        module: its dotted name and its arguments.
        environment: additional environment variables.

    Raises:
        RuntimeError: the process failed; the message ends with its last output.
    """
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | QUIET | environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"python -m {' '.join(module)} ended with status {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


class _TutorialServer(Server):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder

    def start(self) -> None:
        app = str(Path(__file__).with_name("naive_app.py"))
        options = ["--server.address=127.0.0.1", f"--server.port={self.port}", "--server.headless=true"]
        with self.log.open("ab") as output:
            self._process = psutil.Popen(
                [sys.executable, "-m", "streamlit", "run", app, *options],
                cwd=self._folder,
                env=os.environ | QUIET,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self, timeout_s: float = START_TIMEOUT_S) -> None:
        until = time.monotonic() + timeout_s
        while not self._get("/_stcore/health").startswith("200"):
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"The tutorial's app did not start:\n{self.output()}")
            time.sleep(0.1)
