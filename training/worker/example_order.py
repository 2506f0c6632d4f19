"""The order of the training examples (shuffling)."""

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray


def keras_order(count: int, seed: int) -> NDArray[np.int32]:
    """The order in which Keras' `fit` shows examples after `keras.utils.set_random_seed`: the same one each epoch.

    With it, `fit` in a script and the loop here take the same steps, and come to the same accuracy. As Keras does it: a
    shuffle in a `tf.data` function, where TensorFlow draws anew from the seed for each epoch's iterator.

    Args:
        count: how many examples there are.
        seed: of all chance, as `Recipe` has it. TensorFlow's own chance starts from it anew.

    Returns:
        int32 (count,), each index once.
    """
    tf.random.set_seed(seed)
    orders = tf.data.Dataset.range(1).map(lambda _number: tf.random.shuffle(tf.range(count, dtype=tf.int64)))
    order: NDArray[np.int32] = next(iter(orders)).numpy().astype(np.int32)
    return order
