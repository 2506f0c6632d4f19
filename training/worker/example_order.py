"""The order of the training examples (shuffling)."""

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray


def keras_order(count: int, seed: int) -> NDArray[np.int32]:
    """Return the order of examples in Keras' `fit` after `keras.utils.set_random_seed`: the same in each epoch.

    With it, this training loop takes the same steps as `fit` in a script, and reaches the same accuracy. Keras
    shuffles in a `tf.data` function, whose random state restarts from the seed for each epoch's iterator.

    Args:
        count: the number of examples.
        seed: the recipe's random seed; TensorFlow's global seed is reset to it.

    Returns:
        int32 (count,), each index once.
    """
    tf.random.set_seed(seed)
    orders = tf.data.Dataset.range(1).map(lambda _number: tf.random.shuffle(tf.range(count, dtype=tf.int64)))
    order: NDArray[np.int32] = next(iter(orders)).numpy().astype(np.int32)
    return order
