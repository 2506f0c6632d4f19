"""Lines of writing, cut at every place where one digit may end and the next begin."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.components import Boxes, Components, around, find_components, in_lines
from recognition.preparation.cuts import find_cuts

Pixels = NDArray[np.uint8]
Span = tuple[int, int]

# Parts above each other are one: of the narrower one's width, so much lies within the other's.
WITHIN = 0.5
# A single digit is rarely as wide as this, in parts of the line's height; wider ink may be two that touch.
WIDE = 0.85
# No digit is as wide as this.
WIDEST = 1.6
# Nobody lifts the pen, or crosses a cut, more often than this within one digit.
MAX_ATOMS_IN_DIGIT = 5


@dataclass(frozen=True)
class Line:
    """One line of writing in atoms: parts of the ink, from left to right, that are of one digit each, or of none.

    Attributes:
        ink: uint8 (h, w), 0 paper to 255 full ink, of the whole picture.
        owners: uint16 (h, w): which atom a pixel belongs to, counted from 1; 0: none.
        boxes: int32 (n, 4): each atom's left, top, right, bottom.
        crossed: the ink that the cut before each atom crosses, in parts of the height; 0.0: they do not touch.
        height: that of its tallest part, in pixels.
    """

    ink: Pixels
    owners: NDArray[np.uint16]
    boxes: Boxes
    crossed: tuple[float, ...]
    height: int

    def spans(self) -> list[Span]:
        """(first, end) of the atoms that may be one digit together; `end` is the atom after the last."""
        count = len(self.boxes)
        return [
            (first, end)
            for first in range(count)
            for end in range(first + 1, min(first + MAX_ATOMS_IN_DIGIT, count) + 1)
            if end == first + 1 or self._width(first, end) <= WIDEST * self.height
        ]

    def cropped(self, span: Span) -> Image.Image:
        """The ink of some atoms alone: mode "L", cropped to it."""
        left, top, right, bottom = around(self.boxes[slice(*span)])
        return Image.fromarray(self._alone(span, slice(top, bottom), slice(left, right)))

    def alone(self, span: Span) -> Image.Image:
        """The same on the whole picture."""
        return Image.fromarray(self._alone(span, slice(None), slice(None)))

    def _alone(self, span: Span, rows: slice, columns: slice) -> Pixels:
        owners = self.owners[rows, columns]
        return np.where((owners > span[0]) & (owners <= span[1]), self.ink[rows, columns], np.uint8(0))

    def _width(self, first: int, end: int) -> int:
        return int(self.boxes[first:end, 2].max() - self.boxes[first:end, 0].min())


def into_lines(ink: Image.Image) -> list[Line]:
    """Cut ink into lines of atoms, from top to bottom; none where there is nothing to cut.

    Args:
        ink: mode "L", 0 paper to 255 full ink.
    """
    pixels = np.asarray(ink)
    components = find_components(pixels)
    if len(components.boxes) == 1 and not _is_wide(*components.boxes[0]):
        return []
    return [_line(pixels, components, parts) for parts in in_lines(components.boxes)]


def _line(ink: Pixels, components: Components, parts: list[int]) -> Line:
    height = int(np.diff(components.boxes[parts][:, [1, 3]]).max())
    owners = np.zeros(ink.shape, np.uint16)
    boxes: list[NDArray[np.int32]] = []
    crossed: list[float] = []
    for group in _stacked(components.boxes, parts):
        left, top, right, bottom = around(components.boxes[group])
        inside = slice(top, bottom), slice(left, right)
        is_group = np.isin(components.labels[inside], np.array(group) + 1)
        for atom, ink_crossed in _atoms(np.where(is_group, ink[inside], np.uint8(0)), is_group, height):
            boxes.append(_box_of(atom) + np.array([left, top, left, top], np.int32))
            crossed.append(ink_crossed)
            owners[inside][atom] = len(boxes)
    # The soft edge of a stroke belongs to it.
    owners = np.where(owners == 0, cv2.dilate(owners, np.ones((3, 3), np.uint8)), owners)
    return Line(ink, owners, np.array(boxes), tuple(crossed), height)


def _atoms(ink: Pixels, is_ink: NDArray[np.bool_], height: int) -> list[tuple[NDArray[np.bool_], float]]:
    """Cut one part of the ink where it is too wide for one digit: each atom's pixels, and the ink crossed before it."""
    cuts = find_cuts(ink, height) if ink.shape[1] > WIDE * height else []
    columns = np.arange(ink.shape[1]) + 0.5
    side = sum((columns > cut.way[:, None] for cut in cuts), np.zeros(ink.shape, np.intp))
    crossed = [0.0, *(cut.crossed for cut in cuts)]
    atoms = [(is_ink & (side == number), crossed[number]) for number in range(len(crossed))]
    return [atom for atom in atoms if atom[0].any()]


def _is_wide(left: int, top: int, right: int, bottom: int) -> bool:
    return right - left > WIDE * (bottom - top)


def _stacked(boxes: Boxes, parts: list[int]) -> list[list[int]]:
    """Put parts that lie above each other together; the groups from left to right."""
    groups: list[list[int]] = []
    for part in parts:
        group = next((group for group in groups if _lies_within(boxes[part], around(boxes[group]))), None)
        if group is None:
            groups.append([part])
        else:
            group.append(part)
    return sorted(groups, key=lambda group: int(around(boxes[group])[[0, 2]].sum()))


def _lies_within(one: NDArray[np.int32], other: NDArray[np.int32]) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return bool(shared >= WITHIN * min(one[2] - one[0], other[2] - other[0]))


def _box_of(atom: NDArray[np.bool_]) -> NDArray[np.int32]:
    rows, columns = np.flatnonzero(atom.any(axis=1)), np.flatnonzero(atom.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], np.int32)
