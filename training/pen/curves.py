"""Skeletons of signs: a few knots per stroke, and smooth curves through them.

A skeleton is written as "x,y x,y! … | x,y …": knots in hundredths of the height, x to the right and y down, "!"
after a knot where the line has a corner, "|" where the pen is lifted.
"""

import functools
import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Strokes = list[Points]  # each (n, 2): x right, y down

STEP = 0.03  # the distance between points of a line, as a share of the skeleton's height


@dataclass(frozen=True)
class Knots:
    """The knots of one stroke of a skeleton.

    Attributes:
        points: float64 (n, 2), n ≥ 2, read-only.
        corners: indices of knots with a corner, ascending; neither the first nor the last.
    """

    points: Points
    corners: tuple[int, ...]


@functools.cache
def read_skeleton(text: str) -> tuple[Knots, ...]:
    """Parse a skeleton in the notation above."""
    return tuple(_read_stroke(stroke.split()) for stroke in text.split("|"))


def _read_stroke(words: list[str]) -> Knots:
    points = np.array([word.rstrip("!").split(",") for word in words], np.float64) / 100.0
    points.flags.writeable = False
    return Knots(points, tuple(number for number, word in enumerate(words) if word.endswith("!")))


def line_through(points: Points, corners: tuple[int, ...] = ()) -> Points:
    """Interpolate knots by a line that is smooth except at corners.

    Args:
        points: float64 (n, 2), n ≥ 2.
        corners: indices of knots, ascending.

    Returns:
        float64 (m, 2), points about `STEP` apart.
    """
    bounds = (0, *corners, len(points) - 1)
    pieces = [_spline(points[start : end + 1]) for start, end in itertools.pairwise(bounds)]
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])


def _spline(points: Points) -> Points:
    """Interpolate points by cubic Hermite splines, with tangents of parabolas through each point and its neighbours."""
    times = lengths(points)
    count = int(np.ceil(times[-1] / STEP)) + 1
    gradients = np.gradient(points, times, axis=0, edge_order=1 if len(points) == 2 else 2)
    at = np.linspace(0.0, times[-1], max(count, 2))
    before = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(points) - 2)
    span = np.diff(times)[before, None]
    u = (at[:, None] - times[before, None]) / span
    start, end = points[before], points[before + 1]
    return np.asarray(
        (1 + 2 * u) * (1 - u) ** 2 * start
        + u**2 * (3 - 2 * u) * end
        + span * u * (1 - u) * ((1 - u) * gradients[before] - u * gradients[before + 1])
    )


def lengths(points: Points) -> NDArray[np.float64]:
    """Return the arc length at each point: float64 (n,), from 0, strictly increasing."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(np.maximum(steps, 1e-6))])
