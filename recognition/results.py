"""What a network makes of a picture. No TensorFlow here."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.preparation import Box

UNREAD = "?"


@dataclass(frozen=True)
class FoundDigit:
    """One digit of a picture.

    Attributes:
        box: (left, top, right, bottom) of its ink, in pixels of the picture that was given.
        label: 0 to 9, or None where it was refused.
        probabilities: float32 (10,), summing to 1; given for a refused one too.
        not_digit: 0.0 to 1.0, the probability that it is none.
        digit: uint8 (28, 28), what the network saw: white ink on black.
    """

    box: Box
    label: int | None
    probabilities: NDArray[np.float32]
    not_digit: float
    digit: NDArray[np.uint8]


@dataclass(frozen=True)
class Recognition:
    """What a network makes of a picture. Where several digits were found, the first one's values stand for all.

    Attributes:
        label: 0 to 9, or None where there is no digit, with a `reason`, or several, with a `number`.
        probabilities: float32 (10,), summing to 1; all alike for a blank picture or a dot.
        digit: uint8 (28, 28), what the network saw: white ink on black.
        steps: (name, uint8 (h, w)) of each step of the preparation.
        reason: None, "blank", "dot" or "not_digit".
        not_digit: 0.0 to 1.0, the probability that it is no digit.
        size: (width, height) of the picture that was given.
        number: None, or the text of several digits, "1984": "?" for a refused one, a space between two lines.
        digits: each digit that was found, as one reads; one entry for a single one, none for a blank picture or a dot.
    """

    label: int | None
    probabilities: NDArray[np.float32]
    digit: NDArray[np.uint8]
    steps: tuple[tuple[str, NDArray[np.uint8]], ...]
    reason: str | None
    not_digit: float
    size: tuple[int, int]
    number: str | None
    digits: tuple[FoundDigit, ...]


def joined(lines: Sequence[Sequence[Recognition]]) -> Recognition:
    """One picture's recognition from those of its digits, line by line.

    Args:
        lines: at least one, none empty. Where all of it was refused, so is the picture.
    """
    recognitions = [recognition for line in lines for recognition in line]
    first = recognitions[0]
    if len(recognitions) == 1:
        return first
    digits = tuple(digit for recognition in recognitions for digit in recognition.digits)
    if all(digit.label is None for digit in digits):
        return dataclasses.replace(first, digits=digits)
    number = " ".join("".join(map(_character, line)) for line in lines)
    return dataclasses.replace(first, label=None, reason=None, number=number, digits=digits)


def _character(recognition: Recognition) -> str:
    return UNREAD if recognition.label is None else str(recognition.label)
