"""Extract the pen's strokes from Fabric's JSON of a canvas."""

import cmath
import math
from typing import Any, TypeAlias

Point: TypeAlias = tuple[float, float]
Stroke: TypeAlias = tuple[Point, ...]


def strokes_of(drawing: dict[str, Any]) -> tuple[Stroke, ...]:
    """Return the points of each stroke.

    Args:
        drawing: Fabric's JSON of a canvas from a browser: `objects`, each with its `path` of "M", "Q" and "L".

    Returns:
        (x, y) in pixels of the canvas, y down, including later moves, scaling and rotation. No strokes if the drawing
        contains anything but strokes of one ink, such as a picture or erased parts.
    """
    try:
        strokes = tuple(stroke_of(each) for each in drawing["objects"])
        colors = {each["stroke"] for each in drawing["objects"]}
    except (KeyError, TypeError, ValueError, IndexError, OverflowError):
        return ()
    return strokes if len(colors) == 1 else ()


def stroke_of(path: dict[str, Any]) -> Stroke:
    """Return the points of one stroke, see `strokes_of`.

    Raises:
        KeyError, TypeError, ValueError, IndexError or OverflowError: it is no valid path of Fabric.
    """
    commands = [(command[0], [float(value) for value in command[1:]]) for command in path["path"]]
    left, top, right, bottom = _bounds(commands)
    # Fabric stores a path's current centre, and its rotation and scaling about it.
    turn = cmath.rect(1, math.radians(path["angle"]))
    scale_x = -path["scaleX"] if path["flipX"] else path["scaleX"]
    scale_y = -path["scaleY"] if path["flipY"] else path["scaleY"]
    stroke = []
    for _name, (x, y, *_end) in commands:  # for a curve, the first point is the pen's position
        scaled = complex((x - (left + right) / 2) * scale_x, (y - (top + bottom) / 2) * scale_y)
        placed = scaled * turn + complex(path["left"], path["top"])
        stroke.append((placed.real, placed.imag))
    return tuple(stroke)


def _bounds(commands: list[tuple[str, list[float]]]) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the curve itself."""
    reached: list[Point] = []
    for name, values in commands:
        end = (values[-2], values[-1])
        if name == "Q":
            reached.append(_farthest(reached[-1], (values[0], values[1]), end))
        reached.append(end)
    xs, ys = zip(*reached, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _farthest(start: Point, control: Point, end: Point) -> Point:
    """Return a quadratic curve's extremum on each axis; its end if there is none."""
    reached = []
    for first, middle, last in zip(start, control, end, strict=True):
        bend = first - 2 * middle + last
        share = (first - middle) / bend if bend else 1.0
        turns = 0.0 < share < 1.0
        reached.append((1 - share) ** 2 * first + 2 * share * (1 - share) * middle + share**2 * last if turns else last)
    return reached[0], reached[1]
