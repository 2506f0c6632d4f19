"""Verdicts and pins: the server reads the picture again, as a browser could send any answer."""

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
    """A picture with the recognizer's answer.

    Attributes:
        png: the PNG file's bytes.
        query: the model and the preparation it was read with.
        answer: the recognizer's JSON object.
    """

    png: bytes
    query: RecognizeQuery
    answer: dict[str, Any]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return Image.open(io.BytesIO(self.png)).size

    @property
    def digits(self) -> list[bytes]:
        """Return the network's inputs: 784 bytes for each digit; none for blank paper."""
        found: Sequence[dict[str, Any]] = self.answer["digits"] if self.answer["number"] is not None else [self.answer]
        return [base64.b64decode(digit["digit"]) for digit in found if digit["digit"]]

    def verdict(self, truth: str, size: tuple[int, int], strokes: Strokes = ()) -> feedback.Verdict:
        """Build a visitor's verdict on the answer; arguments as for `feedback.Verdict`."""
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
    """Read a picture that a browser sent; the same pixels give the same answer.

    Raises:
        DigitLabError: as for `Client.recognize`.
    """
    return ReadPicture(png, query, recognizer.recognize(png, query))


def save_if_agreed(visitor: str, verdict: feedback.Verdict) -> bool:
    """Save a visitor's verdict if they agreed to that, and return whether they did.

    Raises:
        DigitLabError: as for `feedback.save`.
    """
    if not feedback.has_agreed(visitor):
        return False
    feedback.save(visitor, verdict)
    return True


def agree_and_save(visitor: str, verdict: feedback.Verdict) -> None:
    """Record that a visitor agrees, and save their first verdict.

    Raises:
        DigitLabError: as for `feedback.save`.
    """
    feedback.agree(visitor)
    feedback.save(visitor, verdict)
