"""Mix training pictures of several origins in fixed proportions, with augmentation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

# Maps float32 (n, 28, 28) and a seed, int64 (2,), to float32 (n, 28, 28).
Augment = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Part:
    """The pictures of one origin.

    Attributes:
        images: uint8 (n, 28, 28), 0 paper to 255 ink.
        labels: integers (n,).
        share: the number of pictures per batch.
        augment: the augmentation of its pictures.
    """

    images: NDArray[np.uint8]
    labels: NDArray[Any]
    share: int
    augment: Augment


def mixed_batches(parts: Sequence[Part], outputs: int, steps: int, seed: int) -> Any:
    """Return batches of augmented pictures, the same for the same seed.

    Each part is reshuffled after all of its pictures have been used.

    Args:
        parts: the parts to mix; the batch size is the sum of their shares.
        outputs: the length of a one-hot label.
        steps: the number of batches.
        seed: the random seed of order and augmentation.

    Returns:
        A `tf.data.Dataset` of (float32 (batch, 28, 28) from 0.0 to 1.0, float32 (batch, outputs)).
    """
    rng = np.random.default_rng(seed)
    orders = [_order(len(part.images), steps * part.share, rng).reshape(steps, part.share) for part in parts]
    images = [tf.constant(part.images) for part in parts]
    labels = [tf.one_hot(part.labels, outputs) for part in parts]

    def batch(number: Any, *indices: Any) -> tuple[Any, Any]:
        shown = []
        for origin, (part, index) in enumerate(zip(parts, indices, strict=True)):
            scaled = tf.cast(tf.gather(images[origin], index), tf.float32) / 255.0
            shown.append(part.augment(scaled, tf.stack([tf.cast(seed * len(parts) + origin, tf.int64), number])))
        wanted = [tf.gather(each, index) for each, index in zip(labels, indices, strict=True)]
        return tf.concat(shown, 0), tf.concat(wanted, 0)

    rows = tf.data.Dataset.from_tensor_slices(tuple(orders)).enumerate()
    return rows.map(lambda number, row: batch(number, *row), num_parallel_calls=2).prefetch(4)


def _order(count: int, wanted: int, rng: np.random.Generator) -> NDArray[np.int32]:
    rounds = max(1, -(-wanted // count))
    return np.concatenate([rng.permutation(count) for _ in range(rounds)])[:wanted].astype(np.int32)
