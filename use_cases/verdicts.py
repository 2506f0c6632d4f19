"""A tap under an answer, right or wrong, or a pin: the picture is read again, for a browser could send any answer."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

import feedback
from feedback.verdict import Strokes
from recognition.client import Client
from recognition.recognize_query import RecognizeQuery


@dataclass(frozen=True)
class ReadPicture:
    """A picture, and what the server itself was answered about it.

    Attributes:
        png: the bytes of its file.
        query: who was asked, and how.
        answer: the recognizer's JSON object.
    """

    png: bytes
    query: RecognizeQuery
    answer: dict[str, Any]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        return Image.open(io.BytesIO(self.png)).size

    @property
    def digits(self) -> list[bytes]:
        """What the network saw: 784 bytes for each digit of a number, or for the one digit; of blank paper nothing."""
        found: Sequence[dict[str, Any]] = self.answer["digits"] if self.answer["number"] is not None else [self.answer]
        return [base64.b64decode(digit["digit"]) for digit in found if digit["digit"]]

    def verdict(self, truth: str, size: tuple[int, int], strokes: Strokes = ()) -> feedback.Verdict:
        """What a visitor says of the answer; arguments as those of `feedback.Verdict`."""
        return feedback.Verdict(
            strokes=strokes,
            size=size,
            picture=self.png,
            model=self.query.model,
            label=self.answer["label"],
            number=self.answer["number"],
            probabilities=tuple(self.answer["probabilities"]),
            not_digit=self.answer["not_digit"],
            truth=truth,
        )


def read_again(recognizer: Client, png: bytes, query: RecognizeQuery) -> ReadPicture:
    """Have a picture read that a browser sent: about the same pixels the network gives the same answer.

    Raises:
        DigitLabError: as `Client.recognize`.
    """
    return ReadPicture(png, query, recognizer.recognize(png, query))


def keep_if_agreed(visitor: str, verdict: feedback.Verdict) -> bool:
    """Keep a verdict of a visitor who agreed to that; whether they did.

    Raises:
        DigitLabError: as `feedback.keep`.
    """
    if not feedback.has_agreed(visitor):
        return False
    feedback.keep(visitor, verdict)
    return True


def agree_and_keep(visitor: str, verdict: feedback.Verdict) -> None:
    """Note that a visitor agrees, and keep their first verdict.

    Raises:
        DigitLabError: as `feedback.keep`.
    """
    feedback.agree(visitor)
    feedback.keep(visitor, verdict)
