"""The process that makes maps, see `base.jobs.worker`: it writes `places.npy`."""

from pathlib import Path
from typing import Any

import numpy as np

import image_data
from base.jobs.worker import Progress, serve
from image_data.exploration.maps import MapSample
from image_data.exploration.worker.tsne import tsne


def do(folder: Path, job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The map of the data set that `dataset` names, with so many images as `points` says."""
    sample = MapSample.of(image_data.load(job["dataset"]).x_train, job["points"])
    np.save(folder / "places.npy", tsne(sample.components, progress))
    return {}


if __name__ == "__main__":
    serve(do)
