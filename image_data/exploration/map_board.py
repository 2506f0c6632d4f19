"""The web process's board of t-SNE maps: made once for everybody, by a process of its own."""

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs, Run
from image_data.exploration import WORKER
from image_data.exploration.maps import POINTS

# It takes some 6 s; a machine that a whole class uses is slower.
TIMEOUT_S = 300.0


class MapBoard:
    """The maps that were made or are being made, for all visitors. All methods return at once.

    Args:
        jobs: the queue; None for one of its own.
        points: how many images a map shows.
    """

    def __init__(self, jobs: Jobs | None = None, points: int = POINTS) -> None:
        self._jobs = jobs or Jobs(JobProcess(WORKER, TIMEOUT_S))
        self._points = points

    def job(self, dataset: str) -> Job | None:
        """The job that makes a data set's map; None where nobody asked for it. Its result is as of `make_map`."""
        return self._jobs.find((dataset,))

    def request(self, visitor: str, dataset: str) -> Job:
        """Have a data set's map made, unless it is under way or there already. What failed is tried again.

        Raises:
            TooManyJobsError: the server has enough waiting.
        """
        known = self.job(dataset)
        if known is not None and known.result is not None:
            return known
        return self._jobs.submit((dataset,), visitor, lambda run: make_map(dataset, self._points, run))

    def forget(self, dataset: str) -> None:
        """Forget what became of a data set's map, so that it can be asked for anew."""
        self._jobs.forget((dataset,))

    def close(self) -> None:
        """End what is under way."""
        self._jobs.close()


def make_map(dataset: str, points: int, run: Run) -> NDArray[np.float32]:
    """Where t-SNE places the images of `maps.MapSample.of`. Takes seconds.

    Args:
        dataset: a name in `image_data.BUNDLED`.
        points: how many images.
        run: hands the job to a process.

    Returns:
        float32 (points, 2), read-only.

    Raises:
        JobError: the process was ended or crashed.
        DatasetError: the data set cannot be loaded.
    """
    with tempfile.TemporaryDirectory(prefix="digitlab-map-") as name:
        run(Path(name), {"dataset": dataset, "points": points})
        places: NDArray[np.float32] = np.load(Path(name) / "places.npy", allow_pickle=False)
    places.flags.writeable = False
    return places
