"""Occlusion maps: how much the answer loses where a part of the drawing is hidden. NumPy alone."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.inquiry import PATCH

SIDE = 28

Logits = Callable[[NDArray[np.float32]], NDArray[np.float32]]


@dataclass(frozen=True)
class Occlusion:
    """What hiding a drawing's parts does to an answer.

    Attributes:
        falls: float32 (28, 28): by how much the answer's log-odds fall when the patch around a pixel is hidden; above
            0 where the ink speaks for the answer, below where it speaks against it, 0 where there is none to hide.
        place: (row, column) of the largest fall.
        odds: log-odds of the answer before anything is hidden.
    """

    falls: NDArray[np.float32]
    place: tuple[int, int]
    odds: float


def occlude(image: NDArray[np.float32], label: int, logits: Logits) -> Occlusion:
    """Hide a patch of paper over each pixel in turn, and see what becomes of the answer.

    Log-odds, not the probability: a confident answer stays at 99.9 % while one part after the other is hidden, and its
    map would be empty.

    Args:
        image: float32 (28, 28), 0.0 paper to 1.0 ink.
        label: the answer.
        logits: a network's logits for float32 (n, 28, 28).

    Source: Zeiler, Fergus 2014, "Visualizing and understanding convolutional networks", section 4.2.
    """
    reach = PATCH // 2
    centres = [
        (row, column)
        for row in range(SIDE)
        for column in range(SIDE)
        if image[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1].any()
    ]
    hidden = np.repeat(image[None], len(centres) + 1, axis=0)
    for each, (row, column) in zip(hidden, centres, strict=False):
        each[max(0, row - reach) : row + reach + 1, max(0, column - reach) : column + reach + 1] = 0
    odds = log_odds(logits(hidden), label)  # the last one is the drawing itself, nothing of it hidden
    falls = np.zeros((SIDE, SIDE), np.float32)
    for centre, left in zip(centres, odds, strict=False):
        falls[centre] = odds[-1] - left
    place = divmod(int(falls.argmax()), SIDE)
    return Occlusion(falls, place, float(odds[-1]))


def log_odds(logits: NDArray[np.float32], label: int) -> NDArray[np.float32]:
    """The logarithm of p / (1 - p) of a class: its logit less the logarithm of what the others' come to.

    Args:
        logits: float32 (n, classes).
        label: the class.

    Returns:
        float32 (n,).
    """
    others = np.delete(logits, label, axis=1)
    largest = others.max(axis=1)
    return np.asarray(logits[:, label] - largest - np.log(np.exp(others - largest[:, None]).sum(axis=1)), np.float32)
