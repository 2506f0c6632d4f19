"""Segment a picture's ink into digits: of all paths, choose the one that reads best.

The pieces between possible cuts form a graph from left to right. A network scores how much each piece looks like a
digit, geometry how likely its form is, and the cheapest path through the graph is the number.
Source: Matan, Burges, LeCun, Denker 1992, "Multi-digit recognition using a space displacement neural network"; LeCun,
Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", section V. No TensorFlow here.
"""

import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from recognition.preparation.pieces import Line, Span
from recognition.preparation.prepare import Prepared, centre_by_mass, prepare_ink
from recognition.preparation.segmented_ink import SegmentedInk

MAX_DIGITS = 12
# A piece takes about 0.3 ms; one visitor's scribble must not delay the others.
MAX_PIECES = 96

# Costs are negative logarithms of probabilities, lengths relative to a line's height. The values were tuned on
# numbers composed of real pen strokes: most are segmented correctly, and hardly any single digit is cut.
SEVERAL_DIGITS = 1.5
EACH_DIGIT = 0.3
LOW, LOW_COSTS = 0.5, 6.0
WIDE, WIDE_COSTS = 1.1, 2.5
GAP, GAP_COSTS = 0.1, 10.0
TALL, TALL_COSTS = 0.6, 5.0
CROSSED_COSTS = 3.0
# A blot, such as a click beside the digits; it belongs to no digit.
BLOT, BLOT_COSTS = 0.3, 2.0
# A piece that costs more does not look like a digit.
UNREADABLE = 1.0
MOSTLY = 0.7

Read = Callable[[NDArray[np.uint8]], tuple[NDArray[np.float32], NDArray[np.float32]]]
Lines = list[list[Prepared]]


class Splitter:
    """Segments ink into digits.

    Args:
        read: maps digits, uint8 (n, 28, 28), to their probabilities, float32 (n, 10), and the probability that each is
            no digit, (n,).
    """

    def __init__(self, read: Read) -> None:
        self._read = read

    def split(self, inks: Sequence[SegmentedInk]) -> list[Lines]:
        """Return the digits of each picture, in lines from top to bottom, each from left to right; at least one.

        Ink that does not look like a number stays one digit; with too many pieces or digits it is rejected as one.
        """
        spans = [_spans(ink) for ink in inks]
        pictures = [_pictures(ink, of_ink) for ink, of_ink in zip(inks, spans, strict=True)]
        costs = iter(self._costs([picture for of_ink in pictures for picture in of_ink]))
        return [
            _digits(ink, of_ink, [next(costs) for _ in its_pictures])
            for ink, of_ink, its_pictures in zip(inks, spans, pictures, strict=True)
        ]

    def _costs(self, pieces: list[NDArray[np.uint8]]) -> list[float]:
        """Return each piece's cost: high if it does not look like a digit."""
        if not pieces:
            return []
        probabilities, not_digit = self._read(np.stack(pieces))
        best = probabilities.max(axis=1) * (1.0 - not_digit)
        costs: list[float] = (-np.log(np.maximum(best, 1e-6))).tolist()
        return costs


def _spans(ink: SegmentedInk) -> list[list[Span]]:
    """Return the candidate pieces of each line; no lines if there are too many."""
    spans = [line.spans() for line in ink.lines]
    return spans if sum(map(len, spans)) <= MAX_PIECES else []


def _pictures(ink: SegmentedInk, spans: list[list[Span]]) -> list[NDArray[np.uint8]]:
    """Return the network's inputs: all ink as one digit, and each piece."""
    if not spans:
        return []
    pieces = [line.cropped(span) for line, of_line in zip(ink.lines, spans, strict=True) for span in of_line]
    return [ink.whole.digit, *(np.asarray(centre_by_mass(piece)) for piece in pieces)]


def _digits(ink: SegmentedInk, spans: list[list[Span]], picture_costs: list[float]) -> Lines:
    if not ink.lines:
        return [[ink.whole]]
    if not spans:
        return [[_refused(ink.whole)]]
    whole_cost, *piece_costs = picture_costs
    of_pieces = iter(piece_costs)
    costs = [{span: next(of_pieces) for span in of_line} for of_line in spans]
    paths = best_paths(ink.lines, whole_cost, costs)
    chosen = [of_line[span] for of_line, path in zip(costs, paths, strict=True) for span in path]
    if sum(cost > UNREADABLE for cost in chosen) > MOSTLY * len(chosen):
        return [[ink.whole]]
    size = ink.whole.size
    lines = [
        [digit for span in path if (digit := prepare_ink(line.alone(span), size)).reason is None]
        for line, path in zip(ink.lines, paths, strict=True)
    ]
    if sum(map(len, lines)) > MAX_DIGITS:
        return [[_refused(ink.whole)]]
    return [line for line in lines if line] or [[ink.whole]]


def _refused(whole: Prepared) -> Prepared:
    return dataclasses.replace(whole, reason="not_digit")


def best_paths(lines: Sequence[Line], whole_cost: float, costs: Sequence[Mapping[Span, float]]) -> list[list[Span]]:
    """Return for each line the most likely digits as spans of atoms, from left to right; none if all ink is one digit.

    Args:
        lines: at least one.
        whole_cost: cost of all ink as one digit.
        costs: for each line the cost of each of its spans.
    """
    found = [_best_path(line, of_line) for line, of_line in zip(lines, costs, strict=True)]
    paths = [path for _, path in found]
    is_one = whole_cost + _unlikeliness_of_one(lines) <= SEVERAL_DIGITS + sum(cost for cost, _ in found)
    return [[] for _ in paths] if is_one and sum(map(len, paths)) > 1 else paths


def _unlikeliness_of_one(lines: Sequence[Line]) -> float:
    """Return the cost of several lines of writing being one digit."""
    if len(lines) == 1:
        return _unlikeliness(lines[0], (0, len(lines[0].boxes)))
    gaps = [below.boxes[:, 1].min() - above.boxes[:, 3].max() for above, below in itertools.pairwise(lines)]
    height = max(line.height for line in lines)
    return EACH_DIGIT + GAP_COSTS * sum(max(0.0, float(gap) / height - GAP) for gap in gaps)


def _best_path(line: Line, costs: Mapping[Span, float]) -> tuple[float, list[Span]]:
    """Return the cost and the spans of a line's most likely digits."""
    paths: list[tuple[float, list[Span]]] = [(0.0, [])]
    for end in range(1, len(line.boxes) + 1):
        options = [
            (paths[first][0] + cost + _unlikeliness(line, (first, last)), [*paths[first][1], (first, last)])
            for (first, last), cost in costs.items()
            if last == end
        ]
        if _is_blot(line, end - 1):
            options.append((paths[end - 1][0] + BLOT_COSTS, paths[end - 1][1]))
        paths.append(min(options))
    return paths[-1]


def _unlikeliness(line: Line, span: Span) -> float:
    """Return the cost of a piece's geometry."""
    first, end = span
    width, height = _extent(line, span)
    cost = EACH_DIGIT + LOW_COSTS * max(0.0, LOW - height) + WIDE_COSTS * max(0.0, width - WIDE)
    cost += CROSSED_COSTS * line.crossed[first] if first else 0.0
    return cost + sum(_gap_costs(line, first, middle, end) for middle in range(first + 1, end))


def _gap_costs(line: Line, first: int, middle: int, end: int) -> float:
    """Return the cost of two groups of atoms, the second from `middle` on, being one digit; 0.0 if they touch."""
    if line.crossed[middle]:
        return 0.0
    gap = (line.boxes[middle:end, 0].min() - line.boxes[first:middle, 2].max()) / line.height
    lower = min(_extent(line, (first, middle))[1], _extent(line, (middle, end))[1])
    return GAP_COSTS * max(0.0, float(gap) - GAP) + TALL_COSTS * max(0.0, lower - TALL)


def _is_blot(line: Line, atom: int) -> bool:
    return max(_extent(line, (atom, atom + 1))) < BLOT


def _extent(line: Line, span: Span) -> tuple[float, float]:
    """Return a piece's width and height, relative to the line's height."""
    boxes = line.boxes[slice(*span)]
    width, height = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
    return float(width / line.height), float(height / line.height)
