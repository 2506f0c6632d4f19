"""A FIFO job queue that runs one job at a time; callers poll for state and progress."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from base.errors import DigitLabError, JobError, QueueFullError, TooManyJobsError
from base.jobs.job_process import JobProcess

MAX_PER_VISITOR = 5
# Enough for a class at once; each job takes seconds.
MAX_WAITING = 40
MAX_REMEMBERED = 500

_log = logging.getLogger(__name__)

# Runs a job with its folder in a process and returns its result, see `JobProcess.run`.
Run = Callable[[Path, Mapping[str, Any]], dict[str, Any]]
Work = Callable[[Run], Any]
# The kind of a job, and its distinguishing values.
Key = tuple[str, ...]


class JobState(StrEnum):
    """The state of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Job:
    """A snapshot of a job.

    Attributes:
        visitor: the first visitor who requested it.
        state: its state.
        progress: the finished share, 0.0 to 1.0, if the job reports it.
        result: its result, once done.
        error: its error, once failed.
    """

    visitor: str
    state: JobState
    progress: float = 0.0
    result: Any = None
    error: DigitLabError | None = None

    @property
    def is_active(self) -> bool:
        """Whether it is waiting or running."""
        return self.state in (JobState.WAITING, JobState.RUNNING)


class Jobs:
    """The queue with its worker thread. All methods return immediately and are thread-safe.

    Args:
        process: runs the jobs.
    """

    def __init__(self, process: JobProcess) -> None:
        self._process = process
        self._jobs: dict[Key, Job] = {}
        self._waiting: queue.SimpleQueue[tuple[Key, Work] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, key: Key, visitor: str, work: Work) -> Job:
        """Queue a job; an active job with the same key is shared.

        Raises:
            TooManyJobsError, QueueFullError: the visitor's or the server's queue is full.
        """
        with self._lock:
            known = self._jobs.get(key)
            if known is not None and known.is_active:
                return known
            self._check_limits(visitor)
            self._jobs.pop(key, None)  # a new job goes to the end, as the oldest are dropped first
            job = self._jobs[key] = Job(visitor, JobState.WAITING)
            self._forget_oldest()
            self._waiting.put((key, work))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work_off, name="jobs", daemon=True)
                self._thread.start()
            return job

    def find(self, key: Key) -> Job | None:
        """Return the job with a key; None if it was never requested, or was dropped."""
        with self._lock:
            return self._jobs.get(key)

    def count(self, kind: str) -> int:
        """Return the number of active jobs of a kind."""
        with self._lock:
            return sum(job.is_active for key, job in self._jobs.items() if key[0] == kind)

    def forget(self, key: Key) -> None:
        """Drop a finished job."""
        with self._lock:
            if key in self._jobs and not self._jobs[key].is_active:
                del self._jobs[key]

    def close(self) -> None:
        """End the running job and accept no more."""
        self._waiting.put(None)
        self._process.stop()

    def _check_limits(self, visitor: str) -> None:
        active = [job for job in self._jobs.values() if job.is_active]
        own = sum(job.visitor == visitor for job in active)
        if own >= MAX_PER_VISITOR:
            raise TooManyJobsError(
                f"You have {own} jobs waiting; at most {MAX_PER_VISITOR} are allowed. Wait until one is done.",
                limit=MAX_PER_VISITOR,
            )
        if len(active) >= MAX_WAITING:
            raise QueueFullError(f"{MAX_WAITING} jobs are waiting. Try again in a minute.", limit=MAX_WAITING)

    def _forget_oldest(self) -> None:
        ended = [key for key, job in self._jobs.items() if not job.is_active]
        for key in ended[: max(0, len(self._jobs) - MAX_REMEMBERED)]:
            del self._jobs[key]

    def _work_off(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            key, work = waiting
            self._note(key, state=JobState.RUNNING)
            try:
                self._note(key, state=JobState.DONE, result=work(self._runner(key)))
            except DigitLabError as error:
                self._note(key, state=JobState.FAILED, error=error)
            except Exception as error:  # noqa: BLE001  # a bug in one job must not block the next
                _log.exception("A job failed.")
                failure = JobError(f"The job failed. Received: {error!r}. Try again.", reason=repr(error))
                self._note(key, state=JobState.FAILED, error=failure)

    def _runner(self, key: Key) -> Run:
        def run(folder: Path, job: Mapping[str, Any]) -> dict[str, Any]:
            return self._process.run(folder, job, lambda share: self._note(key, progress=share))

        return run

    def _note(self, key: Key, **changes: Any) -> None:
        with self._lock:
            self._jobs[key] = replace(self._jobs[key], **changes)
