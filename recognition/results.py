"""The results of reading a picture. No TensorFlow here."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.preparation import Box

UNREAD = "?"


@dataclass(frozen=True)
class FoundDigit:
    """One digit found on a picture.

    Attributes:
        box: (left, top, right, bottom) of its ink, in pixels of the original picture.
        label: 0 to 9, or None if it was rejected.
        probabilities: float32 (10,), summing to 1; also for a rejected one.
        not_digit: 0.0 to 1.0, the probability that it is no digit.
        digit: uint8 (28, 28), the network's input: white ink on black.
    """

    box: Box
    label: int | None
    probabilities: NDArray[np.float32]
    not_digit: float
    digit: NDArray[np.uint8]


@dataclass(frozen=True)
class Recognition:
    """The result of reading a picture. With several digits, the single values are those of the first one.

    Attributes:
        label: 0 to 9, or None if there is no digit (then `reason` is set) or several (then `number` is set).
        probabilities: float32 (10,), summing to 1; uniform for a blank picture or a dot.
        digit: uint8 (28, 28), the network's input: white ink on black.
        steps: (name, uint8 (h, w)) of each step of the preparation.
        reason: None, "blank", "dot" or "not_digit".
        not_digit: 0.0 to 1.0, the probability that it is no digit.
        size: (width, height) of the original picture.
        number: None, or the text of several digits, "1984": "?" for a rejected one, a space between two lines.
        digits: all digits in reading order; one entry for a single one, none for a blank picture or a dot.
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
    """Combine the recognitions of a picture's digits, line by line, into one.

    Args:
        lines: at least one, none empty. If all digits are rejected, so is the picture.
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
