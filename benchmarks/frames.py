"""Pictures such as the lens sends: digits drawn with a pen, 144×144, as PNG files."""

import io
import itertools

from PIL import Image, ImageDraw

from tests.browser.pen import DIGITS, Point

SIDE = 144
INK, PAPER = (22, 34, 77, 255), (255, 255, 255, 255)
PEN = 9
# The digits that are drawn without lifting the pen; points in parts of the canvas, x to the right, y down.
PATHS = {digit: tuple(strokes[0]) for digit, strokes in DIGITS.items() if len(strokes) == 1}


def along(path: tuple[Point, ...], parts: int) -> list[Point]:
    """Points along a path: each of its lines in so many parts, its first point included."""
    points = [path[0]]
    for start, end in itertools.pairwise(path):
        for part in range(1, parts + 1):
            share = part / parts
            points.append((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share))
    return points


def draw(path: tuple[Point, ...], side: int = SIDE) -> Image.Image:
    """A path in ink on paper, RGBA, with the soft edges of a canvas."""
    scale = 4 * side
    image = Image.new("RGBA", (scale, scale), PAPER)
    pen = ImageDraw.Draw(image)
    radius = PEN * scale / SIDE / 2
    for x, y in along(path, 40):
        pen.ellipse((x * scale - radius, y * scale - radius, x * scale + radius, y * scale + radius), fill=INK)
    return image.resize((side, side), Image.Resampling.BOX)


def frames() -> list[bytes]:
    """A PNG file of each path, and of each half drawn: no two alike."""
    pictures = [draw(path[:length]) for path in PATHS.values() for length in (len(path), len(path) // 2 + 1)]
    return [_png(picture) for picture in pictures]


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
