"""Generate shapes that people draw to test a digit reader, and meaningless lines."""

from collections.abc import Callable

import numpy as np

from training.pen.curves import Points, Strokes, line_through

_RING = "50,0 18,8 0,44 14,86 50,100 86,86 100,46 84,10 50,0"

# Skeletons (see `curves`).
SHAPES: dict[str, tuple[str, ...]] = {
    "triangle": ("50,0 100,90! 0,90! 50,0", "0,0 90,48! 0,96! 0,0", "4,2 96,2! 50,88! 4,2"),
    "square": ("2,2 2,98! 98,98! 98,2! 2,2", "2,2 98,2! 98,98! 2,98! 2,2"),
    "rectangle": ("2,2 2,60! 98,60! 98,2! 2,2",),
    "star": (
        "50,0 80,96! 0,36! 100,36! 20,96! 50,0",
        "50,0 62,36! 100,38! 70,60! 82,98! 50,76! 18,98! 30,60! 0,38! 38,36! 50,0",
    ),
    "heart": ("50,26 30,0 2,18 10,56 50,96! 90,56 98,18 70,0 50,26",),
    "arrow": (
        "0,50 100,50 | 64,18 100,50! 64,82",
        "0,50 100,50! 66,22 | 100,50 66,80",
        "100,50 0,50 | 36,18 0,50! 36,82",
        "50,100 50,0 | 18,36 50,0! 82,36",
        "50,0 50,100 | 18,64 50,100! 82,64",
    ),
    "check mark": ("0,56 32,98! 100,0", "0,70 20,96! 90,10"),
    "plus": ("50,0 50,100 | 0,50 100,50",),
    "cross": ("4,4 96,96 | 96,4 4,96",),
    "hash": ("36,0 26,100 | 74,0 64,100 | 0,34 100,32 | 0,68 98,66",),
    "house": (
        "10,42 10,100! 90,100! 90,42 | 0,46 50,0! 100,46 | 42,100 42,68! 60,68! 60,100",
        "4,100 4,40! 96,40! 50,0! 4,40! 96,100! 96,40! 4,100! 96,100",
    ),
    "face": (
        f"{_RING} | 34,34 35,40 | 66,34 67,40 | 26,62 50,80 74,62",
        f"{_RING} | 34,34 35,40 | 66,34 67,40 | 28,74 50,62 74,74",
        f"{_RING} | 32,32 33,40 | 68,32 67,40 | 50,44 46,58! 54,58 | 26,68 50,84 74,68",
        "20,10 20,30 | 70,10 70,30 | 0,60 20,84 50,90 76,82 94,58",
    ),
    "wave": ("0,10 14,0 30,20 44,36 60,20 76,2 92,18 106,34", "0,20 20,0 40,20 60,40 80,20 100,0 120,20 140,40"),
    "sun": (
        "50,26 26,50 50,74 74,50 50,26 | 50,0 50,14 | 50,86 50,100 | 0,50 14,50 | 86,50 100,50"
        " | 14,14 24,24 | 76,76 86,86 | 86,14 76,24 | 24,76 14,86",
    ),
    "cloud": ("14,70 0,50 16,36! 20,12 46,14! 62,0 84,12 84,32! 104,40 100,66 84,70! 14,70",),
    "flower": (
        "50,34 38,18 50,0 62,18 50,34! 70,26 88,36 72,50 50,34! 60,60 46,74 40,56 50,34! 26,48 12,36 28,24 50,34"
        " | 50,60 48,130",
    ),
    "note": ("20,80 4,76 2,92 18,96 24,82! 26,0! 60,26",),
}


def scribble(rng: np.random.Generator) -> Strokes:
    """Return a line that wanders at random."""
    return [line_through(rng.random((rng.integers(10, 25), 2)))]


def coil(rng: np.random.Generator) -> Strokes:
    """Return a line that circles with an offset, unlike a bold 0."""
    angle = np.arange(0.0, 2 * np.pi * rng.uniform(3.0, 8.0), 0.35)
    radius = np.interp(angle, np.arange(0.0, 56.0, 3.0), rng.uniform(0.5, 1.0, 19))
    way = angle[:, None] / angle[-1] * rng.uniform(0.8, 5.0) * [1.0, 0.0]
    return [_turned(radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1) + way, rng)]


def zigzag(rng: np.random.Generator) -> Strokes:
    """Return a zigzag with six or more turns."""
    count = rng.integers(7, 16)
    x = np.linspace(0.0, rng.uniform(0.4, 2.0), count) + rng.normal(0.0, 0.02, count)
    y = np.arange(count) % 2 + rng.normal(0.0, 0.1, count)
    corners = tuple(range(1, count - 1)) if rng.random() < 0.6 else ()
    return [_turned(line_through(np.stack([x, y], axis=1), corners), rng)]


def spiral(rng: np.random.Generator) -> Strokes:
    """Return an inward spiral with more than two turns: a digit has fewer."""
    angle = np.arange(0.0, 2 * np.pi * rng.uniform(2.2, 4.5), 0.3)
    radius = np.linspace(1.0, rng.uniform(0.0, 0.2), len(angle))
    width = rng.choice([-1.0, 1.0]) * rng.uniform(0.6, 1.0)
    return [_turned(radius[:, None] * np.stack([np.cos(angle) * width, np.sin(angle)], axis=1), rng)]


def lines(rng: np.random.Generator) -> Strokes:
    """Return four to ten random straight lines."""
    return [line_through(rng.random((2, 2))) for _ in range(rng.integers(4, 11))]


def hatching(rng: np.random.Generator) -> Strokes:
    """Return four to ten parallel lines."""
    positions = np.linspace(0.0, rng.uniform(0.6, 1.4), rng.integers(4, 11))
    ends = [np.array([[x, 0.0], [x, 1.0]]) + rng.normal(0.0, 0.04, (2, 2)) for x in positions]
    turn = _rotation(rng.uniform(0.0, np.pi))
    return [line_through(line) @ turn for line in ends]


LINES: dict[str, Callable[[np.random.Generator], Strokes]] = {
    "scribble": scribble,
    "coil": coil,
    "zigzag": zigzag,
    "spiral": spiral,
    "lines": lines,
    "hatching": hatching,
}


def _turned(line: Points, rng: np.random.Generator) -> Points:
    return np.asarray(line @ _rotation(rng.uniform(0.0, 2 * np.pi)))


def _rotation(angle_rad: float) -> Points:
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[cos, -sin], [sin, cos]])
