"""Open pictures that visitors send: bytes of unknown origin become a picture of bounded size, or an error."""

import io
import math
import warnings

import pillow_heif
from PIL import Image, ImageOps

from base.errors import NotAPictureError, PictureTooCostlyError, PictureTooLargeError
from base.settings import MAX_PICTURE_BYTES
from recognition.cost import check_scans, too_costly
from recognition.limits import MAX_PIXELS, too_many_bytes, too_many_pixels

# Enough for small digits on a large sheet; a phone's full 12 megapixels would take 48 MB a copy.
WORKING_SIDE = 2048
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "HEIF", "GIF")

# Modes whose pixels cannot be averaged, and the mode to convert them to first.
_REDUCIBLE = {"1": "L", "P": "RGBA", "PA": "RGBA", "I;16": "I"}

pillow_heif.register_heif_opener()


def open_picture(content: bytes) -> Image.Image:
    """Open a picture: upright, its first frame, no side longer than 2,048 pixels.

    Args:
        content: the bytes of a PNG, JPEG, WebP, BMP, GIF or HEIC file.

    Raises:
        NotAPictureError: empty, not a picture, of another format, or truncated.
        PictureTooLargeError: over 20 MiB or 50 megapixels.
        PictureTooCostlyError: a JPEG of over 32 scans, or no memory is left to open it in.
    """
    if len(content) > MAX_PICTURE_BYTES:
        raise too_many_bytes(len(content))
    try:
        with warnings.catch_warnings():
            # Pillow warns of sizes that `_open` refuses; a damaged EXIF block is no reason to refuse a picture.
            warnings.simplefilter("ignore")
            return _open(content)
    except (PictureTooLargeError, PictureTooCostlyError):
        raise
    except MemoryError as error:
        raise too_costly("more memory than there is") from error
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    except Exception as error:  # Pillow's decoders raise anything for bytes that somebody damaged
        raise NotAPictureError(
            f"This is no picture that can be opened. Received: {len(content)} bytes. "
            f"Send a PNG, JPEG, WebP, BMP, GIF or HEIC file."
        ) from error


def _open(content: bytes) -> Image.Image:
    file = Image.open(io.BytesIO(content), formats=FORMATS)
    if file.width * file.height > MAX_PIXELS:
        raise too_many_pixels(file.width * file.height)
    check_scans(content)
    file.draft(None, (WORKING_SIDE, WORKING_SIDE))
    file.load()
    reduced = _reduced(file)
    try:
        return ImageOps.exif_transpose(reduced)
    except Exception:  # noqa: BLE001 - EXIF is anybody's bytes; damaged ones are no reason to refuse the picture
        return reduced


def _reduced(file: Image.Image) -> Image.Image:
    """Shrink the picture by an integer factor so that no side is longer than `WORKING_SIDE`."""
    factor = math.ceil(max(file.size) / WORKING_SIDE)
    if factor == 1:
        return file
    reduced = (file.convert(_REDUCIBLE[file.mode]) if file.mode in _REDUCIBLE else file).reduce(factor)
    if "exif" in file.info:
        reduced.info["exif"] = file.info["exif"]
    return reduced
