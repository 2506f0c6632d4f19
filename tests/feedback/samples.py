"""Verdicts to keep, and processes that keep them."""

import io
from typing import Any

from PIL import Image, ImageDraw

from feedback import Verdict

VISITOR = "0123456789abcdef" * 2
OTHER = "fedcba9876543210" * 2
STROKES = (((60.0, 80.0), (200.0, 80.0), (120.0, 260.0)), ((100.0, 170.0), (190.0, 165.0)))


def png(width: int = 144, height: int = 144, **notes: Any) -> bytes:
    """A picture with a line on it; `notes` go to Pillow's writer, e.g. `exif`."""
    picture = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(picture).line((5, 5, width - 5, height - 5), "navy", 6)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", **notes)
    return buffer.getvalue()


def verdict(**changes: Any) -> Verdict:
    """A barred 7 that was read as a 2, or what the changes make of it."""
    sample: dict[str, Any] = {
        "strokes": STROKES,
        "size": (352, 352),
        "picture": png(),
        "model": "digits-cnn",
        "label": 2,
        "number": None,
        "probabilities": (0.0, 0.0, 0.75, 0.0, 0.0, 0.0, 0.0, 0.25, 0.0, 0.0),
        "not_digit": 0.125,
        "truth": "7",
    }
    return Verdict(**sample | changes)
