"""Files of a few bytes that cost a decoder much, made as an attacker would make them."""

import functools
import io
import re

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

SIDE = 7000
# Its encoder takes a second for a million pixels.
HEIF_SIDE = 2500


def jpeg_of_scans(side: int, scans: int) -> bytes:
    """A progressive JPEG whose last scan is there over and over: each decodes to the same, and takes as long."""
    plain = encoded(Image.new("L", (side, side), 255), "JPEG", progressive=True)
    starts = [found.start() for found in re.finditer(b"\xff\xda", plain)]
    return plain[:-2] + plain[starts[-1] : -2] * (scans - len(starts)) + plain[-2:]


@functools.cache
def large(form: str) -> bytes:
    """A white picture of almost as many pixels as there may be, in a few thousand bytes."""
    side = HEIF_SIDE if form == "HEIF" else SIDE
    options = {"lossless": True} if form == "WEBP" else {}
    return encoded(Image.new("RGB", (side, side), "white"), form, **options)


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()
