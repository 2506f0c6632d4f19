"""Render a drawing on the server from Fabric's JSON."""

import math
import re
from collections.abc import Sequence

from PIL import Image, ImageDraw

from ui.shared.drawing_history import FabricObject
from ui.shared.png_url import from_png_url
from ui.shared.strokes import Point, stroke_of

# Supersampling for smooth edges.
_OVERSAMPLING = 2
# Limits that no drawing by a pen exceeds.
_MAX_OBJECTS = 500
_MAX_POINTS = 50_000
_COLOR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def drawing_picture(objects: Sequence[FabricObject], side: int, paper: str) -> Image.Image | None:
    """Render strokes and pictures over each other, as the canvas does.

    Args:
        objects: Fabric's JSON from a browser, thus untrusted.
        side: width and height of the canvas and of the picture, in pixels.
        paper: the background colour, e.g. "#ffffff".

    Returns:
        Mode "RGB", (side, side); None if there are no objects, or an unknown kind of object.
    """
    if not 0 < len(objects) <= _MAX_OBJECTS:
        return None
    large = side * _OVERSAMPLING
    picture = Image.new("RGB", (large, large), paper)
    try:
        for each in objects:
            _draw(picture, each)
    except (KeyError, TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None
    return picture.resize((side, side), Image.Resampling.BOX)


def _draw(picture: Image.Image, drawn: FabricObject) -> None:
    if str(drawn["type"]).lower() == "image":
        _paste(picture, drawn)
    else:
        _draw_stroke(picture, drawn)


def _paste(picture: Image.Image, drawn: FabricObject) -> None:
    """Paste a picture over the whole canvas, as `canvas.py` places it."""
    pasted = from_png_url(drawn["src"])
    if pasted is None:
        raise ValueError("The drawing holds a picture that is no PNG of a canvas.")
    pasted = pasted.convert("RGBA").resize(picture.size, Image.Resampling.BILINEAR)
    picture.paste(pasted, mask=pasted.getchannel("A"))


def _draw_stroke(picture: Image.Image, drawn: FabricObject) -> None:
    color, width = str(drawn["stroke"]), float(drawn["strokeWidth"]) * _OVERSAMPLING
    if not _COLOR.fullmatch(color) or not 0 < width <= picture.width or len(drawn["path"]) > _MAX_POINTS:
        raise ValueError(f"The drawing holds a stroke that no pen makes. Received: {color=}, {width=}.")
    pen = ImageDraw.Draw(picture)
    points: list[Point] = [(x * _OVERSAMPLING, y * _OVERSAMPLING) for x, y in stroke_of(drawn)]
    if not all(math.isfinite(value) for point in points for value in point):
        raise ValueError("The drawing holds a stroke outside of any canvas.")
    pen.line(points, fill=color, width=round(width))
    for x, y in points:  # round joints and caps
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=color)
