"""A unit's top activations are the largest of its layer's outputs, for every layer."""

from typing import Any

import numpy as np
import pytest

from image_data import Dataset, load


@pytest.fixture(scope="module")
def small() -> Dataset:
    mnist = load("mnist")
    return Dataset(mnist.x_train[:1], mnist.y_train[:1], mnist.x_test[:250], mnist.y_test[:250])


@pytest.fixture(scope="module")
def found(small: Dataset) -> tuple[Any, dict[str, np.ndarray], list[float]]:
    """A small network, its units' top activations, and the progress that was reported."""
    import keras

    from base.keras_models.files import model_to_bytes
    from evaluation.worker.network import Network
    from evaluation.worker.top_activations import top_activations

    keras.utils.set_random_seed(3)
    row = [
        keras.layers.Reshape((28, 28, 1)),
        keras.layers.Conv2D(3, 3, activation="relu", name="filters"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax", name="answer"),
    ]
    reported: list[float] = []
    network = Network(model_to_bytes(keras.Sequential([keras.Input((28, 28)), *row])))
    return network.model, top_activations(network, small, reported.append), reported


def test_a_filter_s_images_are_those_with_the_largest_value_in_its_map(found, small: Dataset) -> None:
    import keras

    model, arrays, reported = found
    maps = keras.Model(model.inputs[0], model.get_layer("filters").output)(small.x_test / np.float32(255)).numpy()
    largest = maps.max(axis=(1, 2))
    indices, values = arrays["indices_filters"], arrays["values_filters"]
    assert (indices.dtype, indices.shape) == (np.uint16, (3, 9))
    for unit in range(3):
        np.testing.assert_array_equal(indices[unit], np.argsort(-largest[:, unit], kind="stable")[:9])
        np.testing.assert_allclose(values[unit], np.sort(largest[:, unit])[::-1][:9], rtol=1e-5)
    assert reported == sorted(reported)
    assert reported[-1] == 1.0


def test_of_the_last_layer_the_sums_count(found, small: Dataset) -> None:
    model, arrays, _reported = found
    kernel, bias = model.get_layer("answer").get_weights()
    flat = model.layers[-2].output
    import keras

    logits = keras.Model(model.inputs[0], flat)(small.x_test / np.float32(255)).numpy() @ kernel + bias
    np.testing.assert_array_equal(arrays["indices_answer"], np.argsort(-logits.T, axis=1, kind="stable")[:, :9])
    np.testing.assert_allclose(arrays["values_answer"][4], np.sort(logits[:, 4])[::-1][:9], rtol=1e-4)


def test_every_layer_has_its_own(found) -> None:
    model, arrays, _reported = found
    assert set(arrays) == {f"{what}_{layer.name}" for layer in model.layers for what in ("indices", "values")}
