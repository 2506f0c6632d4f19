"""Many batches in one compiled call: the same training as Keras' `fit`, in a third of its time.

Images stay on the device as bytes, an epoch's order is an array of indices, and Python is asked only every quarter of a
second. `python -m benchmarks training` has the figures; docs/decisions.md says what was turned down.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from training.recipe.layers import INPUT_SHAPE
from training.worker.fused_adam import fused

# Seconds between progress reports, and until Stop is noticed.
SLICE_S = 0.25
FIRST_SLICE = 8
TEST_BATCH_SIZE = 500
# Images, labels, and the indices of some batches; without it TensorFlow would compile anew for each number of batches.
_SIGNATURE = (
    tf.TensorSpec((None, *INPUT_SHAPE), tf.uint8),
    tf.TensorSpec((None,), tf.uint8),
    tf.TensorSpec((None, None), tf.int32),
)


@dataclass(frozen=True)
class Examples:
    """Images and labels on the device.

    Attributes:
        images: uint8 tensor (n, 28, 28), 0 to 255.
        labels: uint8 tensor (n,), 0 to 9.
    """

    images: Any
    labels: Any

    @classmethod
    def of(cls, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> "Examples":
        """Copy arrays to the device."""
        return cls(tf.constant(images), tf.constant(labels))

    def __len__(self) -> int:
        return int(self.images.shape[0])


@dataclass
class Totals:
    """Running totals over images: sum of losses, right answers, number of images."""

    loss: float = 0.0
    right: float = 0.0
    count: int = 0

    @property
    def mean_loss(self) -> float:
        """The mean loss."""
        return self.loss / self.count

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0.0 to 1.0."""
        return self.right / self.count


class Loop:
    """Trains and tests a compiled network in slices of batches.

    Args:
        network: compiled; float32 (n, 28, 28) of 0.0 to 1.0 in, probabilities (n, 10) out. Trained in place.
        loss: "categorical_crossentropy", with one-hot labels, or "sparse_categorical_crossentropy".
        in_halves: whether to split each batch into two halves for two cores. Not with a layer that needs the whole
            batch, such as BatchNormalization.
        clock: a monotonic clock, in seconds.

    Attributes:
        optimizer: the optimizer; built, with the settings of the network's own one.
    """

    def __init__(
        self,
        network: keras.Model,
        loss: str,
        *,
        in_halves: bool = False,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._network = network
        self._in_halves = in_halves
        self._losses = keras.losses.get(loss)
        self._is_one_hot = loss == "categorical_crossentropy"
        self._clock = clock
        self.optimizer = fused(network.optimizer)
        self.optimizer.build(network.trainable_variables)
        self._train_batches = compiled(self.train_batch)
        # A batch of a single image is not split: oneDNN aborts the process for an empty half.
        self._train_single = compiled(self._train_whole) if in_halves else self._train_batches
        self._test_batches = compiled(self._test_batch)

    def train(
        self, examples: Examples, order: NDArray[np.int32], batch_size: int, begun: Totals | None = None
    ) -> Iterator[Totals]:
        """Train on examples in an order; yields the totals so far about every quarter of a second.

        Args:
            examples: the training examples.
            order: int32 (n,), indices of examples; the last batch may be smaller.
            batch_size: number of examples in a batch.
            begun: totals of the examples of this order that were trained already, which are skipped.
        """
        return self._slices(self._train_step, examples, order, batch_size, begun or Totals())

    def _train_step(self, images: Any, labels: Any, order: NDArray[np.int32]) -> tuple[Any, Any]:
        run = self._train_batches if order.shape[1] > 1 else self._train_single
        result: tuple[Any, Any] = run(images, labels, order)
        return result

    def test(self, examples: Examples) -> Iterator[Totals]:
        """Evaluate the network on examples; yields totals like `train`."""
        order = np.arange(len(examples), dtype=np.int32)
        return self._slices(self._test_batches, examples, order, TEST_BATCH_SIZE, Totals())

    def _slices(
        self, run: Any, examples: Examples, order: NDArray[np.int32], batch_size: int, totals: Totals
    ) -> Iterator[Totals]:
        batches = FIRST_SLICE
        while totals.count < len(order):
            begun = self._clock()
            left = order[totals.count :]
            # A smaller last batch is its own slice, as a slice is a rectangular array of indices.
            rows = left[: batches * batch_size] if len(left) >= batch_size else left
            rows = rows[: len(rows) // batch_size * batch_size or len(rows)]
            loss, right = run(examples.images, examples.labels, rows.reshape(-1, min(batch_size, len(rows))))
            totals = Totals(totals.loss + float(loss), totals.right + float(right), totals.count + len(rows))
            seconds = max(self._clock() - begun, 1e-6)
            batches = max(1, round(min(batches * SLICE_S / seconds, batches * 4)))
            yield totals

    def train_batch(self, images: Any, labels: Any) -> tuple[Any, Any]:
        """Run one step, to be compiled, and return the sum of losses and the number of right answers, float32 tensors.

        Args:
            images: float32 tensor (b, 28, 28), 0.0 to 1.0.
            labels: uint8 tensor (b,).
        """
        return self._step(images, labels, self._halves if self._in_halves else self._whole)

    def _train_whole(self, images: Any, labels: Any) -> tuple[Any, Any]:
        return self._step(images, labels, self._whole)

    def _step(self, images: Any, labels: Any, forward: Callable[[Any], Any]) -> tuple[Any, Any]:
        variables = self._network.trainable_variables
        with tf.GradientTape() as tape:
            probabilities = forward(images)
            losses = self._losses(self._truth(labels), probabilities)
            mean = tf.reduce_mean(losses)
        self.optimizer.apply(tape.gradient(mean, variables), variables)
        return tf.reduce_sum(losses), _right(labels, probabilities)

    def _whole(self, images: Any) -> Any:
        return self._network(images, training=True)

    def _halves(self, images: Any) -> Any:
        middle = tf.shape(images)[0] // 2
        halves = (images[:middle], images[middle:])
        return tf.concat([self._network(half, training=True) for half in halves], axis=0)

    def _test_batch(self, images: Any, labels: Any) -> tuple[Any, Any]:
        probabilities = self._network(images, training=False)
        losses = self._losses(self._truth(labels), probabilities)
        return tf.reduce_sum(losses), _right(labels, probabilities)

    def _truth(self, labels: Any) -> Any:
        return tf.one_hot(labels, self._network.output_shape[-1]) if self._is_one_hot else labels


def compiled(batch: Callable[[Any, Any], tuple[Any, Any]]) -> Any:
    """Compile a TensorFlow graph that processes batches in a loop and sums up their figures.

    Args:
        batch: maps images, float32 (b, 28, 28), and labels, uint8 (b,), to two float32 figures.

    Returns:
        A function of `Examples`' images and labels, and int32 indices (steps, b), that returns the sums as float64.
    """

    def run(images: Any, labels: Any, order: Any) -> tuple[Any, Any]:
        # In float64 the sums do not depend on the slices' boundaries: a resumed training reports the same figures.
        loss, right = tf.zeros((), tf.float64), tf.zeros((), tf.float64)
        for rows in order:
            pictures = tf.cast(tf.gather(images, rows), tf.float32) / 255.0
            batch_loss, batch_right = batch(pictures, tf.gather(labels, rows))
            loss += tf.cast(batch_loss, tf.float64)
            right += tf.cast(batch_right, tf.float64)
        return loss, right

    return tf.function(run, input_signature=_SIGNATURE)


def _right(labels: Any, probabilities: Any) -> Any:
    """Count a batch's right answers."""
    predicted = tf.argmax(probabilities, axis=-1, output_type=tf.int32)
    return tf.reduce_sum(tf.cast(tf.equal(predicted, tf.cast(labels, tf.int32)), tf.float32))
