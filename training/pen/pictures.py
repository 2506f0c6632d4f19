"""Generate training pictures: written, drawn, and preprocessed by the code that preprocesses visitors' drawings."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.preparation import PICTURE_SIDE, prepare
from training.pen.canvas import draw
from training.pen.curves import Strokes
from training.pen.digits import write_digit
from training.pen.non_digits import TRAINING_KINDS, write_non_digit
from training.pen.workers import spread

Pixels = NDArray[np.uint8]
Writer = Callable[[Any, np.random.Generator], Strokes]

PART_SIZE = 500


def digit_pictures(count: int, seed: int, *, processes: int = 1) -> tuple[Pixels, Pixels]:
    """Generate pictures of digits in random order.

    Args:
        count: the number of pictures, equally many of each digit.
        seed: the same seed gives the same pictures for any number of processes.
        processes: the number of worker processes.

    Returns:
        uint8 (count, 28, 28) as `recognition.preparation.prepare` makes them, and their labels, uint8 (count,).
    """
    labels = np.random.default_rng(seed).permutation(np.arange(count) % 10).astype(np.uint8)
    return _pictures(write_digit, labels.tolist(), seed, processes), labels


def non_digit_pictures(count: int, seed: int, *, kinds: Sequence[str] = TRAINING_KINDS, processes: int = 1) -> Pixels:
    """Generate pictures of non-digits.

    Args:
        count: the number of pictures, cycling through the kinds.
        seed: the same seed gives the same pictures for any number of processes.
        kinds: some of `NON_DIGIT_KINDS`; by default those not held out.
        processes: the number of worker processes.

    Returns:
        uint8 (count, 28, 28) as `recognition.preparation.prepare` makes them.
    """
    return _pictures(_write_kind, [kinds[number % len(kinds)] for number in range(count)], seed, processes)


def _write_kind(kind: str, rng: np.random.Generator) -> Strokes:
    return write_non_digit(rng, kind)


def _pictures(write: Writer, signs: list[Any], seed: int, processes: int) -> Pixels:
    """Write, draw and preprocess each sign: uint8 (n, 28, 28)."""
    starts = range(0, len(signs), PART_SIZE)
    parts = [(write, signs[start : start + PART_SIZE], (seed, start)) for start in starts]
    pictures = spread(_part, parts, processes)
    return np.concatenate([np.zeros((0, PICTURE_SIDE, PICTURE_SIDE), np.uint8), *pictures])


def _part(write: Writer, signs: list[Any], seed: tuple[int, int]) -> Pixels:
    rng = np.random.default_rng(seed)
    return np.stack([_picture(write, sign, rng) for sign in signs])


def _picture(write: Writer, sign: Any, rng: np.random.Generator) -> Pixels:
    while True:
        prepared = prepare(draw(write(sign, rng), rng))
        if prepared.reason is None:  # a scribble may turn into one blot
            return prepared.digit
