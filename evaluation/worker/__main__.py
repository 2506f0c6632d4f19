"""The evaluation process, see `jobs.worker`: it reads the job's `model.keras` and writes `found.npz`."""

from pathlib import Path
from typing import Any

import numpy as np

import datasets
from evaluation.worker.exciting import exciting
from evaluation.worker.network import Network
from evaluation.worker.predictions import predictions
from evaluation.worker.unscaled import unscaled
from jobs.worker import Progress, serve

# Each takes the network, its data set, and what tells the progress; returns arrays by name.
MEASUREMENTS = {"predictions": predictions, "unscaled": unscaled, "exciting": exciting}


def do(folder: Path, job: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The measurement that `kind` names."""
    network = Network((folder / "model.keras").read_bytes(), job["temperature"])
    found = MEASUREMENTS[job["kind"]](network, datasets.load(job["dataset"]), progress)
    np.savez(folder / "found.npz", allow_pickle=False, **found)
    return {}


if __name__ == "__main__":
    serve(do)
