"""How large a picture may be, and the refusal of a larger one. Light: the web process looks here too."""

import math

from base.errors import PictureTooLargeError
from base.settings import MAX_PICTURE_BYTES

MAX_PIXELS = 50_000_000


def too_many_bytes(size: int | None = None) -> PictureTooLargeError:
    """The refusal of a file of that many bytes; None where they were not counted to the end."""
    limit = MAX_PICTURE_BYTES // 2**20
    return _too_large(f"over {limit}" if size is None else math.ceil(size / 2**20 * 10) / 10, limit, "MiB")


def too_many_pixels(pixels: int | None = None) -> PictureTooLargeError:
    """The refusal of a picture of that many pixels; None where the file does not say."""
    limit = MAX_PIXELS // 1_000_000
    return _too_large(round(pixels / 1e6) if pixels else f"over {limit}", limit, "megapixels")


def _too_large(size: float | str, limit: int, unit: str) -> PictureTooLargeError:
    return PictureTooLargeError(
        f"A picture may have up to {limit} {unit}. Received: {size} {unit}. Send a smaller one.",
        size=size,
        limit=limit,
        unit=unit,
    )
