"""Read a picture's file as tutorials do: with OpenCV's greyscale conversion and `resize`. Imports OpenCV."""

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.ink import as_image
from recognition.preparation.prepare import PICTURE_SIDE, Prepared


def resize_file(content: bytes, picture: Image.Image) -> Prepared:
    """Resize a file's picture to 28×28: `cv2.imread(file, IMREAD_GRAYSCALE)`, `cv2.resize(image, (28, 28))`.

    The interpolation is bilinear: each of the 28×28 pixels depends on only four pixels of a large photograph. Dark ink
    stays dark: a network trained on white ink on black takes the paper for ink.

    Args:
        content: the file's bytes; its picture's size was checked before.
        picture: the opened picture, used if OpenCV cannot read the file.
    """
    read = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE)
    grey: NDArray[np.uint8] = np.asarray(as_image(picture).convert("L") if read is None else read, np.uint8)
    digit = np.asarray(cv2.resize(grey, (PICTURE_SIDE, PICTURE_SIDE)), np.uint8)
    height, width = grey.shape
    return Prepared(
        digit, (("grey", grey), ("shrunk", digit)), None, (width, height), (0, 0, width, height), may_be_refused=False
    )
