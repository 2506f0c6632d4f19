"""Split ink into lines of writing, and lines at every position where one digit may end and the next begin."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.components import Boxes, Components, bounding_box, find_components, sort_into_lines
from recognition.preparation.cuts import find_cuts

Pixels = NDArray[np.uint8]
Span = tuple[int, int]

# Parts are stacked into one if they overlap horizontally by this share of the narrower one's width.
WITHIN = 0.5
# A single digit is rarely as wide as this, relative to the line's height; wider ink may be two touching digits.
WIDE = 0.85
# No digit is as wide as this.
WIDEST = 1.6
# A digit consists of at most so many atoms.
MAX_ATOMS_IN_DIGIT = 5


@dataclass(frozen=True)
class Line:
    """One line of writing as atoms, from left to right: parts of the ink that belong to one digit at most.

    Attributes:
        ink: uint8 (h, w), 0 paper to 255 full ink, the whole picture.
        owners: uint16 (h, w): the number of the atom that a pixel belongs to, from 1; 0: none.
        boxes: int32 (n, 4): each atom's left, top, right, bottom.
        crossed: the ink that the cut before each atom crosses, relative to the height; 0.0: the atoms do not touch.
        height: height of the tallest part, in pixels.
    """

    ink: Pixels
    owners: NDArray[np.uint16]
    boxes: Boxes
    crossed: tuple[float, ...]
    height: int

    def spans(self) -> list[Span]:
        """Return (first, end) for each run of atoms that may form one digit; `end` is exclusive."""
        count = len(self.boxes)
        return [
            (first, end)
            for first in range(count)
            for end in range(first + 1, min(first + MAX_ATOMS_IN_DIGIT, count) + 1)
            if end == first + 1 or self._width(first, end) <= WIDEST * self.height
        ]

    def cropped(self, span: Span) -> Image.Image:
        """Return the ink of a span's atoms: mode "L", cropped to it."""
        left, top, right, bottom = bounding_box(self.boxes[slice(*span)])
        return Image.fromarray(self._alone(span, slice(top, bottom), slice(left, right)))

    def alone(self, span: Span) -> Image.Image:
        """Return the ink of a span's atoms: mode "L", of the whole picture's size."""
        return Image.fromarray(self._alone(span, slice(None), slice(None)))

    def _alone(self, span: Span, rows: slice, columns: slice) -> Pixels:
        owners = self.owners[rows, columns]
        return np.where((owners > span[0]) & (owners <= span[1]), self.ink[rows, columns], np.uint8(0))

    def _width(self, first: int, end: int) -> int:
        return int(self.boxes[first:end, 2].max() - self.boxes[first:end, 0].min())


def into_lines(ink: Image.Image) -> list[Line]:
    """Split ink into lines of atoms, from top to bottom; empty if there is nothing to cut.

    Args:
        ink: mode "L", 0 paper to 255 full ink.
    """
    pixels = np.asarray(ink)
    components = find_components(pixels)
    if len(components.boxes) == 1 and not _is_wide(*components.boxes[0]):
        return []
    return [_line(pixels, components, parts) for parts in sort_into_lines(components.boxes)]


def _line(ink: Pixels, components: Components, parts: list[int]) -> Line:
    height = int(np.diff(components.boxes[parts][:, [1, 3]]).max())
    owners = np.zeros(ink.shape, np.uint16)
    boxes: list[NDArray[np.int32]] = []
    crossed: list[float] = []
    for group in _stacked(components.boxes, parts):
        left, top, right, bottom = bounding_box(components.boxes[group])
        inside = slice(top, bottom), slice(left, right)
        is_group = np.isin(components.labels[inside], np.array(group) + 1)
        for atom, ink_crossed in _atoms(np.where(is_group, ink[inside], np.uint8(0)), is_group, height):
            boxes.append(_box_of(atom) + np.array([left, top, left, top], np.int32))
            crossed.append(ink_crossed)
            owners[inside][atom] = len(boxes)
    # Assign a stroke's anti-aliased edge to the stroke.
    owners = np.where(owners == 0, cv2.dilate(owners, np.ones((3, 3), np.uint8)), owners)
    return Line(ink, owners, np.array(boxes), tuple(crossed), height)


def _atoms(ink: Pixels, is_ink: NDArray[np.bool_], height: int) -> list[tuple[NDArray[np.bool_], float]]:
    """Cut a part that is too wide for one digit: each atom's pixels, and the ink crossed by the cut before it."""
    cuts = find_cuts(ink, height) if ink.shape[1] > WIDE * height else []
    columns = np.arange(ink.shape[1]) + 0.5
    side = sum((columns > cut.path[:, None] for cut in cuts), np.zeros(ink.shape, np.intp))
    crossed = [0.0, *(cut.crossed for cut in cuts)]
    atoms = [(is_ink & (side == number), crossed[number]) for number in range(len(crossed))]
    return [atom for atom in atoms if atom[0].any()]


def _is_wide(left: int, top: int, right: int, bottom: int) -> bool:
    return right - left > WIDE * (bottom - top)


def _stacked(boxes: Boxes, parts: list[int]) -> list[list[int]]:
    """Group parts that lie above each other; the groups are sorted from left to right."""
    groups: list[list[int]] = []
    for part in parts:
        group = next((group for group in groups if _lies_within(boxes[part], bounding_box(boxes[group]))), None)
        if group is None:
            groups.append([part])
        else:
            group.append(part)
    return sorted(groups, key=lambda group: int(bounding_box(boxes[group])[[0, 2]].sum()))


def _lies_within(one: NDArray[np.int32], other: NDArray[np.int32]) -> bool:
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return bool(shared >= WITHIN * min(one[2] - one[0], other[2] - other[0]))


def _box_of(atom: NDArray[np.bool_]) -> NDArray[np.int32]:
    rows, columns = np.flatnonzero(atom.any(axis=1)), np.flatnonzero(atom.any(axis=0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], np.int32)
