"""Generate non-digits: letters, shapes, scribbles, and digits that are crossed out, overlaid or in a row."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from training.pen.curves import Strokes
from training.pen.digits import DIGIT_FORMS, write_digit
from training.pen.hand import Hand
from training.pen.letters import SIGNS
from training.pen.shapes import LINES, SHAPES

Writer = Callable[[np.random.Generator], Strokes]


def write_non_digit(rng: np.random.Generator, kind: str | None = None) -> Strokes:
    """Write a non-digit.

    Args:
        rng: draws the sign and the hand.
        kind: one of `NON_DIGIT_KINDS`; by default a random one of `TRAINING_KINDS`.

    Returns:
        Strokes of float64 (n, 2), n ≥ 2, x right and y down.
    """
    return _WRITERS[kind or TRAINING_KINDS[rng.integers(len(TRAINING_KINDS))]](rng)


def _write_one(skeletons: Sequence[str], rng: np.random.Generator) -> Strokes:
    return Hand.random(rng).write(skeletons[int(rng.integers(len(skeletons)))], rng)


def _write_row(skeletons: Sequence[str], longest: int, rng: np.random.Generator) -> Strokes:
    """Write two or more signs side by side in one hand."""
    hand = Hand.random(rng)
    row: Strokes = []
    right = 0.0
    for number in rng.integers(len(skeletons), size=rng.integers(2, longest, endpoint=True)):
        strokes = hand.write(skeletons[number], rng)
        left = min(float(stroke[:, 0].min()) for stroke in strokes)
        offset = np.array([right - left + rng.uniform(0.0, 0.35), rng.normal(0.0, 0.05)])
        row += [stroke + offset for stroke in strokes]
        right = max(float(stroke[:, 0].max()) for stroke in row)
    return row


def _write_crossed_out(rng: np.random.Generator) -> Strokes:
    """Write a digit under a cross or zigzag; not 0, 1 or 7, which would look slashed or barred."""
    digit = write_digit(int(rng.choice((2, 3, 4, 5, 6, 8, 9))), rng)
    points = np.concatenate(digit)
    low, extent = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 0.7)
    cover = _write_one(SHAPES["cross"], rng) if rng.random() < 0.5 else LINES["zigzag"](rng)
    cover_points = np.concatenate(cover)
    scale = extent / np.maximum(np.ptp(cover_points, axis=0), 0.1) * rng.uniform(0.9, 1.3)
    middle = low + extent / 2
    return digit + [(stroke - cover_points.mean(axis=0)) * scale + middle for stroke in cover]


def _write_overlaid(rng: np.random.Generator) -> Strokes:
    """Write two digits that half overlap; not 0 or 1, as 1 over 0 is a slashed 0."""
    first, second = rng.choice(np.arange(2, 10), 2, replace=False)
    offset = rng.choice([-1.0, 1.0], 2) * rng.uniform(0.25, 0.45, 2)
    return write_digit(int(first), rng) + [stroke + offset for stroke in write_digit(int(second), rng)]


_DIGITS = tuple(form.skeleton for forms in DIGIT_FORMS for form in forms)
_WRITERS: dict[str, Writer] = {
    **{kind: partial(_write_one, tuple(signs.values())) for kind, signs in SIGNS.items()},
    "number": partial(_write_row, _DIGITS, 3),
    "word": partial(_write_row, tuple(SIGNS["small letter"].values()), 4),
    "crossed out": _write_crossed_out,
    "overlaid": _write_overlaid,
    **{name: partial(_write_one, skeletons) for name, skeletons in SHAPES.items()},
    **LINES,
}
NON_DIGIT_KINDS = tuple(_WRITERS)
# Held out from training, to measure how well a network refuses unseen kinds.
HELD_OUT_KINDS = ("Greek", "house", "wave", "flower", "note", "hatching")
TRAINING_KINDS = tuple(kind for kind in NON_DIGIT_KINDS if kind not in HELD_OUT_KINDS)
