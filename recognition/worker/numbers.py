"""Counting the digits on a picture: of all ways to cut its ink into digits, the one that reads best.

The pieces between the places where ink may be cut make up a graph from left to right. A network says how much each
piece looks like a digit, geometry how likely its form is, and the cheapest way through the graph is the number.
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
from recognition.preparation.sketch import Sketch

MAX_DIGITS = 12
# A piece costs about 0.3 ms, and one visitor's scribble must not keep the others waiting.
MAX_PIECES = 96

# Costs are negative logarithms of probabilities, lengths parts of a line's height. The figures were tried out on
# numbers composed of real pen strokes, so that most of them are cut rightly and hardly any single digit is cut.
SEVERAL_DIGITS = 1.5
EACH_DIGIT = 0.3
LOW, LOW_COSTS = 0.5, 6.0
WIDE, WIDE_COSTS = 1.1, 2.5
GAP, GAP_COSTS = 0.1, 10.0
TALL, TALL_COSTS = 0.6, 5.0
CROSSED_COSTS = 3.0
# A click beside the digits; it is no digit, and part of none.
BLOT, BLOT_COSTS = 0.3, 2.0
# What costs more looks like no digit.
UNREADABLE = 1.0
MOSTLY = 0.7

Read = Callable[[NDArray[np.uint8]], tuple[NDArray[np.float32], NDArray[np.float32]]]
Lines = list[list[Prepared]]


class Splitter:
    """Cuts ink into digits.

    Args:
        read: from digits, uint8 (n, 28, 28), to their probabilities, float32 (n, 10), and that each is none, (n,).
    """

    def __init__(self, read: Read) -> None:
        self._read = read

    def split(self, sketches: Sequence[Sketch]) -> list[Lines]:
        """The digits of each picture, in lines from top to bottom, each from left to right; at least one.

        What does not look like a number stays one digit; what has too many pieces or digits is refused as one.
        """
        spans = [_spans(sketch) for sketch in sketches]
        pictures = [_pictures(sketch, of_sketch) for sketch, of_sketch in zip(sketches, spans, strict=True)]
        costs = iter(self._costs([picture for of_sketch in pictures for picture in of_sketch]))
        return [
            _digits(sketch, of_sketch, [next(costs) for _ in its_pictures])
            for sketch, of_sketch, its_pictures in zip(sketches, spans, pictures, strict=True)
        ]

    def _costs(self, pieces: list[NDArray[np.uint8]]) -> list[float]:
        """How little each piece looks like a digit."""
        if not pieces:
            return []
        probabilities, not_digit = self._read(np.stack(pieces))
        best = probabilities.max(axis=1) * (1.0 - not_digit)
        costs: list[float] = (-np.log(np.maximum(best, 1e-6))).tolist()
        return costs


def _spans(sketch: Sketch) -> list[list[Span]]:
    """For each line the pieces that are to be looked at; no lines where there are too many."""
    spans = [line.spans() for line in sketch.lines]
    return spans if sum(map(len, spans)) <= MAX_PIECES else []


def _pictures(sketch: Sketch, spans: list[list[Span]]) -> list[NDArray[np.uint8]]:
    """What the network is asked about: all ink as one digit, and each piece."""
    if not spans:
        return []
    pieces = [line.cropped(span) for line, of_line in zip(sketch.lines, spans, strict=True) for span in of_line]
    return [sketch.whole.digit, *(np.asarray(centre_by_mass(piece)) for piece in pieces)]


def _digits(sketch: Sketch, spans: list[list[Span]], picture_costs: list[float]) -> Lines:
    if not sketch.lines:
        return [[sketch.whole]]
    if not spans:
        return [[_refused(sketch.whole)]]
    whole_cost, *piece_costs = picture_costs
    of_pieces = iter(piece_costs)
    costs = [{span: next(of_pieces) for span in of_line} for of_line in spans]
    ways = best_ways(sketch.lines, whole_cost, costs)
    chosen = [of_line[span] for of_line, way in zip(costs, ways, strict=True) for span in way]
    if sum(cost > UNREADABLE for cost in chosen) > MOSTLY * len(chosen):
        return [[sketch.whole]]
    size = sketch.whole.size
    lines = [
        [digit for span in way if (digit := prepare_ink(line.alone(span), size)).reason is None]
        for line, way in zip(sketch.lines, ways, strict=True)
    ]
    if sum(map(len, lines)) > MAX_DIGITS:
        return [[_refused(sketch.whole)]]
    return [line for line in lines if line] or [[sketch.whole]]


def _refused(whole: Prepared) -> Prepared:
    return dataclasses.replace(whole, reason="not_digit")


def best_ways(lines: Sequence[Line], whole_cost: float, costs: Sequence[Mapping[Span, float]]) -> list[list[Span]]:
    """For each line the spans of atoms, from left to right, that are likely its digits; none where all is one digit.

    Args:
        lines: at least one.
        whole_cost: how little all ink together looks like a digit.
        costs: for each line how little each of its spans does.
    """
    found = [_best_way(line, of_line) for line, of_line in zip(lines, costs, strict=True)]
    ways = [way for _, way in found]
    is_one = whole_cost + _unlikeliness_of_one(lines) <= SEVERAL_DIGITS + sum(cost for cost, _ in found)
    return [[] for _ in ways] if is_one and sum(map(len, ways)) > 1 else ways


def _unlikeliness_of_one(lines: Sequence[Line]) -> float:
    """What it costs that lines of writing are one digit."""
    if len(lines) == 1:
        return _unlikeliness(lines[0], (0, len(lines[0].boxes)))
    gaps = [below.boxes[:, 1].min() - above.boxes[:, 3].max() for above, below in itertools.pairwise(lines)]
    height = max(line.height for line in lines)
    return EACH_DIGIT + GAP_COSTS * sum(max(0.0, float(gap) / height - GAP) for gap in gaps)


def _best_way(line: Line, costs: Mapping[Span, float]) -> tuple[float, list[Span]]:
    """The likeliest digits of a line, and what they cost."""
    ways: list[tuple[float, list[Span]]] = [(0.0, [])]
    for end in range(1, len(line.boxes) + 1):
        options = [
            (ways[first][0] + cost + _unlikeliness(line, (first, last)), [*ways[first][1], (first, last)])
            for (first, last), cost in costs.items()
            if last == end
        ]
        if _is_blot(line, end - 1):
            options.append((ways[end - 1][0] + BLOT_COSTS, ways[end - 1][1]))
        ways.append(min(options))
    return ways[-1]


def _unlikeliness(line: Line, span: Span) -> float:
    """What the form of a piece costs, whatever it looks like."""
    first, end = span
    width, height = _extent(line, span)
    cost = EACH_DIGIT + LOW_COSTS * max(0.0, LOW - height) + WIDE_COSTS * max(0.0, width - WIDE)
    cost += CROSSED_COSTS * line.crossed[first] if first else 0.0
    return cost + sum(_gap_costs(line, first, middle, end) for middle in range(first + 1, end))


def _gap_costs(line: Line, first: int, middle: int, end: int) -> float:
    """What it costs that two groups of atoms that do not touch, the second from `middle` on, are one digit."""
    if line.crossed[middle]:
        return 0.0
    gap = (line.boxes[middle:end, 0].min() - line.boxes[first:middle, 2].max()) / line.height
    lower = min(_extent(line, (first, middle))[1], _extent(line, (middle, end))[1])
    return GAP_COSTS * max(0.0, float(gap) - GAP) + TALL_COSTS * max(0.0, lower - TALL)


def _is_blot(line: Line, atom: int) -> bool:
    return max(_extent(line, (atom, atom + 1))) < BLOT


def _extent(line: Line, span: Span) -> tuple[float, float]:
    """Width and height of a piece, in parts of the line's height."""
    boxes = line.boxes[slice(*span)]
    width, height = boxes[:, 2:].max(axis=0) - boxes[:, :2].min(axis=0)
    return float(width / line.height), float(height / line.height)
