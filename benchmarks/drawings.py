"""Accuracy on people's digits drawn on a canvas, with our preprocessing and the tutorials'; needs a file of strokes."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.processes import with_tensorflow
from benchmarks.report import Figure, Options, say
from model_store import DEFAULT_MODEL

MODELS = (DEFAULT_MODEL, "dense-128")
MEAN_GOAL = 98.8
WORST_CONDITION_GOAL = 98.0
WORST_DIGIT_GOAL = 96.0
SLASHED_GOAL = 95.0
REFUSED_GOAL = 1.0

# Drawings as (label, our prediction, the tutorials' prediction, whether we refuse the drawing).
Read = Sequence[tuple[int, int | None, int | None, bool]]


def measure(options: Options) -> Iterator[Figure]:
    """Return the accuracy in percent with our preprocessing; the baseline is the tutorials', with the same network.

    A refused drawing counts by its most probable digit; the share of refused drawings is a separate figure.
    """
    if not options.strokes:
        raise ValueError("Real pen strokes are needed: python -m benchmarks drawings --strokes FILE.")
    count = min(options.count, 100) if options.quick else options.count
    for model in (options.model,) if options.model else MODELS:
        say(f"{model} reads {count} drawings in each condition …")
        read: dict[str, dict[str, Read]] = with_tensorflow(
            "read_drawings", model=model, strokes=options.strokes, source=options.source, count=count
        )
        conditions = {condition: _percent_right(rows) for condition, rows in read["some"].items()}
        rows = list(itertools.chain.from_iterable(read["some"].values()))
        digits = [
            _percent_right([row for row in rows if row[0] == digit]) for digit in sorted({row[0] for row in rows})
        ]
        slashed = list(itertools.chain.from_iterable(read["slashed"].values()))
        figures: list[tuple[str, tuple[float, float], float | None]]
        figures = [(condition, percent, None) for condition, percent in conditions.items()]
        figures.append(("mean of all conditions", _percent_right(rows), MEAN_GOAL))
        figures.append(("worst condition", _worst(conditions.values()), WORST_CONDITION_GOAL))
        figures.append(("worst digit", _worst(digits), WORST_DIGIT_GOAL))
        if slashed:
            figures.append(("slashed zeros", _percent_right(slashed), SLASHED_GOAL))
        for what, (ours, theirs), goal in figures:
            # The goals apply to the shipped reader.
            at_least = goal if model == DEFAULT_MODEL else None
            yield Figure("drawings", f"{model}, {what}", ours, "%", theirs, at_least=at_least)
        if model == DEFAULT_MODEL:
            yield Figure("drawings", f"{model}, refused as no digit", _percent_refused(rows), "%", at_most=REFUSED_GOAL)
            if slashed:
                yield Figure("drawings", f"{model}, slashed zeros refused", _percent_refused(slashed), "%")


def _percent_right(rows: Read) -> tuple[float, float]:
    """Return the accuracy in percent with our preprocessing, and with the tutorials'."""
    ours = sum(row[1] == row[0] for row in rows) / len(rows) * 100
    return ours, sum(row[2] == row[0] for row in rows) / len(rows) * 100


def _percent_refused(rows: Read) -> float:
    return sum(row[3] for row in rows) / len(rows) * 100


def _worst(percents: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the minimum of each column, possibly from different rows."""
    ours, theirs = zip(*percents, strict=True)
    return min(ours), min(theirs)
