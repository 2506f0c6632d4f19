"""Size limits of pictures, and the errors for larger ones. Imports little: the web process uses it too."""

import math

from base.errors import PictureTooLargeError
from base.settings import MAX_PICTURE_BYTES

MAX_PIXELS = 50_000_000


def too_many_bytes(size: int | None = None) -> PictureTooLargeError:
    """Return the error for a file of `size` bytes; None if the size is unknown."""
    limit = MAX_PICTURE_BYTES // 2**20
    return _too_large(f"over {limit}" if size is None else math.ceil(size / 2**20 * 10) / 10, limit, "MiB")


def too_many_pixels(pixels: int | None = None) -> PictureTooLargeError:
    """Return the error for a picture of so many pixels; None if the number is unknown."""
    limit = MAX_PIXELS // 1_000_000
    return _too_large(round(pixels / 1e6) if pixels else f"over {limit}", limit, "megapixels")


def _too_large(size: float | str, limit: int, unit: str) -> PictureTooLargeError:
    return PictureTooLargeError(
        f"A picture may have up to {limit} {unit}. Received: {size} {unit}. Send a smaller one.",
        size=size,
        limit=limit,
        unit=unit,
    )
