"""The web process's board of measurements: what was measured of which model, and how far the others are."""

import atexit
import functools
import io
import tempfile
from pathlib import Path

import numpy as np

from evaluation import WORKER
from evaluation.kept import Arrays, find_arrays, keep_arrays
from jobs.process import JobProcess
from jobs.queue import Job, Jobs, Run
from model_store import ModelCard, read_model

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

    def close(self) -> None:
        """End what is under way."""
        self._jobs.close()


def measure(card: ModelCard, kind: str, run: Run) -> Arrays:
    """What a measurement found; measured and kept first where that was not done yet. Takes seconds.

    Raises:
        JobError: the process was ended or crashed.
        ModelError: the model's file is damaged or gone, or the store cannot be written to.
    """
    kept = find_arrays(card, kind)
    if kept is not None:
        return kept
    with tempfile.TemporaryDirectory(prefix="digitlab-evaluation-") as name:
        folder = Path(name)
        (folder / "model.keras").write_bytes(read_model(card.id))
        run(folder, {"kind": kind, "dataset": card.dataset, "temperature": card.temperature})
        with np.load(io.BytesIO((folder / "found.npz").read_bytes()), allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
    keep_arrays(card, kind, arrays)
    return arrays


def _key(card: ModelCard, kind: str) -> tuple[str, ...]:
    return kind, card.id, card.sha256


@functools.cache
def board() -> EvaluationBoard:
    """The one board of this web process."""
    the_board = EvaluationBoard()
    atexit.register(the_board.close)
    return the_board
