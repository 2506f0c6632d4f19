"""Start a process for each job, and kill it at its time limit. Used by the web process; no TensorFlow here."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from base.error_wire import error_from_dict
from base.errors import JobError, JobTimeoutError
from base.processes.child_process import ChildProcess

TIMEOUT_S = 180.0
# Few threads and few malloc arenas, so that a job's memory does not depend on the machine's cores.
ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "MALLOC_ARENA_MAX"), "2"),
    # Waiting threads sleep: on a busy machine, spinning turns 2 s of t-SNE into 17 s.
    "OMP_WAIT_POLICY": "passive",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
}
# The start of a progress line, see `base.jobs.worker`.
_PROGRESS = b'{"progress":'
# How much of a failed job's standard error is logged.
_LOGGED_CHARS = 2000

_log = logging.getLogger(__name__)


def _ignore_progress(_share: float) -> None:
    """The default of `on_progress`."""


class JobProcess:
    """Runs one job process at a time.

    Args:
        module: the package to run, which calls `jobs.worker.serve`, e.g. "conversion.worker".
        timeout_s: time limit of a job.
    """

    def __init__(self, module: str, timeout_s: float = TIMEOUT_S) -> None:
        self._module = module
        self._timeout_s = timeout_s
        self._child: ChildProcess | None = None
        self._stopped = False
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The running process' id; None between jobs."""
        return self._child.pid if self._child else None

    def run(
        self, folder: Path, job: Mapping[str, Any], on_progress: Callable[[float], None] = _ignore_progress
    ) -> dict[str, Any]:
        """Run a job and wait for it.

        Args:
            folder: the folder of the job's input and output files.
            job: `kind`, and the arguments of that kind.
            on_progress: called with the finished share, 0.0 to 1.0, when the job reports it.

        Returns:
            The job's result.

        Raises:
            JobTimeoutError: it took too long.
            JobError: it crashed, used too much memory, or was stopped.
            DigitLabError: the job's own error.
        """
        stderr: list[bytes] = []
        child = self._start(stderr.append)
        timed_out = threading.Event()
        try:
            request = json.dumps({**job, "folder": str(folder)}).encode() + b"\n"
            answer = self._talk(child, request, on_progress, timed_out)
        finally:
            with self._lock:
                self._child = None
            status = child.close()
        return _read(answer, status, b"".join(stderr), self._timeout_s if timed_out.is_set() else None)

    def stop(self) -> None:
        """End the running process, and start no more."""
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

    def _talk(
        self, child: ChildProcess, request: bytes, on_progress: Callable[[float], None], timed_out: threading.Event
    ) -> bytes:
        """Send the job and wait; standard input stays open, as the process ends when it closes."""

        def give_up() -> None:
            timed_out.set()
            child.kill()

        timer = threading.Timer(self._timeout_s, give_up)
        timer.start()
        try:
            child.stdin.write(request)
            for line in child.stdout:
                if not (line.startswith(_PROGRESS) and line.endswith(b"\n")):
                    return line  # possibly incomplete, if the process was killed
                on_progress(json.loads(line)["progress"])
        except BrokenPipeError:
            pass  # it ended before reading; its exit status and standard error give the reason
        finally:
            timer.cancel()
        return b""


def _read(answer: bytes, status: int, stderr: bytes, timeout_s: float | None) -> dict[str, Any]:
    """Parse a job's answer; raise its error in this process.

    Args:
        answer: the line that it wrote; incomplete or empty if it was killed or crashed.
        status: its exit status.
        stderr: what it wrote to standard error.
        timeout_s: the time limit, if that is why it was killed; else None.
    """
    try:
        message = json.loads(answer)
    except ValueError:
        _log.warning(
            "A job's process ended with status %s: %s", status, stderr.decode(errors="replace")[-_LOGGED_CHARS:]
        )
        if timeout_s is not None:
            raise JobTimeoutError(
                f"The job took longer than {timeout_s:g} s and was killed. Try again, or choose something smaller.",
                reason=f"over {timeout_s:g} s",
            ) from None
        raise JobError(
            f"The job's process ended before its answer. Received: status {status}. Try again.",
            reason=f"status {status}",
        ) from None
    if "error" in message:
        raise error_from_dict(message["error"])
    done: dict[str, Any] = message["done"]
    return done
