"""The web process's board of measurements: finished ones with their results, others with their progress."""

from collections.abc import Callable

from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs
from evaluation import WORKER
from evaluation.drawings import Pictures, drawings_key, read_drawings
from evaluation.measurement_cache import Arrays, find_arrays
from evaluation.measuring import measure
from model_store import ModelCard

# A measurement of the largest network takes this long on a slow machine, and is ended after it.
TIMEOUT_S = 600.0


class EvaluationBoard:
    """Everything that was measured or is being measured, for all visitors. All methods return at once.

    Args:
        jobs: the queue; None for one of its own.
    """

    def __init__(self, jobs: Jobs | None = None) -> None:
        self._jobs = jobs or Jobs(JobProcess(WORKER, TIMEOUT_S))

    def find(self, card: ModelCard, kind: str) -> Arrays | None:
        """What a measurement found, once it is done.

        Args:
            card: of the model.
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
        """The last job of this measurement; None where this process knows of none."""
        return self._jobs.find(_key(card, kind))

    def request(self, visitor: str, card: ModelCard, kind: str) -> Job:
        """Have something measured, unless it is under way already. What failed is tried again.

        Raises:
            TooManyJobsError: the visitor, or the server, has enough waiting.
        """
        return self._jobs.submit(_key(card, kind), visitor, lambda run: measure(card, kind, run))

    def drawings_job(self, card: ModelCard, drawings: list[int]) -> Job | None:
        """The last job that had a model read these drawings, by id: its result is what `read_drawings` returns."""
        return self._jobs.find(drawings_key(card, drawings))

    def request_drawings(
        self, visitor: str, card: ModelCard, drawings: list[int], find_pictures: Callable[[], Pictures]
    ) -> Job:
        """Have a model read drawings, see `read_drawings`, unless it does so already.

        Raises:
            TooManyJobsError: as `request`.
        """
        key = drawings_key(card, drawings)
        return self._jobs.submit(key, visitor, lambda run: read_drawings(card, find_pictures, run))

    def close(self) -> None:
        """End what is under way."""
        self._jobs.close()


def _key(card: ModelCard, kind: str) -> tuple[str, ...]:
    return kind, card.id, card.sha256
