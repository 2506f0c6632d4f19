"""Sample frames like the lens': digits drawn with a pen, 144×144, as PNG files."""

import io
import itertools

from PIL import Image, ImageDraw

from tests.browser.pen import DIGITS, Point

SIDE = 144
INK, PAPER = (22, 34, 77, 255), (255, 255, 255, 255)
PEN = 9
# Digits drawn in one stroke; points as shares of the canvas, x to the right, y down.
PATHS = {digit: tuple(strokes[0]) for digit, strokes in DIGITS.items() if len(strokes) == 1}


def along(path: tuple[Point, ...], parts: int) -> list[Point]:
    """Return points along a path: each segment divided into `parts`, with its first point."""
    points = [path[0]]
    for start, end in itertools.pairwise(path):
        for part in range(1, parts + 1):
            share = part / parts
            points.append((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
    return points


def draw(path: tuple[Point, ...], side: int = SIDE) -> Image.Image:
    """Draw a path in ink on paper, RGBA, anti-aliased like a canvas."""
    scale = 4 * side
    image = Image.new("RGBA", (scale, scale), PAPER)
    pen = ImageDraw.Draw(image)
    radius = PEN * scale / SIDE / 2
    for x, y in along(path, 40):
        pen.ellipse((x * scale - radius, y * scale - radius, x * scale + radius, y * scale + radius), fill=INK)
    return image.resize((side, side), Image.Resampling.BOX)


def frames() -> list[bytes]:
    """Return a PNG file of each complete and each half drawn path, all different."""
    pictures = [draw(path[:length]) for path in PATHS.values() for length in (len(path), len(path) // 2 + 1)]
    return [_png(picture) for picture in pictures]


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
