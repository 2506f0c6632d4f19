"""A network's sums: the ten numbers that its softmax turns into probabilities. TensorFlow comes with this."""

from typing import Any

import keras

_TRANSPARENT = (keras.layers.Dropout, keras.layers.Flatten, keras.layers.Reshape)
# Of (images, classes).
_RANK = 2


def sums_of(model: keras.Model) -> Any:
    """The tensor of a model's sums, before softmax ("logits"): (None, classes).

    Args:
        model: its layers stand in one row, and the last one is, or has, a softmax; as the store's models are. Behind
            it may stand what leaves the ten numbers as they are.
    """
    last = next(layer for layer in reversed(model.layers) if not isinstance(layer, _TRANSPARENT))
    if not isinstance(last, keras.layers.Dense):
        return _flat(last.input)  # softmax as a layer of its own
    plain = keras.layers.Dense(last.units, use_bias=last.use_bias, name=f"sums_of_{last.name}")
    sums = plain(last.input)
    plain.set_weights(last.get_weights())
    return _flat(sums)


def _flat(sums: Any) -> Any:
    return sums if len(sums.shape) == _RANK else keras.layers.Flatten()(sums)
