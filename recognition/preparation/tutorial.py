"""The tutorials' preparation, to compare ours with: the whole picture, grey, made 28×28, and nothing else."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from recognition.preparation.ink import as_image, frame
from recognition.preparation.prepare import PICTURE_SIDE, Prepared


def shrink_whole(picture: Image.Image | NDArray[np.uint8]) -> Prepared:
    """Bring a picture to 28×28 as tutorials do. Where it is blank is not asked; a network answers anything.

    Args:
        picture: as `prepare` takes it. Tutorials' canvases have white ink on black: other ones are inverted.

    Raises:
        TypeError, ValueError: the array is not of such a form.
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
    """A picture's greys, with the paper dark; on transparent paper, how opaque it is.

    Args:
        image: mode "L", "RGB" or "RGBA", not empty.

    Returns:
        Mode "L", of the same size.
    """
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        if np.median(frame(np.asarray(alpha))) < 128:
            return alpha  # a canvas without paper: the ink alone is opaque
    grey = image.convert("L")
    return ImageOps.invert(grey) if np.median(frame(np.asarray(grey))) > 127 else grey
