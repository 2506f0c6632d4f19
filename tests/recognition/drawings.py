"""Drawings as people make them, in any place, size and colour, for tests of what reads them."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

SIDE = 280
SUPERSAMPLING = 4
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Drawing:
    """A stroke of round pen marks, in pixels of a square canvas."""

    points: tuple[tuple[float, float], ...]
    width: float
    side: int = SIDE

    def scaled(self, factor: float) -> "Drawing":
        points = tuple((x * factor, y * factor) for x, y in self.points)
        return Drawing(points, self.width * factor, round(self.side * factor))

    def coverage(self) -> Image.Image:
        """Mode "L": 0 paper to 255 ink, with the soft edges that browsers draw."""
        canvas = Image.new("L", (self.side * SUPERSAMPLING, self.side * SUPERSAMPLING))
        pen = ImageDraw.Draw(canvas)
        points = [(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in self.points]
        width = round(self.width * SUPERSAMPLING)
        pen.line(points, fill=255, width=width, joint="curve")
        for x, y in points:
            # Pillow's ellipses include the pixel at their end.
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2 - 1, y + width / 2 - 1), fill=255)
        return canvas.resize((self.side, self.side), Image.Resampling.BOX)

    def coloured(self, ink: Colour, paper: Colour) -> NDArray[np.uint8]:
        """uint8 (side, side, 3): ink on paper."""
        return colour(self.coverage(), ink, paper)

    def on_transparent(self, ink: Colour) -> NDArray[np.uint8]:
        """uint8 (side, side, 4): opaque ink on nothing, and the nothing is of the ink's own colour."""
        alpha = np.asarray(self.coverage())
        return np.dstack([np.broadcast_to(np.array(ink, np.uint8), (*alpha.shape, 3)), alpha])


def colour(coverage: Image.Image, ink: Colour, paper: Colour) -> NDArray[np.uint8]:
    """Paint a coverage (mode "L") with a colour on paper of another."""
    part = np.asarray(coverage)[..., None] / 255.0
    return np.rint(np.array(paper) * (1 - part) + np.array(ink) * part).astype(np.uint8)


def seven(width: float = 16.0) -> Drawing:
    """A 7 in the middle of the canvas."""
    return Drawing(((80, 80), (200, 80), (130, 220)), width)


def random_drawings(seed: int, count: int) -> list[Drawing]:
    """As `drawings`, without hypothesis: for those that draw once for many tests."""
    random = np.random.default_rng(seed)
    made: list[Drawing] = []
    while len(made) < count:
        points = random.uniform(60, 220, (random.integers(2, 7), 2))
        if np.ptp(points, axis=0).max() >= 70:
            made.append(Drawing(tuple((x, y) for x, y in points.tolist()), random.uniform(8, 20)))
    return made


_coordinates = st.floats(60, 220)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Strokes of two to six corners, clearly longer than wide (a fat short one is next to a dot), off the edges."""
    points = draw(st.lists(st.tuples(_coordinates, _coordinates), min_size=2, max_size=6))
    lengths = np.ptp(np.array(points), axis=0)
    longest = float(lengths.max())
    if longest < 70:  # stretch it rather than throw it away
        points = [(60.0, 60.0), *points, (200.0, 140.0)]
    return Drawing(tuple(points), draw(st.floats(8, 20)))


def colours() -> st.SearchStrategy[Colour]:
    level = st.integers(0, 255)
    return st.tuples(level, level, level)


@st.composite
def ink_and_paper(draw: st.DrawFn, contrast: int = 64) -> tuple[Colour, Colour]:
    """Two colours that differ by at least `contrast` levels in one channel."""
    ink, paper = draw(colours()), draw(colours())
    if max(abs(one - other) for one, other in zip(ink, paper, strict=True)) < contrast:
        red = paper[0]
        ink = (red + contrast if red + contrast <= 255 else red - contrast, ink[1], ink[2])
    return ink, paper


def difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The mean absolute difference of two pictures, in levels of 255."""
    return float(np.abs(one.astype(int) - other.astype(int)).mean())
