"""Starts a process for each job, and kills it when it takes too long. Used by the web process; no TensorFlow here."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from base.error_wire import error_from_dict
from base.errors import JobError
from base.processes.child_process import ChildProcess

TIMEOUT_S = 180.0
# Few threads, and few heaps of malloc's: what a job needs does not depend on the machine's cores.
ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "MALLOC_ARENA_MAX"), "2"),
    # Threads that wait for each other sleep: where others compute, too, turning in circles makes 2 s of t-SNE 17 s.
    "OMP_WAIT_POLICY": "passive",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
}
# How a line begins that reports progress, see `base.jobs.worker`.
_PROGRESS = b'{"progress":'
# Of a job's standard error, this much goes to the log, and only where it failed.
_LOGGED_CHARS = 2000

_log = logging.getLogger(__name__)


def _ignore_progress(_share: float) -> None:
    """The default of `on_progress`."""


class JobProcess:
    """One process at a time, as its caller asks for them; `stop` ends the one under way.

    Args:
        module: the package that is run, one that calls `jobs.worker.serve`, e.g. "conversion.worker".
        timeout_s: after which a job is killed.
    """

    def __init__(self, module: str, timeout_s: float = TIMEOUT_S) -> None:
        self._module = module
        self._timeout_s = timeout_s
        self._child: ChildProcess | None = None
        self._stopped = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The number of the process under way; None between jobs."""
        return self._child.pid if self._child else None

    def run(
        self, folder: Path, job: Mapping[str, Any], on_progress: Callable[[float], None] = _ignore_progress
    ) -> dict[str, Any]:
        """Run a job, and wait for it.

        Args:
            folder: holds the job's files, and gets its results.
            job: `kind`, and what that kind of job needs.
            on_progress: called with the share that is done, 0.0 to 1.0, as the job reports it.

        Returns:
            What the job reports of its results.

        Raises:
            JobError: it took too long, used too much memory, crashed, or was stopped.
            DigitLabError: what the job itself refuses.
        """
        said: list[bytes] = []
        child = self._start(said.append)
        try:
            question = json.dumps({**job, "folder": str(folder)}).encode() + b"\n"
            answer = self._talk(child, question, on_progress)
        finally:
            with self._lock:
                self._child = None
            status = child.close()
        return _read(answer, status, b"".join(said))

    def stop(self) -> None:
        """End the process under way, and start no more."""
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _start(self, on_error_line: Callable[[bytes], None]) -> ChildProcess:
        with self._lock:
            if self._stopped:
                raise JobError("The server is ending. Try again when it is back.", reason="stopped")
            self._child = ChildProcess(self._module, ENVIRONMENT, on_error_line)
            return self._child

    def _talk(self, child: ChildProcess, question: bytes, on_progress: Callable[[float], None]) -> bytes:
        """Hand in the job, and wait; standard input stays open, because the process ends when it is closed."""
        timer = threading.Timer(self._timeout_s, child.kill)
        timer.start()
        try:
            child.stdin.write(question)
            for line in child.stdout:
                if not (line.startswith(_PROGRESS) and line.endswith(b"\n")):
                    return line  # or what there is of it, where the process was killed
                on_progress(json.loads(line)["progress"])
        except BrokenPipeError:
            pass  # it ended before it listened; its exit status and standard error say why
        finally:
            timer.cancel()
        return b""


def _read(answer: bytes, status: int, stderr: bytes) -> dict[str, Any]:
    """What a job answered; its error is raised here as if the job had been done in this process."""
    try:
        message = json.loads(answer)
    except ValueError:
        _log.warning(
            "A job's process ended with status %s: %s", status, stderr.decode(errors="replace")[-_LOGGED_CHARS:]
        )
        raise JobError(
            f"The job took too long or too much memory, and was ended. Received: status {status}. Try again.",
            reason=f"status {status}",
        ) from None
    if "error" in message:
        raise error_from_dict(message["error"])
    done: dict[str, Any] = message["done"]
    return done
