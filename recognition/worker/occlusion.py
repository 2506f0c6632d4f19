"""Occlusion maps: how much the answer's log-odds fall when a part of the drawing is hidden. Needs only NumPy."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.explain_query import PATCH

SIDE = 28

Logits = Callable[[NDArray[np.float32]], NDArray[np.float32]]


@dataclass(frozen=True)
class Occlusion:
    """The effect of hiding parts of a drawing on the answer.

    Attributes:
        falls: float32 (28, 28): by how much the answer's log-odds fall when the patch around a pixel is hidden; above
            0 for ink that supports the answer, below 0 for ink against it, 0 without ink.
        position: (row, column) of the largest fall.
        odds: log-odds of the answer with nothing hidden.
    """

    falls: NDArray[np.float32]
    position: tuple[int, int]
    odds: float


def occlude(image: NDArray[np.float32], label: int, logits: Logits) -> Occlusion:
    """Hide the patch around each pixel in turn, and measure the answer's log-odds.

    Log-odds instead of probabilities: a confident answer stays at 99.9 % whichever part is hidden, and its map would be
    empty.

    Args:
        image: float32 (28, 28), 0.0 paper to 1.0 ink.
        label: the answer.
        logits: computes a network's logits for float32 (n, 28, 28).

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
    odds = log_odds(logits(hidden), label)  # the last image is the drawing with nothing hidden
    falls = np.zeros((SIDE, SIDE), np.float32)
    for centre, left in zip(centres, odds, strict=False):
        falls[centre] = odds[-1] - left
    position = divmod(int(falls.argmax()), SIDE)
    return Occlusion(falls, position, float(odds[-1]))


def log_odds(logits: NDArray[np.float32], label: int) -> NDArray[np.float32]:
    """Compute the log-odds log(p / (1 - p)) of a class: its logit minus the logsumexp of the others.

    Args:
        logits: float32 (n, classes).
        label: index of the class.

    Returns:
        float32 (n,).
    """
    others = np.delete(logits, label, axis=1)
    largest = others.max(axis=1)
    return np.asarray(logits[:, label] - largest - np.log(np.exp(others - largest[:, None]).sum(axis=1)), np.float32)
