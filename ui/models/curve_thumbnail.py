"""Thumbnails of training curves."""

import base64
import math
from collections.abc import Sequence

import streamlit as st

from training.results import History

WIDTH, HEIGHT = 96, 44
_MARGIN = 4
# Colours of training and validation, fixed since an image cannot use the page's theme.
_COLORS = {"light": ("#2f4bd8", "#d96b00"), "dark": ("#8aa0ff", "#ffa94d")}


def curve_thumbnail(history: History) -> str:
    """Return the accuracy by epoch as an HTML image: training solid, validation dashed; "" without a history."""
    figures = [history.get(name, ()) for name in ("accuracy", "val_accuracy")]
    seen = [value for values in figures for value in values if math.isfinite(value)]
    low, high = (min(seen), max(seen)) if seen else (0.0, 1.0)
    colors = _COLORS["dark" if st.context.theme.type == "dark" else "light"]
    lines = "".join(
        f'<polyline points="{_points(values, low, high)}" fill="none" stroke="{color}" stroke-width="2"{dashes}/>'
        for values, color, dashes in zip(figures, colors, ("", ' stroke-dasharray="4 3"'), strict=True)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{lines}</svg>'
    picture = base64.b64encode(svg.encode()).decode()
    return f'<img class="curve-thumbnail" src="data:image/svg+xml;base64,{picture}" alt="">'


def _points(values: Sequence[float], low: float, high: float) -> str:
    step = (WIDTH - 2 * _MARGIN) / max(1, len(values) - 1)
    rise = (HEIGHT - 2 * _MARGIN) / ((high - low) or 1.0)
    points = [
        (_MARGIN + epoch * step, HEIGHT - _MARGIN - (value - low) * rise)
        for epoch, value in enumerate(values)
        if math.isfinite(value)
    ]
    if len(points) == 1:  # a single epoch is a short line, as a path of one point would be invisible
        points.append((points[0][0] + 6, points[0][1]))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
