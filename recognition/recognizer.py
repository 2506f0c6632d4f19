"""Keras models that answer at once. TensorFlow comes with this, so the web process never imports it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from PIL import Image

from errors import ModelCorruptError
from model_store import read_model
from model_store.keras_files import model_from_bytes
from preparation import Prepared, prepare

MAX_BATCH = 32


@dataclass(frozen=True)
class Recognition:
    """What a network makes of a picture.

    Attributes:
        label: 0 to 9, or None where there is nothing to read; then `reason` says why.
        probabilities: float32 (10,), summing to 1; all alike where there is nothing to read.
        digit: uint8 (28, 28), what the network saw: white ink on black.
        steps: (name, uint8 (h, w)) of each step of the preparation.
        reason: None, "blank" or "dot".
    """

    label: int | None
    probabilities: NDArray[np.float32]
    digit: NDArray[np.uint8]
    steps: tuple[tuple[str, NDArray[np.uint8]], ...]
    reason: str | None


class Recognizer:
    """One Keras model, compiled and warmed up.

    Args:
        model: any network from 784 numbers, as (784,), (28, 28) or (28, 28, 1), to ten probabilities.

    Raises:
        ValueError: the model takes or gives something else, or no numbers at all, as after a training that diverged.
    """

    def __init__(self, model: keras.Model) -> None:
        if not _maps_784_to_10(model.input_shape, model.output_shape):
            raise ValueError(
                f"A model must map 784 numbers to 10. Received: {model.input_shape} to {model.output_shape}."
            )
        shape = model.input_shape[1:]
        # model.predict costs 100 ms a picture, a plain call 20; a traced function 1 to 3.
        self._call = tf.function(
            lambda images: model(tf.reshape(images, (-1, *shape)), training=False),
            input_signature=[tf.TensorSpec((None, 28, 28), tf.float32)],
        )
        for count in (1, 2, MAX_BATCH):
            probabilities = self._call(tf.zeros((count, 28, 28))).numpy()
        if not np.isfinite(probabilities).all():
            raise ValueError("A model's answer must be numbers; its training diverged. Received: nan.")

    @classmethod
    def load(cls, model: str) -> "Recognizer":
        """The recognizer of a model in the store.

        Args:
            model: the model's id.

        Raises:
            ModelNotFoundError: the store has no such model.
            ModelCorruptError: its file does not match its card, or holds no network that reads digits.
        """
        content = read_model(model)
        try:
            return cls(model_from_bytes(content))
        except Exception as error:
            # Keras raises anything for a file that it did not write; one such model must not fail the others' readers.
            raise ModelCorruptError(
                f"The file of model {model!r} holds no network that reads digits. Received: {error}. "
                f"Delete the model's folder and train it again.",
                model=model,
            ) from error

    def recognize(self, picture: Image.Image | NDArray[np.uint8]) -> Recognition:
        """Read a picture; see `prepare` for what it may be."""
        return self.answer([prepare(picture)])[0]

    def answer(self, prepared: Sequence[Prepared]) -> list[Recognition]:
        """Read prepared pictures, up to 32 in one call of the network."""
        probabilities = np.full((len(prepared), 10), 0.1, np.float32)
        readable = [number for number, each in enumerate(prepared) if each.reason is None]
        for start in range(0, len(readable), MAX_BATCH):
            chosen = readable[start : start + MAX_BATCH]
            digits = np.stack([prepared[number].digit for number in chosen])
            probabilities[chosen] = self._call(tf.constant(digits / np.float32(255.0))).numpy()
        return [_recognition(each, row) for each, row in zip(prepared, probabilities, strict=True)]


def _maps_784_to_10(given: Any, made: Any) -> bool:
    # A network with several inputs has a list of shapes.
    is_one = isinstance(given, tuple) and isinstance(made, tuple) and None not in given[1:]
    return is_one and math.prod(given[1:]) == 784 and made[1:] == (10,)


def _recognition(prepared: Prepared, probabilities: NDArray[np.float32]) -> Recognition:
    label = None if prepared.reason else int(probabilities.argmax())
    return Recognition(label, probabilities, prepared.digit, prepared.steps, prepared.reason)
