"""Telling how many digits are on a picture: of all ways to cut its ink into digits, the one that reads best.

The pieces between the places where ink may be cut make up a graph from left to right. A network says how much each
piece looks like a digit, geometry how likely its form is, and the cheapest way through the graph is the number.
Source: Matan, Burges, LeCun, Denker 1992, "Multi-digit recognition using a space displacement neural network"; LeCun,
Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition", section V. No TensorFlow here.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from preparation.pieces import Line, Span
from preparation.prepare import Prepared, centre_by_mass, prepare_ink
from preparation.sketch import Sketch

MAX_DIGITS = 12
# A piece costs about 0.3 ms, and one visitor's scribble must not keep the others waiting.
MAX_PIECES = 96

# Costs are negative logarithms of probabilities, lengths parts of the line's height. The figures were tried out on
# numbers composed of real pen strokes, so that most of them are cut rightly and hardly any single digit is cut.
EACH_DIGIT = 0.3
LOW, LOW_COSTS = 0.5, 6.0
WIDE, WIDE_COSTS = 1.1, 2.5
GAP, GAP_COSTS = 0.1, 10.0
TALL, TALL_COSTS = 0.6, 5.0
CROSSED_COSTS = 3.0
# A click beside the digits; it is no digit, and none of it.
BLOT, BLOT_COSTS = 0.3, 2.0
# What costs more looks like no digit.
UNREADABLE = 1.0

Read = Callable[[NDArray[np.uint8]], tuple[NDArray[np.float32], NDArray[np.float32]]]
Lines = list[list[Prepared]]
Costs = dict[Span, float]


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
        pieces = [
            line.cropped(span)
            for sketch, of_sketch in zip(sketches, spans, strict=True)
            for line, of_line in zip(sketch.lines, of_sketch, strict=False)
            for span in of_line
        ]
        costs = iter(self._costs([np.asarray(centre_by_mass(piece)) for piece in pieces]))
        return [
            _digits(sketch, [{span: next(costs) for span in of_line} for of_line in of_sketch])
            for sketch, of_sketch in zip(sketches, spans, strict=True)
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
    """For each line the pieces that are to be looked at; none where there are too many."""
    spans = [line.spans() for line in sketch.lines]
    return spans if sum(map(len, spans)) <= MAX_PIECES else []


def _digits(sketch: Sketch, costs: list[Costs]) -> Lines:
    if not sketch.lines:
        return [[sketch.whole]]
    refused = [[dataclasses.replace(sketch.whole, reason="not_digit")]]
    if not costs:
        return refused
    ways = [best_way(line, of_line) for line, of_line in zip(sketch.lines, costs, strict=True)]
    chosen = [of_line[span] for of_line, way in zip(costs, ways, strict=True) for span in way]
    if sum(cost > UNREADABLE for cost in chosen) * 2 > len(chosen):
        return [[sketch.whole]]
    size = sketch.whole.size
    lines = [
        [digit for span in way if (digit := prepare_ink(line.alone(span), size)).reason is None]
        for line, way in zip(sketch.lines, ways, strict=True)
    ]
    lines = [line for line in lines if line]
    if sum(map(len, lines)) > MAX_DIGITS:
        return refused
    return lines or [[sketch.whole]]


def best_way(line: Line, costs: Mapping[Span, float]) -> list[Span]:
    """The spans of atoms, from left to right, that are most likely the digits of a line.

    Args:
        line: the line.
        costs: of each of its spans, how little it looks like a digit.
    """
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
    return ways[-1][1]


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
