"""The process that makes maps, see `jobs.worker`: it writes `places.npy`."""

from pathlib import Path
from typing import Any

import numpy as np

import datasets
from exploration.maps import MapSample
from exploration.worker.tsne import tsne
from jobs.worker import Progress, serve


def do(folder: Path, job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The map of the data set that `dataset` names, with so many images as `points` says."""
    sample = MapSample.of(datasets.load(job["dataset"]).x_train, job["points"])
    np.save(folder / "places.npy", tsne(sample.components, progress))
    return {}


if __name__ == "__main__":
    serve(do)
