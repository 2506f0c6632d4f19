"""A picture's file as a tutorial reads it: OpenCV's greys, OpenCV's `resize`. OpenCV comes with this."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.ink import as_image
from recognition.preparation.prepare import PICTURE_SIDE, Prepared


def resize_file(content: bytes, picture: Image.Image) -> Prepared:
    """Bring a file's picture to 28×28: `cv2.imread(file, IMREAD_GRAYSCALE)`, `cv2.resize(image, (28, 28))`.

    Bilinear, so of a large photograph four pixels count for each of the 28×28, and the others not at all. Dark ink
    stays dark: a network that learnt white ink on black takes the paper for ink.

    Args:
        content: the file's bytes, of a picture whose size was found to be bounded.
        picture: the same, opened: for what OpenCV cannot read.
    """
    read = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    grey: NDArray[np.uint8] = np.asarray(as_image(picture).convert("L") if read is None else read, np.uint8)
    digit = np.asarray(cv2.resize(grey, (PICTURE_SIDE, PICTURE_SIDE)), np.uint8)
    height, width = grey.shape
    return Prepared(
        digit, (("grey", grey), ("shrunk", digit)), None, (width, height), (0, 0, width, height), may_be_refused=False
    )
