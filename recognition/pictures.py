"""Opening what visitors send: bytes of any origin to a picture of bounded size, or a clear refusal."""

import io
import math
import warnings

import pillow_heif
from PIL import Image, ImageOps

from errors import NotAPictureError, PictureTooLargeError
from settings import MAX_PICTURE_BYTES

MAX_PIXELS = 50_000_000
# Detail beyond this makes no digit clearer, and costs memory: a phone's 12 megapixels would be 48 MB a copy.
WORKING_SIDE = 1024
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "HEIF", "GIF")

# Modes whose pixels cannot be averaged, and what to make of them first.
_REDUCIBLE = {"1": "L", "P": "RGBA", "PA": "RGBA", "I;16": "I"}

pillow_heif.register_heif_opener()


def open_picture(content: bytes) -> Image.Image:
    """Open a picture: upright, its first frame, no side longer than 1,024 pixels.

    Args:
        content: the bytes of a PNG, JPEG, WebP, BMP, GIF or HEIC file.

    Raises:
        NotAPictureError: empty, not a picture, of another format, or cut off.
        PictureTooLargeError: over 20 MiB or 50 megapixels.
    """
    if len(content) > MAX_PICTURE_BYTES:
        raise too_many_bytes(len(content))
    try:
        with warnings.catch_warnings():
            # Pillow warns of sizes that `_open` refuses; a damaged EXIF block is no reason to refuse a picture.
            warnings.simplefilter("ignore")
            return _open(content)
    except PictureTooLargeError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, RuntimeError, IndexError, TypeError) as error:
        # Pillow's decoders raise all of these for bytes that are damaged in one way or another.
        raise NotAPictureError(
            f"This is no picture that can be opened. Received: {len(content)} bytes. "
            f"Send a PNG, JPEG, WebP, BMP, GIF or HEIC file."
        ) from error


def too_many_bytes(size: int | None = None) -> PictureTooLargeError:
    """The refusal of a file of that many bytes; None where they were not counted to the end."""
    limit = MAX_PICTURE_BYTES // 2**20
    mebibytes = f"over {limit}" if size is None else round(size / 2**20, 1)
    return PictureTooLargeError(
        f"A picture may have up to {limit} MiB. Received: {mebibytes} MiB. Send a smaller one.",
        size=mebibytes,
        limit=limit,
        unit="MiB",
    )


def _open(content: bytes) -> Image.Image:
    file = Image.open(io.BytesIO(content), formats=FORMATS)
    if file.width * file.height > MAX_PIXELS:
        raise _too_many_pixels(file.width * file.height)
    file.draft(None, (WORKING_SIDE, WORKING_SIDE))
    file.load()
    reduced = _reduced(file)
    try:
        return ImageOps.exif_transpose(reduced)
    except Exception:  # noqa: BLE001 - EXIF is anybody's bytes; damaged ones are no reason to refuse the picture
        return reduced


def _reduced(file: Image.Image) -> Image.Image:
    """The picture with no side longer than `WORKING_SIDE`, by a whole factor."""
    factor = math.ceil(max(file.size) / WORKING_SIDE)
    if factor == 1:
        return file
    reduced = (file.convert(_REDUCIBLE[file.mode]) if file.mode in _REDUCIBLE else file).reduce(factor)
    if "exif" in file.info:
        reduced.info["exif"] = file.info["exif"]
    return reduced


def _too_many_pixels(pixels: int | None = None) -> PictureTooLargeError:
    limit = MAX_PIXELS // 1_000_000
    size = round(pixels / 1e6) if pixels else f"over {limit}"
    return PictureTooLargeError(
        f"A picture may have up to {limit} megapixels. Received: {size} megapixels. Send a smaller one.",
        size=size,
        limit=limit,
        unit="megapixels",
    )
