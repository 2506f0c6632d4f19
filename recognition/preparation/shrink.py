"""Scale pictures down."""

import cv2
import numpy as np
from numpy.typing import NDArray


def shrink(pixels: NDArray[np.uint8], side: float) -> NDArray[np.uint8]:
    """Scale a picture down, by area averaging, so that no side is longer than `side`; a small one is unchanged.

    Args:
        pixels: uint8 (height, width) or (height, width, 3), not empty.
        side: the longest side, in pixels.
    """
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1.0:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
