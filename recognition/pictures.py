"""Opening what visitors send: bytes of any origin to a picture of bounded size, or a clear refusal."""

import io
import warnings

import pillow_heif
from PIL import Image, ImageOps

from errors import NotAPictureError, PictureTooLargeError
from settings import MAX_PICTURE_BYTES

MAX_PIXELS = 50_000_000
# Detail beyond this makes no digit clearer, and costs memory: a phone's 12 megapixels would be 48 MB a copy.
WORKING_SIDE = 1024
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "HEIF", "GIF")

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
        raise PictureTooLargeError(
            f"A picture may have up to {MAX_PICTURE_BYTES // 2**20} MiB. Received: {len(content) / 2**20:.1f} MiB. "
            f"Send a smaller one.",
            size=round(len(content) / 2**20, 1),
            limit=MAX_PICTURE_BYTES // 2**20,
            unit="MiB",
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of what `_check_size` refuses; a damaged EXIF block is no reason to refuse a picture.
            warnings.simplefilter("ignore")
            return _open(content)
    except PictureTooLargeError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(0) from error
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, RuntimeError, IndexError, TypeError) as error:
        # Pillow's decoders raise all of these for bytes that are damaged in one way or another.
        raise NotAPictureError(
            f"This is no picture that can be opened. Received: {len(content)} bytes ({error}). "
            f"Send a PNG, JPEG, WebP, BMP, GIF or HEIC file."
        ) from error


def _open(content: bytes) -> Image.Image:
    file = Image.open(io.BytesIO(content), formats=FORMATS)
    if file.width * file.height > MAX_PIXELS:
        raise _too_many_pixels(file.width * file.height)
    file.draft(None, (WORKING_SIDE, WORKING_SIDE))
    file.load()
    factor = max(file.size) // WORKING_SIDE
    if factor > 1 and file.mode in ("L", "LA", "RGB", "RGBA"):
        reduced = file.reduce(factor)
        reduced.info["exif"] = file.getexif().tobytes()
        return ImageOps.exif_transpose(reduced)
    return ImageOps.exif_transpose(file)


def _too_many_pixels(pixels: int) -> PictureTooLargeError:
    limit = MAX_PIXELS // 1_000_000
    return PictureTooLargeError(
        f"A picture may have up to {limit} megapixels. Received: {pixels / 1e6:.0f} megapixels. Send a smaller one.",
        size=round(pixels / 1e6) or f"over {limit}",
        limit=limit,
        unit="megapixels",
    )
