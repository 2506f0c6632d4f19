"""A training's curves as a small picture."""

import math
from collections.abc import Sequence

from training.results import History

WIDTH, HEIGHT = 96, 44
_MARGIN = 4


def curve_thumbnail(history: History) -> str:
    """The accuracy by epoch as an SVG: training solid, validation dashed; an empty frame where nothing is known."""
    figures = [history.get(name, ()) for name in ("accuracy", "val_accuracy")]
    seen = [value for values in figures for value in values if math.isfinite(value)]
    low, high = (min(seen), max(seen)) if seen else (0.0, 1.0)
    lines = "".join(
        f'<polyline class="{kind}" points="{_points(values, low, high)}" fill="none" stroke-width="2"></polyline>'
        for kind, values in zip(("thumbnail-training", "thumbnail-validation"), figures, strict=True)
    )
    return (
        f'<svg class="curve-thumbnail" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'aria-hidden="true">{lines}</svg>'
    )


def _points(values: Sequence[float], low: float, high: float) -> str:
    step = (WIDTH - 2 * _MARGIN) / max(1, len(values) - 1)
    rise = (HEIGHT - 2 * _MARGIN) / ((high - low) or 1.0)
    places = [
        (_MARGIN + epoch * step, HEIGHT - _MARGIN - (value - low) * rise)
        for epoch, value in enumerate(values)
        if math.isfinite(value)
    ]
    if len(places) == 1:  # one epoch is a short stroke, where a line of one point would show nothing
        places.append((places[0][0] + 6, places[0][1]))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
