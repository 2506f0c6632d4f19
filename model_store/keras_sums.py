"""A network's sums: the ten numbers that its softmax turns into probabilities. TensorFlow comes with this."""

from typing import Any

import keras


def sums_of(model: keras.Model) -> Any:
    """The tensor of a model's sums, before softmax ("logits"): (None, classes).

    Args:
        model: its layers stand in one row, and the last one is, or has, a softmax; as the store's models are.
    """
    last = model.layers[-1]
    if not isinstance(last, keras.layers.Dense):
        return last.input  # softmax as a layer of its own
    plain = keras.layers.Dense(last.units, use_bias=last.use_bias, name=f"sums_of_{last.name}")
    sums = plain(last.input)
    plain.set_weights(last.get_weights())
    return sums
