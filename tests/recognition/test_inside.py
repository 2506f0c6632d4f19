"""What is told of a network's inside is what its weights give by hand."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from image_data import load
from model_store import read_model
from tests.recognition.networks import network

if TYPE_CHECKING:
    from recognition.worker.inside import Inside


@pytest.fixture(scope="module")
def image():
    return load("mnist").x_test[0] / np.float32(255)


def _opened(model: str) -> Any:
    from base.keras_models.files import model_from_bytes

    return model_from_bytes(read_model(model))


def _inside(model: Any) -> "Inside":
    from recognition.worker.inside import Inside

    return Inside(model)


@pytest.fixture(scope="module")
def tiny() -> Any:
    return _opened("tiny-16")


@pytest.fixture(scope="module")
def convolutional() -> Any:
    """Every kind of layer that the recipes' family has."""
    import keras
    from keras import layers

    keras.utils.set_random_seed(4)
    row = [
        layers.Reshape((28, 28, 1)),
        layers.RandomRotation(0.2),
        layers.Conv2D(4, 3, padding="same"),
        layers.BatchNormalization(),
        layers.Activation("tanh"),
        layers.MaxPooling2D(2),
        layers.Conv2D(5, 3, activation="relu", padding="same"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(6, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ]
    return keras.Sequential([keras.Input((28, 28)), *row])


def test_the_way_through_tiny_16_is_its_weights_applied_by_hand(tiny, image) -> None:
    inside = _inside(tiny)
    at = image.reshape(-1)
    by_hand = []
    weights = tiny.get_weights()
    for kernel, bias in zip(weights[::2], weights[1::2], strict=True):
        logits = at @ kernel + bias
        at = np.maximum(logits, 0)
        by_hand.append(at)
    powers = np.exp(logits - logits.max())
    *hidden, last = inside.outputs(image)
    assert len(hidden) == 2
    for found, expected in zip(hidden, by_hand, strict=False):
        np.testing.assert_allclose(found, expected, atol=1e-4)
    np.testing.assert_allclose(inside.logits(image[None])[0], logits, atol=1e-4)
    np.testing.assert_allclose(last, powers / powers.sum(), atol=1e-5)


def test_each_layer_with_what_finishes_it_is_a_step_and_silent_layers_are_none(convolutional, image) -> None:
    inside = _inside(convolutional)
    assert [(step.kind, step.shape) for step in inside.steps] == [
        ("Conv2D", (28, 28, 4)),
        ("MaxPooling2D", (14, 14, 4)),
        ("Conv2D", (14, 14, 5)),
        ("AveragePooling2D", (7, 7, 5)),
        ("Dense", (6,)),
        ("Dense", (10,)),
    ]
    assert [type(layer).__name__ for layer in inside.steps[0].layers] == ["Conv2D", "BatchNormalization", "Activation"]
    outputs = inside.outputs(image)
    assert [output.shape for output in outputs] == [step.shape for step in inside.steps]
    blocks = outputs[0].reshape(14, 2, 14, 2, 4)
    np.testing.assert_allclose(outputs[1], blocks.max(axis=(1, 3)), atol=1e-6)
    np.testing.assert_allclose(outputs[-1], convolutional(image[None], training=False).numpy()[0], atol=1e-6)


@pytest.mark.parametrize("model", ["digits-cnn", "fashion-cnn", "dense-128"])
def test_softmax_of_the_sums_is_what_the_network_says(model: str, image) -> None:
    opened = _opened(model)
    logits = _inside(opened).logits(image[None])[0]
    powers = np.exp(logits - logits.max())
    said = opened(image[None], training=False).numpy()[0]
    np.testing.assert_allclose(powers / powers.sum(), said, atol=1e-5)
    assert len(logits) == (11 if model == "digits-cnn" else 10)


def test_a_softmax_that_is_a_layer_of_its_own_has_sums_too(image) -> None:
    import keras

    row = [keras.layers.Flatten(), keras.layers.Dense(10), keras.layers.Softmax()]
    model = keras.Sequential([keras.Input((28, 28)), *row])
    kernel, bias = model.get_weights()
    logits = _inside(model).logits(image[None])[0]
    np.testing.assert_allclose(logits, image.reshape(-1) @ kernel + bias, atol=1e-5)


def test_weights_have_the_form_of_what_they_look_at(convolutional, tiny) -> None:
    inside = _inside(convolutional)
    first, second, dense, last = (step.name for step in inside.steps if step.has_weights)
    kernels = {layer.name: layer.get_weights()[0] for layer in convolutional.layers if layer.get_weights()}
    assert inside.weights(first, 3)[0].shape == (1, 3, 3)
    found = inside.weights(second, 2)[0]
    assert found.shape == (4, 3, 3)
    np.testing.assert_array_equal(found[1], kernels[second][:, :, 1, 2])
    found = inside.weights(dense, 5)[0]
    assert found.shape == (5, 7, 7)
    np.testing.assert_array_equal(found[2], kernels[dense].reshape(7, 7, 5, 6)[:, :, 2, 5])
    assert inside.weights(last, 9)[0].shape == (6,)

    of_tiny = _inside(tiny)
    picture, bias = of_tiny.weights(of_tiny.steps[0].name, 7)
    np.testing.assert_array_equal(picture, tiny.get_weights()[0][:, 7].reshape(28, 28))
    assert bias == pytest.approx(tiny.get_weights()[1][7])


@pytest.mark.parametrize("shape", [(784,), (28, 28), (28, 28, 1)])
def test_whatever_form_a_network_takes_a_picture_in_its_first_weights_are_a_picture(shape, image) -> None:
    model = network(*shape)
    inside = _inside(model)
    kernel = model.get_weights()[0]
    picture, _bias = inside.weights(inside.steps[0].name, 1)
    np.testing.assert_array_equal(picture, kernel[:, 1].reshape(28, 28))
    np.testing.assert_allclose(inside.logits(image[None])[0], image.reshape(-1) @ kernel + 0, atol=1e-5)


def test_rows_tell_every_layer_and_its_parameters(tiny) -> None:
    rows = _inside(tiny).rows()
    assert [(row["name"], row["shape"], row["parameters"], row["activation"]) for row in rows] == [
        ("Flatten", [784], 0, ""),
        ("Dense", [16], 12_560, "relu"),
        ("Dense", [16], 272, "relu"),
        ("Dropout", [16], 0, ""),
        ("Dense", [10], 170, "softmax"),
    ]


def test_slopes_are_what_a_small_change_of_a_pixel_does_to_each_sum(tiny, image) -> None:
    inside = _inside(tiny)
    found, gradients = inside.logits_and_gradients(image)
    np.testing.assert_allclose(found, inside.logits(image[None])[0], atol=1e-4)
    assert gradients.shape == (10, 28, 28)
    for label in range(10):
        row, column = np.unravel_index(np.abs(gradients[label]).argmax(), (28, 28))
        moved = image.copy()
        moved[row, column] += 1e-2
        risen = (inside.logits(moved[None])[0, label] - found[label]) / 1e-2
        assert risen == pytest.approx(gradients[label, row, column], rel=0.05, abs=0.01)
