"""The process that computes maps, see `base.jobs.worker`: it writes `positions.npy`."""

from pathlib import Path
from typing import Any

import numpy as np

import image_data
from base.jobs.worker import Progress, serve
from image_data.exploration.maps import MapSample
from image_data.exploration.worker.tsne import tsne


def do(folder: Path, job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Compute the map of the data set `dataset` with `points` images."""
    sample = MapSample.of(image_data.load(job["dataset"]).x_train, job["points"])
    np.save(folder / "positions.npy", tsne(sample.components, progress))
    return {}


if __name__ == "__main__":
    serve(do)
