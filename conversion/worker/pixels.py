"""The pixel formats that foreign networks may expect."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class PixelFormat:
    """A pixel format: `scale * x + offset` for x from 0.0 paper to 1.0 ink.

    Attributes:
        id: name of the scaling that the file's author applied to uint8 pixels, as it is recorded.
        scale, offset: see above.
        is_transposed: rows and columns are exchanged.
    """

    id: str
    scale: float
    offset: float
    is_transposed: bool = False


# The most common ones first.
PIXEL_FORMATS = (
    PixelFormat("unit", 1.0, 0.0),
    PixelFormat("bytes", 255.0, 0.0),
    PixelFormat("centred", 2.0, -1.0),
    PixelFormat("shifted", 1.0, -0.5),
    PixelFormat("standardised", 1 / 0.3081, -0.1307 / 0.3081),
    PixelFormat("unit_inverted", -1.0, 1.0),
    PixelFormat("bytes_inverted", -255.0, 255.0),
    PixelFormat("centred_inverted", -2.0, 1.0),
    PixelFormat("shifted_inverted", -1.0, 0.5),
)


def transposed(pixel_format: PixelFormat) -> PixelFormat:
    """Return the same format with rows and columns exchanged."""
    return replace(pixel_format, is_transposed=True)


def present(images: NDArray[np.uint8], pixel_format: PixelFormat, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Convert images, uint8 (n, 28, 28), to a pixel format: float32 (n, *shape)."""
    turned = images.transpose(0, 2, 1) if pixel_format.is_transposed else images
    unit = np.divide(turned, 255, dtype=np.float32).reshape(-1, *shape)
    return unit * np.float32(pixel_format.scale) + np.float32(pixel_format.offset)
