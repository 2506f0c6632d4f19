"""The ways in which networks from elsewhere want their pixels."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Way:
    """A way to present pixels: `scale * x + offset` of x, 0.0 paper to 1.0 ink.

    Attributes:
        id: for the record: what the file's author did to uint8 pixels.
        scale, offset: see above.
        is_transposed: rows stand for columns.
    """

    id: str
    scale: float
    offset: float
    is_transposed: bool = False


# The usual ones first.
WAYS = (
    Way("unit", 1.0, 0.0),
    Way("bytes", 255.0, 0.0),
    Way("centred", 2.0, -1.0),
    Way("shifted", 1.0, -0.5),
    Way("standardised", 1 / 0.3081, -0.1307 / 0.3081),
    Way("unit_inverted", -1.0, 1.0),
    Way("bytes_inverted", -255.0, 255.0),
    Way("centred_inverted", -2.0, 1.0),
    Way("shifted_inverted", -1.0, 0.5),
)


def transposed(way: Way) -> Way:
    """The same way with rows for columns."""
    return replace(way, is_transposed=True)


def present(images: NDArray[np.uint8], way: Way, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Images, uint8 (n, 28, 28), as a way presents them: float32 (n, *shape)."""
    turned = images.transpose(0, 2, 1) if way.is_transposed else images
    unit = np.divide(turned, 255, dtype=np.float32).reshape(-1, *shape)
    return unit * np.float32(way.scale) + np.float32(way.offset)
