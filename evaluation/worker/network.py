"""A network that is asked about many images at once."""

from collections.abc import Callable

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from errors import ModelCorruptError
from model_store.keras_files import model_from_bytes
from model_store.temperature import temper

BATCH = 500
DIGITS = 10


class Network:
    """A model of the store.

    Args:
        content: the bytes of its `.keras` file.
        temperature: as its card has it.

    Attributes:
        model: the Keras model.
    """

    def __init__(self, content: bytes, temperature: float = 1.0) -> None:
        self.model = model_from_bytes(content)
        self._temperature = temperature
        shape = self.model.input_shape[1:]
        self._call = tf.function(
            lambda images: self.model(tf.reshape(images, (-1, *shape)), training=False),
            input_signature=[tf.TensorSpec((None, 28, 28), tf.float32)],
        )

    def read(
        self, images: NDArray[np.uint8], on_batch: Callable[[float], None] | None = None, scale: int = 255
    ) -> NDArray[np.float32]:
        """The probabilities of the ten classes, as a visitor sees them: tempered, and "not a digit" left out.

        Args:
            images: uint8 (n, 28, 28), 0 background to 255 full ink.
            on_batch: called with the share that is done, 0.0 to 1.0.
            scale: what the pixels are divided by; 1 is a mistake that beginners make.

        Returns:
            float32 (n, 10), each row summing to 1.

        Raises:
            ModelCorruptError: it answers no numbers, as after a training that diverged.
        """
        answers = []
        for start in range(0, len(images), BATCH):
            answers.append(self._call(tf.constant(images[start : start + BATCH] / np.float32(scale))).numpy())
            if on_batch is not None:
                on_batch(min(1.0, (start + BATCH) / len(images)))
        made = np.concatenate(answers)
        if not np.isfinite(made).all():
            raise ModelCorruptError(
                "The network answers no numbers: its training diverged. Received: nan. Train it with a lower "
                "learning rate.",
                model="",
            )
        return temper(made[:, :DIGITS], self._temperature)
