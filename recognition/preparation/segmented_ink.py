"""Over-segment a picture's ink: all of it as one digit, and in lines of pieces that may be digits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.ink import find_ink
from recognition.preparation.pieces import Line, into_lines
from recognition.preparation.prepare import Prepared, prepare_ink, size_of


@dataclass(frozen=True)
class SegmentedInk:
    """A picture's ink, before the number of digits is decided.

    Attributes:
        whole: all ink as one digit.
        lines: the same ink in pieces, without specks; empty if there is at most one piece.
    """

    whole: Prepared
    lines: tuple[Line, ...] = ()


def segment_ink(picture: Image.Image | NDArray[np.uint8]) -> SegmentedInk:
    """Find the ink of a picture, as `prepare` does, and the positions where it may be cut into digits."""
    ink = find_ink(picture)
    whole = prepare_ink(ink, size_of(picture))
    return SegmentedInk(whole, () if whole.reason else tuple(into_lines(ink)))
