"""A measured figure: one JSON object a line as they come, and a table at the end."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Options:
    """What the command line asks for.

    Attributes:
        quick: fewer repetitions, for trying a benchmark out; its figures are rough.
        strokes: a file of pen strokes, for those that read what people wrote.
        source: only the strokes of sources that start so.
        model: id of the model that is measured.
        count: how many drawings or numbers are read.
    """

    quick: bool = False
    strokes: str = ""
    source: str = ""
    model: str = ""
    count: int = 1000


@dataclass(frozen=True)
class Figure:
    """One measured number.

    Attributes:
        bench: which benchmark.
        metric: what was measured, e.g. "pen-up to answer, p50".
        value: the number.
        unit: e.g. "ms", "MB", "%", "a second".
        baseline: the same for what it is compared with; None where there is nothing to compare.
        at_most, at_least: its goal.
        note: what else a reader of the table should know.
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
        """Value by baseline: 0.1 is a tenth of it."""
        return self.value / self.baseline if self.baseline else None

    @property
    def is_good(self) -> bool:
        """Whether it reaches its goal; a figure without one does."""
        too_high = self.at_most is not None and self.value > self.at_most
        too_low = self.at_least is not None and self.value < self.at_least
        return not (too_high or too_low)

    def to_json(self) -> str:
        """The figure as one line."""
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
    """What `percent` of 100 values stay below.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("Nothing was measured, so there is no percentile. Received: no values.")
    return float(np.percentile(np.array(values), percent))


def say(text: str) -> None:
    """Tell the person at the terminal how far it is; standard output is for figures."""
    print(text, file=sys.stderr, flush=True)


def to_table(figures: Sequence[Figure]) -> str:
    """All figures, aligned, with their goals; "missed" marks those that do not reach theirs."""
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
