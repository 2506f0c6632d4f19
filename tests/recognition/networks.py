"""Small Keras models for tests. TensorFlow is loaded when one is made, not when pytest collects."""

import math
from typing import Any


def network(*shape: int, classes: int = 10) -> Any:
    """A Keras model without hidden layers, of random weights."""
    import keras

    layers = [keras.layers.Flatten(), keras.layers.Dense(classes, activation="softmax")]
    return keras.Sequential([keras.Input(shape), *layers])


def diverged() -> Any:
    """A network as a training leaves it whose loss became infinite."""
    model = network(28, 28)
    model.set_weights([weights * math.nan for weights in model.get_weights()])
    return model


def with_open_size() -> Any:
    """A network that takes any number of rows."""
    import keras

    layers = [keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(10)]
    return keras.Sequential([keras.Input((None, 784)), *layers])


def with_two_inputs() -> Any:
    """A network that takes two halves."""
    import keras

    inputs = [keras.Input((392,)), keras.Input((392,))]
    return keras.Model(inputs, keras.layers.Dense(10)(keras.layers.Concatenate()(inputs)))


def with_code() -> Any:
    """A network that carries Python code in its file."""
    import keras

    layers = [keras.layers.Lambda(lambda pixels: pixels), keras.layers.Flatten(), keras.layers.Dense(10)]
    return keras.Sequential([keras.Input((28, 28)), *layers])


def file_of(model: Any) -> bytes:
    """A model as the bytes of a `.keras` file."""
    from base.keras_models.files import model_to_bytes

    return model_to_bytes(model)
