"""The web process' board of t-SNE maps, computed once for all visitors in a separate process."""

import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs, Run
from image_data.exploration import WORKER
from image_data.exploration.maps import POINTS

# It takes about 6 s, more on a machine that a whole class uses.
TIMEOUT_S = 300.0


class MapBoard:
    """The maps of all visitors, finished or in progress. All methods return immediately.

    Args:
        jobs: the queue; None to create one.
        points: number of images on a map.
    """

    def __init__(self, jobs: Jobs | None = None, points: int = POINTS) -> None:
        self._jobs = jobs or Jobs(JobProcess(WORKER, TIMEOUT_S))
        self._points = points

    def job(self, dataset: str) -> Job | None:
        """Return the job of a data set's map, with the result of `make_map`; None if it was not requested."""
        return self._jobs.find((dataset,))

    def request(self, visitor: str, dataset: str) -> Job:
        """Request a data set's map, unless it is finished or in progress. A failed one is retried.

        Raises:
            QueueFullError: the server's queue is full.
        """
        known = self.job(dataset)
        if known is not None and known.result is not None:
            return known
        return self._jobs.submit((dataset,), visitor, lambda run: make_map(dataset, self._points, run))

    def forget(self, dataset: str) -> None:
        """Forget the job of a data set's map, so that it can be requested again."""
        self._jobs.forget((dataset,))

    def close(self) -> None:
        """End the running job."""
        self._jobs.close()


def make_map(dataset: str, points: int, run: Run) -> NDArray[np.float32]:
    """Compute the t-SNE map of the images of `maps.MapSample.of`. Takes seconds.

    Args:
        dataset: a name in `image_data.BUNDLED`.
        points: number of images.
        run: runs the job in its process.

    Returns:
        float32 (points, 2), read-only.

    Raises:
        JobError: the process was ended or crashed.
        DatasetError: the data set cannot be loaded.
    """
    with tempfile.TemporaryDirectory(prefix="digitlab-map-") as name:
        run(Path(name), {"dataset": dataset, "points": points})
        positions: NDArray[np.float32] = np.load(Path(name) / "positions.npy", allow_pickle=False)
    positions.flags.writeable = False
    return positions
