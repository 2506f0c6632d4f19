"""Finding the lines printed on lined and squared paper, and taking them out without taking ink along.

A printed line is thin, straight but for a bend of the paper, and runs across the picture; a digit's bar does not.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.uint8]
Curve = NDArray[np.float64]

# Cameras are held straight to within so many degrees.
MAX_TURN = 17.0
TURN_STEP = 0.25
# Points that are enough to tell by how much the lines are turned.
MAX_POINTS = 20_000
# In parts of the picture's width: a line is at most so thick;
THICKEST = 0.03
# what runs straight for so long may be a piece of one;
SHORTEST_RUN = 0.05
# a line alone is so long, for a 1 or the bar of a 7 may fill much of a picture;
LONE = 0.7
# at least three together are so long, as where the sheet ends within the picture.
LENGTH = 0.25
TOGETHER = 3
# A line is so many times as long as it is thick; a pen's stroke is not.
SLENDERNESS = 40
# Pieces of a line lie so close to each other's curve, in pixels, and a part of their distance.
ASIDE, ASIDE_PART = 2.0, 0.01
# Ink on a line is so many times as strong as the line.
DARKER = 1.5
# So many pixels beside a line may still be its own.
EDGE = 1


@dataclass(frozen=True)
class Lines:
    """The printed lines of one direction.

    Attributes:
        bands: uint8 (height, width), the highest level that is still the line's and not ink's; 0 off the lines.
        thickness: the thickest line's, in pixels; 0 without lines.
    """

    bands: Levels
    thickness: int


def without_lines(contrast: Levels, floor: int) -> Levels:
    """Take printed lines out; where a stroke crosses or touches one, the stroke stays whole.

    Args:
        contrast: uint8 (height, width), 0 paper to 255.
        floor: what is not above it is the paper's grain.
    """
    across = _find_lines(contrast, floor)
    down = _find_lines(np.ascontiguousarray(contrast.T), floor)
    bands = np.maximum(across.bands, down.bands.T)
    if not bands.any():
        return contrast
    # The soft edge of a line that was not quite met is no ink.
    edge = cv2.dilate(bands, np.ones((2 * EDGE + 1,) * 2, np.uint8))
    touching = ((contrast > floor) & (edge == 0) & (cv2.dilate(edge, np.ones((3, 3), np.uint8)) > 0)).astype(np.uint8)
    kept = contrast > bands
    for own_bands, kernel in ((across.bands, (_reach(across), 1)), (down.bands.T, (1, _reach(down)))):
        kept |= (own_bands > 0) & (cv2.dilate(touching, np.ones(kernel, np.uint8)) > 0)
    return np.where(kept, contrast, 0).astype(np.uint8)


def _reach(lines: Lines) -> int:
    """From ink on one side of a line, a kernel of so many pixels covers it to its other side."""
    return 2 * (lines.thickness + 3 + 2 * EDGE) + 1


def _find_lines(contrast: Levels, floor: int) -> Lines:
    """The nearly level lines; for the nearly upright ones, give the transposed contrast."""
    height, width = contrast.shape
    turn = _turn(contrast, floor)
    # Without what is thicker than a line: a stroke of a felt pen would join two of them.
    thickest = np.ones((max(5, round(THICKEST * width)), 1), np.uint8)
    level = cv2.morphologyEx(_turned(contrast, turn), cv2.MORPH_TOPHAT, thickest)
    # Along the lines noise averages out; across them nothing is lost.
    smooth = np.asarray(cv2.blur(level, (max(3, width // 60), 1)), np.uint8)
    lines = _printed(_joined(_pieces(smooth, floor)), width)
    bands = np.zeros((height, width), np.uint8)
    for line in lines:
        line.paint(bands)
    return Lines(_turned(bands, -turn, cv2.INTER_NEAREST), max((line.thickness for line in lines), default=0))


def _printed(lines: list["_Line"], width: int) -> list["_Line"]:
    """Those that are long enough, and like the others; a long stroke between printed lines is stronger than these."""
    lines = [line for line in lines if len(line.columns) >= LENGTH * width]
    if len(lines) < TOGETHER:
        return [line for line in lines if len(line.columns) >= LONE * width]
    typical = float(np.median([line.strength for line in lines]))
    return [line for line in lines if line.strength <= DARKER * typical]


def _turn(contrast: Levels, floor: int) -> float:
    """By how many degrees the lines fall to the right: the turn at which what is dark gathers most in rows."""
    rows, columns = np.nonzero(contrast > floor)
    step = -(-len(rows) // MAX_POINTS)
    if step == 0:
        return 0.0
    rows, columns = rows[::step], columns[::step]
    turns = np.arange(-MAX_TURN, MAX_TURN + TURN_STEP, TURN_STEP)
    gathered = []
    for turn in np.radians(turns):
        places = (rows * math.cos(turn) - columns * math.sin(turn)).astype(np.intp)
        counts = np.bincount(places - places.min()).astype(np.float64)
        gathered.append(float((counts**2).sum()))
    return float(turns[int(np.argmax(gathered))])


def _turned(pixels: Levels, turn: float, interpolation: int = cv2.INTER_LINEAR) -> Levels:
    """The picture turned so that lines which fall by `turn` degrees become level."""
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), flags=interpolation), np.uint8)


@dataclass(frozen=True)
class _Line:
    """A nearly level line, or a piece of one: (n,) columns, and the row of its middle in each of them."""

    columns: NDArray[np.intp]
    rows: NDArray[np.float64]
    thickness: int
    strength: int

    def curve(self) -> Curve:
        """A polynomial from column to row; only what is long tells how the paper bends."""
        ends = self.columns.min(), self.columns.max()
        degree = 2 if ends[1] - ends[0] > 100 * self.thickness else 1
        return np.asarray(np.polyfit(self.columns, self.rows, degree), np.float64)

    def continues(self, other: "_Line") -> bool:
        """Whether it lies where `other` does, or would if it went on."""
        away = np.abs(np.polyval(other.curve(), self.columns) - self.rows)
        gap = max(0, self.columns.min() - other.columns.max(), other.columns.min() - self.columns.max())
        return bool(np.median(away) <= ASIDE + ASIDE_PART * gap)

    def paint(self, bands: Levels) -> None:
        """Put it where it is seen, in the gaps, and a little farther: a stroke may stand there."""
        further = round(2 * SHORTEST_RUN * bands.shape[1])
        columns = np.arange(max(0, self.columns.min() - further), min(bands.shape[1], self.columns.max() + further))
        middle = np.polyval(self.curve(), columns)
        half = self.thickness / 2 + 1
        for offset in range(math.floor(-half), math.ceil(half) + 1):
            rows = np.floor(middle + offset + 0.5).astype(np.intp)
            inside = (rows >= 0) & (rows < bands.shape[0])
            bands[rows[inside], columns[inside]] = min(254, round(self.strength * DARKER))


def _pieces(smooth: Levels, floor: int) -> list[_Line]:
    """What is long, thin and nearly level, the longest first."""
    is_dark = (smooth > floor).astype(np.uint8)
    run = np.ones((1, max(8, round(SHORTEST_RUN * smooth.shape[1]))), np.uint8)
    # Perspective bends what is level here a little: a run may climb by a pixel or two.
    runs = cv2.morphologyEx(cv2.dilate(is_dark, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, run)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    pieces = []
    for number in range(1, count):
        left, top, width, height = stats[number, :4].tolist()
        window = (slice(top, top + height), slice(left, left + width))
        piece = _piece((labels[window] == number) & (is_dark[window] > 0), smooth[window], left, top)
        if piece is not None:
            pieces.append(piece)
    return sorted(pieces, key=lambda piece: -len(piece.columns))


def _piece(member: NDArray[np.bool_], smooth: Levels, left: int, top: int) -> _Line | None:
    """The line through one flat part of the picture; None where it is too thick for one."""
    thickness = member.sum(axis=0)
    columns = np.flatnonzero(thickness)
    typical = int(np.median(thickness[columns])) if len(columns) else 0
    # Where a digit's bar lies on the line it is thicker, and its middle elsewhere.
    columns = columns[np.abs(thickness[columns] - typical) <= 1 + typical // 4]
    if len(columns) < max(2, typical * SLENDERNESS * SHORTEST_RUN / LENGTH):
        return None
    rows = (member * np.arange(len(member))[:, None]).sum(axis=0)[columns] / thickness[columns]
    strength = int(np.median(smooth[np.rint(rows).astype(np.intp), columns]))
    return _Line(columns + left, rows + top, typical, strength)


def _joined(pieces: list[_Line]) -> list[_Line]:
    """Pieces that lie on one curve as one line each; a stroke across a line parts it."""
    lines: list[_Line] = []
    for piece in pieces:
        for number, line in enumerate(lines):
            if piece.continues(line):
                columns, rows = np.r_[line.columns, piece.columns], np.r_[line.rows, piece.rows]
                lines[number] = _Line(columns, rows, line.thickness, line.strength)
                break
        else:
            lines.append(piece)
    return lines
