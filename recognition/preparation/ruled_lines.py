"""Find the printed lines of lined and squared paper, and remove them without removing ink.

A printed line is thin, nearly straight, and runs across the picture; a digit's bar does not.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.uint8]
Curve = NDArray[np.float64]

# The largest tilt of the camera, in degrees.
MAX_TURN = 17.0
TURN_STEP = 0.25
# Enough points to estimate the lines' angle.
MAX_POINTS = 20_000
# Relative to the picture's width: the thickest line;
THICKEST = 0.03
# the shortest piece of a line;
SHORTEST_RUN = 0.05
# the shortest single line, longer than a 1 or the bar of a 7 that fills the picture;
LONE = 0.7
# the shortest of at least three lines, if the sheet ends within the picture.
LENGTH = 0.25
TOGETHER = 3
# The smallest ratio of a line's length to its thickness; a pen's stroke is below it.
SLENDERNESS = 40
# The largest offset of a piece from another's curve, in pixels, and relative to their distance.
ASIDE, ASIDE_PART = 2.0, 0.01
# Ink on a line is stronger than the line by this factor.
DARKER = 1.5
# So many pixels beside a line may still belong to it.
EDGE = 1


@dataclass(frozen=True)
class Lines:
    """The printed lines of one direction.

    Attributes:
        bands: uint8 (height, width), the highest level that belongs to a line and not to ink; 0 off the lines.
        thickness: the thickest line's thickness in pixels; 0 without lines.
    """

    bands: Levels
    thickness: int


def without_lines(contrast: Levels, floor: int) -> Levels:
    """Remove printed lines; strokes that cross or touch a line stay whole.

    Args:
        contrast: uint8 (height, width), 0 paper to 255.
        floor: upper bound of the paper's grain.
    """
    across = _find_lines(contrast, floor)
    down = _find_lines(np.ascontiguousarray(contrast.T), floor)
    bands = np.maximum(across.bands, down.bands.T)
    if not bands.any():
        return contrast
    # The anti-aliased edge of a removed line is no ink.
    edge = cv2.dilate(bands, np.ones((2 * EDGE + 1,) * 2, np.uint8))
    touching = ((contrast > floor) & (edge == 0) & (cv2.dilate(edge, np.ones((3, 3), np.uint8)) > 0)).astype(np.uint8)
    kept = contrast > bands
    for own_bands, kernel in ((across.bands, (_reach(across), 1)), (down.bands.T, (1, _reach(down)))):
        kept |= (own_bands > 0) & (cv2.dilate(touching, np.ones(kernel, np.uint8)) > 0)
    return np.where(kept, contrast, 0).astype(np.uint8)


def _reach(lines: Lines) -> int:
    """Return the size of a kernel that reaches from ink on one side of a line to its other side."""
    return 2 * (lines.thickness + 3 + 2 * EDGE) + 1


def _find_lines(contrast: Levels, floor: int) -> Lines:
    """Find the nearly horizontal lines; pass the transposed contrast to find the nearly vertical ones."""
    height, width = contrast.shape
    turn = _turn(contrast, floor)
    # Remove structures thicker than a line: a felt pen's stroke would join two lines.
    thickest = np.ones((max(5, round(THICKEST * width)), 1), np.uint8)
    level = cv2.morphologyEx(_turned(contrast, turn), cv2.MORPH_TOPHAT, thickest)
    # Smooth along the lines only: noise averages out, and no detail across them is lost.
    smooth = np.asarray(cv2.blur(level, (max(3, width // 60), 1)), np.uint8)
    lines = _printed(_joined(_pieces(smooth, floor)), width)
    bands = np.zeros((height, width), np.uint8)
    for line in lines:
        line.paint(bands)
    return Lines(_turned(bands, -turn, cv2.INTER_NEAREST), max((line.thickness for line in lines), default=0))


def _printed(lines: list["_Line"], width: int) -> list["_Line"]:
    """Keep the lines that are long enough and about as strong as the others; a long pen stroke is stronger."""
    lines = [line for line in lines if len(line.columns) >= LENGTH * width]
    if len(lines) < TOGETHER:
        return [line for line in lines if len(line.columns) >= LONE * width]
    typical = float(np.median([line.strength for line in lines]))
    return [line for line in lines if line.strength <= DARKER * typical]


def _turn(contrast: Levels, floor: int) -> float:
    """Return the lines' slope to the right in degrees: the angle at which dark pixels concentrate most in rows."""
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
    """Rotate the picture so that lines with a slope of `turn` degrees become horizontal."""
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    return np.asarray(cv2.warpAffine(pixels, matrix, (width, height), flags=interpolation), np.uint8)


@dataclass(frozen=True)
class _Line:
    """A nearly horizontal line, or a piece of one: (n,) columns, and the row of its middle in each column."""

    columns: NDArray[np.intp]
    rows: NDArray[np.float64]
    thickness: int
    strength: int

    def curve(self) -> Curve:
        """Fit a polynomial from column to row: quadratic for a long line, which shows the paper's bend, else linear."""
        ends = self.columns.min(), self.columns.max()
        degree = 2 if ends[1] - ends[0] > 100 * self.thickness else 1
        return np.asarray(np.polyfit(self.columns, self.rows, degree), np.float64)

    def continues(self, other: "_Line") -> bool:
        """Return whether it lies on the curve of `other`, extrapolated if need be."""
        away = np.abs(np.polyval(other.curve(), self.columns) - self.rows)
        gap = max(0, self.columns.min() - other.columns.max(), other.columns.min() - self.columns.max())
        return bool(np.median(away) <= ASIDE + ASIDE_PART * gap)

    def paint(self, bands: Levels) -> None:
        """Paint it into `bands` where it was found, in its gaps, and a little beyond, where a stroke may cover it."""
        further = round(2 * SHORTEST_RUN * bands.shape[1])
        columns = np.arange(max(0, self.columns.min() - further), min(bands.shape[1], self.columns.max() + further))
        middle = np.polyval(self.curve(), columns)
        half = self.thickness / 2 + 1
        for offset in range(math.floor(-half), math.ceil(half) + 1):
            rows = np.floor(middle + offset + 0.5).astype(np.intp)
            inside = (rows >= 0) & (rows < bands.shape[0])
            bands[rows[inside], columns[inside]] = min(254, round(self.strength * DARKER))


def _pieces(smooth: Levels, floor: int) -> list[_Line]:
    """Find long, thin, nearly horizontal pieces, the longest first."""
    is_dark = (smooth > floor).astype(np.uint8)
    run = np.ones((1, max(8, round(SHORTEST_RUN * smooth.shape[1]))), np.uint8)
    # Perspective bends lines slightly: a run may climb by a pixel or two.
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
    """Return the line through one flat part of the picture; None if it is too thick."""
    thickness = member.sum(axis=0)
    columns = np.flatnonzero(thickness)
    typical = int(np.median(thickness[columns])) if len(columns) else 0
    # Skip columns where a digit's bar on the line makes it thicker and moves its middle.
    columns = columns[np.abs(thickness[columns] - typical) <= 1 + typical // 4]
    if len(columns) < max(2, typical * SLENDERNESS * SHORTEST_RUN / LENGTH):
        return None
    rows = (member * np.arange(len(member))[:, None]).sum(axis=0)[columns] / thickness[columns]
    strength = int(np.median(smooth[np.rint(rows).astype(np.intp), columns]))
    return _Line(columns + left, rows + top, typical, strength)


def _joined(pieces: list[_Line]) -> list[_Line]:
    """Join pieces that lie on one curve; a stroke across a line splits it."""
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
