"""Run a network on many images."""

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from base.errors import ModelCorruptError
from base.keras_models.compiled_call import compiled_call
from base.keras_models.cross_entropy import cross_entropies
from base.keras_models.files import model_from_bytes
from base.keras_models.logits import logits_tensor
from base.keras_models.temperature import temper

BATCH = 500
DIGITS = 10


@dataclass(frozen=True)
class Answers:
    """A network's answers to labelled images.

    Attributes:
        probabilities: float32 (n, 10), each row summing to 1, as from `Network.read`.
        loss: the mean cross-entropy in nats, as from Keras' `model.evaluate`.
    """

    probabilities: NDArray[np.float32]
    loss: float


class Network:
    """A model of the store.

    Args:
        content: the bytes of its `.keras` file.
        temperature: its card's temperature.

    Attributes:
        model: the Keras model.
    """

    def __init__(self, content: bytes, temperature: float = 1.0) -> None:
        self.model = model_from_bytes(content)
        self._temperature = temperature
        both = [self.model.outputs[0], logits_tensor(self.model)]
        self._call = compiled_call(keras.Model(self.model.inputs[0], both))

    def read(
        self, images: NDArray[np.uint8], on_batch: Callable[[float], None] | None = None, scale: int = 255
    ) -> NDArray[np.float32]:
        """Compute the probabilities of the ten classes, with the temperature and without "not a digit".

        Args:
            images: uint8 (n, 28, 28), 0 background to 255 full ink.
            on_batch: called with the finished share, 0.0 to 1.0.
            scale: divisor of the pixels; 1 is a common mistake of beginners.

        Returns:
            float32 (n, 10), each row summing to 1.

        Raises:
            ModelCorruptError: it outputs nan, as after a training that diverged.
        """
        return temper(self._ask(images, on_batch, scale)[0], self._temperature)

    def test(
        self,
        images: NDArray[np.uint8],
        labels: NDArray[np.uint8],
        on_batch: Callable[[float], None] | None = None,
        scale: int = 255,
    ) -> Answers:
        """Compute probabilities and loss; arguments as for `read`, and the labels, uint8 (n,), 0 to 9."""
        made, logits = self._ask(images, on_batch, scale)
        losses = cross_entropies(logits, labels, self._temperature)
        return Answers(temper(made, self._temperature), float(losses.mean()))

    def _ask(
        self, images: NDArray[np.uint8], on_batch: Callable[[float], None] | None, scale: int
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Compute untempered probabilities and logits of the ten classes, float32 (n, 10) each."""
        answers = []
        for start in range(0, len(images), BATCH):
            given = tf.constant(images[start : start + BATCH] / np.float32(scale))
            answers.append([tensor.numpy() for tensor in self._call(given)])
            if on_batch is not None:
                on_batch(min(1.0, (start + BATCH) / len(images)))
        made, logits = (np.concatenate(parts)[:, :DIGITS] for parts in zip(*answers, strict=True))
        if not np.isfinite(made).all():
            raise ModelCorruptError(
                "The network answers no numbers: its training diverged. Received: nan. Train it with a lower "
                "learning rate.",
                model="",
            )
        return made, logits
