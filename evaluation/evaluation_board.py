"""The web process' board of measurements: results of finished ones, progress of others."""

from collections.abc import Callable

from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs
from evaluation import WORKER
from evaluation.drawings import Pictures, drawings_key, read_drawings
from evaluation.measurement_cache import Arrays, find_arrays
from evaluation.measuring import measure
from model_store import ModelCard

# Time limit: the largest network on a slow machine.
TIMEOUT_S = 600.0


class EvaluationBoard:
    """All measurements of all visitors. All methods return immediately.

    Args:
        jobs: the queue; None to create one.
    """

    def __init__(self, jobs: Jobs | None = None) -> None:
        self._jobs = jobs or Jobs(JobProcess(WORKER, TIMEOUT_S))

    def find(self, card: ModelCard, kind: str) -> Arrays | None:
        """Return a measurement's results; None until it is done.

        Args:
            card: the model's card.
            kind: a key of `evaluation.worker.__main__.MEASUREMENTS`.

        Raises:
            StoreUnavailableError: the store does not answer.
        """
        job = self.job(card, kind)
        if job is not None and job.result is not None:
            found: Arrays = job.result
            return found
        return find_arrays(card, kind)

    def job(self, card: ModelCard, kind: str) -> Job | None:
        """Return the last job of this measurement; None if this process has none."""
        return self._jobs.find(_key(card, kind))

    def request(self, visitor: str, card: ModelCard, kind: str) -> Job:
        """Request a measurement, unless it is waiting or running already. A failed one is retried.

        Raises:
            TooManyJobsError, QueueFullError: the visitor's or the server's queue is full.
        """
        return self._jobs.submit(_key(card, kind), visitor, lambda run: measure(card, kind, run))

    def drawings_job(self, card: ModelCard, drawings: list[int]) -> Job | None:
        """Return the last job for these drawings' ids, whose result is that of `read_drawings`."""
        return self._jobs.find(drawings_key(card, drawings))

    def request_drawings(
        self, visitor: str, card: ModelCard, drawings: list[int], find_pictures: Callable[[], Pictures]
    ) -> Job:
        """Request to read drawings, see `read_drawings`, unless it is waiting or running already.

        Raises:
            TooManyJobsError: as for `request`.
        """
        key = drawings_key(card, drawings)
        return self._jobs.submit(key, visitor, lambda run: read_drawings(card, find_pictures, run))

    def close(self) -> None:
        """End the running job."""
        self._jobs.close()


def _key(card: ModelCard, kind: str) -> tuple[str, ...]:
    return kind, card.id, card.sha256
