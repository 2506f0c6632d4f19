"""Random samples of images, reproducible by their seed."""

import numpy as np
from numpy.typing import NDArray


def sample(labels: NDArray[np.uint8], label: int, count: int, seed: int) -> NDArray[np.intp]:
    """Return the indices of random images of a class, without repetition; all of them if there are fewer than `count`.

    Args:
        labels: uint8 (n,), all images' labels.
        label: the class, 0 to 9.
        count: number of images.
        seed: not negative.

    Returns:
        intp (at most count,), in random order.
    """
    places = np.flatnonzero(labels == label)
    return np.random.default_rng((seed, label)).permutation(places)[:count]
