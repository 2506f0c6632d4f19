"""Measured figures: one JSON object per line as they are measured, and a table at the end."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Options:
    """The command line's options.

    Attributes:
        quick: fewer repetitions, to try a benchmark; its figures are rough.
        strokes: a file of people's pen strokes, for the benchmarks that need it.
        source: only strokes whose source starts with this.
        model: the id of the measured model.
        count: the number of drawings or numbers.
    """

    quick: bool = False
    strokes: str = ""
    source: str = ""
    model: str = ""
    count: int = 1000


@dataclass(frozen=True)
class Figure:
    """A measured figure.

    Attributes:
        bench: the benchmark's name.
        metric: what was measured, e.g. "pen-up to answer, p50".
        value: the number.
        unit: e.g. "ms", "MB", "%", "a second".
        baseline: the same for the baseline; None without one.
        at_most, at_least: its goal.
        note: a remark for the table's readers.
    """

    bench: str
    metric: str
    value: float
    unit: str
    baseline: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the value divided by the baseline: 0.1 is a tenth of it."""
        return self.value / self.baseline if self.baseline else None

    @property
    def is_good(self) -> bool:
        """Return whether the figure reaches its goal, or has none."""
        too_high = self.at_most is not None and self.value > self.at_most
        too_low = self.at_least is not None and self.value < self.at_least
        return not (too_high or too_low)

    def to_json(self) -> str:
        """Return the figure as one line of JSON."""
        return json.dumps(
            {
                "bench": self.bench,
                "metric": self.metric,
                "value": _rounded(self.value),
                "unit": self.unit,
                "baseline": _rounded(self.baseline),
                "ratio": _rounded(self.ratio),
            },
            ensure_ascii=False,
        )


def percentile(values: Sequence[float], percent: float) -> float:
    """Return a percentile of the values.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("Nothing was measured, so there is no percentile. Received: no values.")
    return float(np.percentile(np.array(values), percent))


def say(text: str) -> None:
    """Print progress to standard error; standard output is for figures."""
    print(text, file=sys.stderr, flush=True)


def to_table(figures: Sequence[Figure]) -> str:
    """Return an aligned table of all figures with their goals; "missed" marks those that fail theirs."""
    rows = [("bench", "metric", "value", "baseline", "ratio", "goal", "")]
    for figure in figures:
        rows.append(
            (
                figure.bench,
                figure.metric,
                f"{_short(figure.value)} {figure.unit}",
                "" if figure.baseline is None else _short(figure.baseline),
                "" if figure.ratio is None else f"{figure.ratio:.3g}",
                _goal(figure),
                "; ".join(part for part in ("" if figure.is_good else "missed", figure.note) if part),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _goal(figure: Figure) -> str:
    bounds = (("≥", figure.at_least), ("≤", figure.at_most))
    return " and ".join(f"{sign} {_short(bound)}" for sign, bound in bounds if bound is not None)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}") if abs(value) < 1000 else round(value, 1)
