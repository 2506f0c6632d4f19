"""A picture before it is decided how many digits are on it: its ink as one digit, and in lines of pieces."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.ink import find_ink
from recognition.preparation.pieces import Line, into_lines
from recognition.preparation.prepare import Prepared, prepare_ink, size_of


@dataclass(frozen=True)
class Sketch:
    """What is on a picture.

    Attributes:
        whole: all of its ink, as one digit.
        lines: the same ink in pieces, without specks; empty where it is one piece, or none.
    """

    whole: Prepared
    lines: tuple[Line, ...] = ()


def sketch(picture: Image.Image | NDArray[np.uint8]) -> Sketch:
    """Find the ink of a picture, as `prepare` does, and the places where it may be cut into digits."""
    ink = find_ink(picture)
    whole = prepare_ink(ink, size_of(picture))
    return Sketch(whole, () if whole.reason else tuple(into_lines(ink)))
