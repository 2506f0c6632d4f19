"""Images drawn at random: the same for everybody who draws with the same seed."""

import numpy as np
from numpy.typing import NDArray


def sample(labels: NDArray[np.uint8], label: int, count: int, seed: int) -> NDArray[np.intp]:
    """Where some images of a class stand, none twice; all of them where there are not so many.

    Args:
        labels: uint8 (n,), of all images.
        label: the class, 0 to 9.
        count: how many are wanted.
        seed: not negative.

    Returns:
        intp (at most count,), in random order.
    """
    places = np.flatnonzero(labels == label)
    return np.random.default_rng((seed, label)).permutation(places)[:count]
