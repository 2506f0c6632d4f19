"""The photographs to measure: MNIST's test digits in each kind of scene, and people's strokes."""

import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.drawn import Drawing, load_drawings
from benchmarks.photo_scenes import SCENES, SIZE, Glyph, Photograph, compose, glyph_count
from image_data import load

DRAWINGS = 2000


class Album:
    """Deterministic photographs of digits.

    Args:
        strokes: a file of pen strokes, see `load_drawings`, for every other photograph; "": none.
        source: only strokes whose source starts with this.
    """

    def __init__(self, strokes: str = "", source: str = "") -> None:
        self._drawings: Sequence[Drawing] = load_drawings(strokes, DRAWINGS, source) if strokes else ()
        self._mnist = load("mnist")

    def photographs(self, kind: str, count: int) -> Iterator[Photograph]:
        """Return photographs of one kind of scene."""
        return (self.photograph(kind, number) for number in range(count))

    def photograph(self, kind: str, number: int, size: tuple[int, int] = SIZE) -> Photograph:
        """Return one photograph; `size` is (width, height)."""
        seed = zlib.crc32(f"{kind} {number}".encode())
        rng = np.random.default_rng([seed, 0])
        drawn = bool(self._drawings) and number % 2 == 0
        glyphs = [self._glyph(drawn, rng) for _ in range(glyph_count(SCENES[kind], seed))]
        return compose(SCENES[kind], glyphs, seed, size)

    def _glyph(self, drawn: bool, rng: np.random.Generator) -> Glyph:
        if drawn:
            drawing = self._drawings[int(rng.integers(len(self._drawings)))]
            return Glyph(drawing.label, drawing.strokes)
        number = int(rng.integers(len(self._mnist.x_test)))
        return Glyph(int(self._mnist.y_test[number]), image=self._mnist.x_test[number])
