"""The tutorials' preparation, for comparison: resize the whole picture, in grey, to 28×28."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from recognition.preparation.ink import as_image, frame
from recognition.preparation.prepare import PICTURE_SIDE, Prepared


def shrink_whole(picture: Image.Image | NDArray[np.uint8]) -> Prepared:
    """Resize a picture to 28×28 as tutorials do. Blank pictures are not rejected.

    Args:
        picture: as for `prepare`; dark ink on light paper is inverted to white on black, as on tutorials' canvases.

    Raises:
        TypeError, ValueError: the array has another dtype or shape.
    """
    image = as_image(picture)
    size = image.size
    if min(size) == 0:
        image = Image.new("L", (1, 1))
    grey = white_on_black(image)
    digit = np.asarray(grey.resize((PICTURE_SIDE, PICTURE_SIDE)))
    steps = (("grey", np.asarray(grey)), ("shrunk", digit))
    return Prepared(digit, steps, None, size, (0, 0, *size), may_be_refused=False)


def white_on_black(image: Image.Image) -> Image.Image:
    """Convert a picture to greys with dark paper; on transparent paper, return its opacity.

    Args:
        image: mode "L", "RGB" or "RGBA", not empty.

    Returns:
        Mode "L", of the same size.
    """
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        if np.median(frame(np.asarray(alpha))) < 128:
            return alpha  # a transparent canvas: only the ink is opaque
    grey = image.convert("L")
    return ImageOps.invert(grey) if np.median(frame(np.asarray(grey))) > 127 else grey
