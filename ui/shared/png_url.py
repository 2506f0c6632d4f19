"""Convert pictures to and from data: URLs of PNGs."""

import base64
import io
import re

from PIL import Image

_FORM = re.compile(r"data:image/png;base64,[A-Za-z0-9+/]+={0,2}")
_MAX_LENGTH = 500_000
_MAX_SIDE = 2048  # the canvas has 640 CSS pixels, three times as many on the densest screens


def to_png(picture: Image.Image) -> bytes:
    """Encode a picture as a PNG file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def to_png_url(picture: Image.Image) -> str:
    """Encode a picture as a data: URL."""
    return "data:image/png;base64," + base64.b64encode(to_png(picture)).decode()


def from_png_url(url: object) -> Image.Image | None:
    """Decode a data: URL from a browser; None for anything else, or a picture larger than any canvas."""
    if not isinstance(url, str) or len(url) > _MAX_LENGTH or not _FORM.fullmatch(url):
        return None
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2])), formats=["PNG"])
        if max(picture.size) > _MAX_SIDE:
            return None
        picture.load()
    except Exception:  # noqa: BLE001 - Pillow's decoders raise any exception for damaged bytes
        return None
    return picture
