"""How a network reads what visitors drew."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from base.jobs.worker import Progress
from evaluation.worker.network import Network
from recognition.preparation import prepare

# Preparing takes most of the time.
_PREPARED = 0.9


def read_drawings(network: Network, pictures: Sequence[bytes], progress: Progress) -> dict[str, NDArray[np.generic]]:
    """What a network says of each drawing, brought into the form of its data set as on the Draw page.

    Returns:
        `predictions`: int64 (n,), 0 to 9; -1 where there was nothing to read, as in a blank picture.
        `confidence`: float32 (n,), the probability of each.
    """
    prepared = []
    for place, picture in enumerate(pictures, start=1):
        prepared.append(prepare(Image.open(io.BytesIO(picture))))
        progress(_PREPARED * place / len(pictures))
    probabilities = network.read(np.stack([each.digit for each in prepared]))
    is_read = np.array([each.reason is None for each in prepared])
    return {
        "predictions": np.where(is_read, probabilities.argmax(axis=1), -1),
        "confidence": np.where(is_read, probabilities.max(axis=1), np.float32(0)),
    }
