"""The recognizer process' HTTP replies: one JSON object a picture. No TensorFlow here."""

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from base.error_wire import error_to_json
from base.errors import DigitLabError
from recognition.recognize_query import RecognizeQuery
from recognition.results import FoundDigit, Recognition

STEP_SIDE = 112


@dataclass(frozen=True)
class Reply:
    """An HTTP status and a JSON body.

    Attributes:
        retry_after_s: where it is worth asking again, after so many seconds; else None.
        allowed: the methods that there are, where another one was used; else None.
    """

    status: int
    body: bytes
    retry_after_s: int | None = None
    allowed: str | None = None

    @classmethod
    def refusing(cls, error: DigitLabError) -> "Reply":
        """The reply that an error is."""
        return cls(error.status, error_to_json(error), error.retry_after_s, error.details.get("allowed"))

    @property
    def headers(self) -> dict[str, str]:
        """What else an HTTP response says of it: `Retry-After` and `Allow`."""
        named = {"Retry-After": self.retry_after_s, "Allow": self.allowed}
        return {name: str(value) for name, value in named.items() if value is not None}


def to_json(recognition: Recognition, query: RecognizeQuery, class_names: Sequence[str]) -> bytes:
    """Encode a recognition as JSON.

    `model`, `way`, `class_names`; `label`, `probabilities`, `reason`, `not_digit`, `number`, `size` as `Recognition`
    has them; `digit`, the base64 of 784 bytes, row by row; `digits`, each with `box`, `label`, `probabilities`,
    `not_digit` and `digit`. `steps`, if asked for, lists each step's `name` and `png`, the base64 of a picture whose
    longer side is at most 112 pixels.
    """
    answer: dict[str, Any] = {
        "model": query.model,
        "way": query.way,
        "label": recognition.label,
        "class_names": list(class_names),
        "probabilities": rounded(recognition.probabilities),
        "reason": recognition.reason,
        "not_digit": round(recognition.not_digit, 5),
        "number": recognition.number,
        "size": recognition.size,
        "digit": _pixels(recognition.digit),
        "digits": [found_to_dict(found) | {"digit": _pixels(found.digit)} for found in recognition.digits],
    }
    if query.with_steps:
        answer["steps"] = [{"name": name, "png": _png(pixels)} for name, pixels in recognition.steps]
    return json.dumps(answer, ensure_ascii=False).encode()


def found_to_dict(found: FoundDigit) -> dict[str, Any]:
    """Return the JSON object of one digit: `box`, `label`, `probabilities`, `not_digit`."""
    return {
        "box": found.box,
        "label": found.label,
        "probabilities": rounded(found.probabilities),
        "not_digit": round(found.not_digit, 5),
    }


def rounded(probabilities: NDArray[np.float32]) -> list[float]:
    """Round probabilities to five decimals, for JSON."""
    return [round(float(value), 5) for value in probabilities]


def _pixels(digit: NDArray[np.uint8]) -> str:
    return base64.b64encode(digit.tobytes()).decode()


def _png(pixels: NDArray[np.uint8]) -> str:
    image = Image.fromarray(pixels)
    if max(image.size) > STEP_SIDE:
        image.thumbnail((STEP_SIDE, STEP_SIDE), Image.Resampling.BOX)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
