"""Find a network's logits, the softmax's input. Imports TensorFlow."""

from typing import Any

import keras

_TRANSPARENT = (keras.layers.Dropout, keras.layers.Flatten, keras.layers.Reshape)
# Of (images, classes).
_RANK = 2


def logits_tensor(model: keras.Model) -> Any:
    """The tensor of a model's logits, i.e. what goes into its softmax: (None, classes).

    Args:
        model: its layers stand in one row, and the last one is, or has, a softmax; as the store's models are. Behind
            it may stand what leaves the ten numbers as they are.
    """
    last = next(layer for layer in reversed(model.layers) if not isinstance(layer, _TRANSPARENT))
    if not isinstance(last, keras.layers.Dense):
        return _flat(last.input)  # softmax as a layer of its own
    plain = keras.layers.Dense(last.units, use_bias=last.use_bias, name=f"logits_of_{last.name}")
    logits = plain(last.input)
    plain.set_weights(last.get_weights())
    return _flat(logits)


def _flat(logits: Any) -> Any:
    return logits if len(logits.shape) == _RANK else keras.layers.Flatten()(logits)
