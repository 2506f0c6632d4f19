"""A canvas's report, as Fabric writes it: what a browser sends when the pen is lifted."""

from collections.abc import Sequence
from typing import Any

INK, PAPER = "#16224d", "#ffffff"
SEVEN = ((180, 160), (440, 160), (290, 510))


def fabric_path(points: Sequence[tuple[float, float]] = SEVEN, color: str = INK, width: int = 36) -> dict[str, Any]:
    """A stroke through these points, in pixels of the canvas."""
    first, *rest = points
    path: list[list[Any]] = [["M", *first], *(["L", *point] for point in rest)]
    xs, ys = zip(*points, strict=True)
    middle = {"left": (min(xs) + max(xs)) / 2, "top": (min(ys) + max(ys)) / 2}
    untouched = {"scaleX": 1, "scaleY": 1, "angle": 0, "flipX": False, "flipY": False}
    return {"type": "Path", "stroke": color, "strokeWidth": width, "path": path} | middle | untouched


def canvas_report(*objects: dict[str, Any]) -> dict[str, Any]:
    """What stands in the session under `state.CANVAS` after the strokes were drawn."""
    return {"drawing": {"raw": {"version": "7.0.0", "objects": list(objects)}, "data": None}, "backgroundFit": None}
