"""The job queue: one job at a time, first come first served; callers poll for state and progress."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from base.errors import DigitLabError, JobError, TooManyJobsError
from base.jobs.job_process import JobProcess

MAX_PER_VISITOR = 5
# Of a class that all at once wants something; each takes seconds.
MAX_WAITING = 40
MAX_REMEMBERED = 500

_log = logging.getLogger(__name__)

# Hands a job, with its folder, to the process that does it, and returns what came of it: see `JobProcess.run`.
Run = Callable[[Path, Mapping[str, Any]], dict[str, Any]]
Work = Callable[[Run], Any]
# What kind of job it is, and what distinguishes it from others of its kind.
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
        visitor: who asked for it first.
        state: at this moment.
        progress: the share that is done, 0.0 to 1.0, of jobs that report it.
        result: what it made, once done.
        error: why it failed, once it has.
    """

    visitor: str
    state: JobState
    progress: float = 0.0
    result: Any = None
    error: DigitLabError | None = None

    @property
    def is_active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (JobState.WAITING, JobState.RUNNING)


class Jobs:
    """The queue, and its worker thread. All methods return at once and may be called from any thread.

    Args:
        process: what does the jobs.
    """

    def __init__(self, process: JobProcess) -> None:
        self._process = process
        self._jobs: dict[Key, Job] = {}
        self._waiting: queue.SimpleQueue[tuple[Key, Work] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, key: Key, visitor: str, work: Work) -> Job:
        """Queue a job, unless one of this key waits or runs already: that one is shared.

        Raises:
            TooManyJobsError: the visitor, or everybody together, has enough waiting.
        """
        with self._lock:
            known = self._jobs.get(key)
            if known is not None and known.is_active:
                return known
            self._check_limits(visitor)
            self._jobs.pop(key, None)  # a new one goes to the end, so that the oldest are forgotten first
            job = self._jobs[key] = Job(visitor, JobState.WAITING)
            self._forget_oldest()
            self._waiting.put((key, work))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work_off, name="jobs", daemon=True)
                self._thread.start()
            return job

    def find(self, key: Key) -> Job | None:
        """The job of this key; None where nobody asked for it, or it was forgotten since."""
        with self._lock:
            return self._jobs.get(key)

    def count(self, kind: str) -> int:
        """How many jobs of a kind wait or run."""
        with self._lock:
            return sum(job.is_active for key, job in self._jobs.items() if key[0] == kind)

    def forget(self, key: Key) -> None:
        """Forget a job that has ended."""
        with self._lock:
            if key in self._jobs and not self._jobs[key].is_active:
                del self._jobs[key]

    def close(self) -> None:
        """End the job under way and take no more."""
        self._waiting.put(None)
        self._process.stop()

    def _check_limits(self, visitor: str) -> None:
        active = [job for job in self._jobs.values() if job.is_active]
        own = sum(job.visitor == visitor for job in active)
        for count, limit in ((own, MAX_PER_VISITOR), (len(active), MAX_WAITING)):
            if count >= limit:
                raise TooManyJobsError(
                    f"Enough jobs are waiting. Received: {count} of {limit}. Try again in a minute.", limit=limit
                )

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
            except Exception as error:  # noqa: BLE001  # the next visitor's job must not wait for this bug
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
