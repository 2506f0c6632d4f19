"""What the recognizer process tells over HTTP: one JSON object a picture. No TensorFlow here."""

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from errors import DigitLabError

if TYPE_CHECKING:
    from recognition.recognizer import Recognition

STEP_SIDE = 112


@dataclass(frozen=True)
class Reply:
    """An HTTP status and a JSON body."""

    status: int
    body: bytes


def to_json(recognition: "Recognition", model: str, class_names: Sequence[str], with_steps: bool) -> bytes:
    """A recognition as JSON: `model`, `label`, `class_names`, `probabilities`, `reason`, `digit`, and `steps` if asked.

    `digit` is the base64 of 784 bytes, row by row; `steps` lists each step's `name` and `png`, the base64 of a picture
    whose longer side is at most 112 pixels.
    """
    answer: dict[str, Any] = {
        "model": model,
        "label": recognition.label,
        "class_names": list(class_names),
        "probabilities": [round(float(value), 5) for value in recognition.probabilities],
        "reason": recognition.reason,
        "digit": base64.b64encode(recognition.digit.tobytes()).decode(),
    }
    if with_steps:
        answer["steps"] = [{"name": name, "png": _png(pixels)} for name, pixels in recognition.steps]
    return json.dumps(answer, ensure_ascii=False).encode()


def error_to_json(error: DigitLabError) -> bytes:
    """An error as JSON: `{"error": {"code", "message"}}` and, beside them, the details that a wording needs."""
    details = {name: value for name, value in error.details.items() if isinstance(value, str | int | float)}
    return json.dumps({"error": {"code": error.code, "message": str(error), "details": details}}).encode()


def _png(pixels: NDArray[np.uint8]) -> str:
    image = Image.fromarray(pixels)
    if max(image.size) > STEP_SIDE:
        image.thumbnail((STEP_SIDE, STEP_SIDE), Image.Resampling.BOX)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()
