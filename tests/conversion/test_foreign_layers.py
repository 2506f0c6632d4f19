"""Networks of other layers than the tutorials have: rebuilt, they answer as they did."""

import io
import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from tests.conversion.foreign_samples import (
    as_keras_2,
    packed_as,
    saved,
    small,
    tutorial_network,
    unpacked,
    with_config,
)

pytestmark = pytest.mark.usefixtures("_like_the_worker")
BOTH = pytest.mark.parametrize("suffix", [".keras", ".h5"])


def rebuilt(path: Path) -> Any:
    from conversion.worker.foreign_files import open_foreign
    from conversion.worker.foreign_network import build_foreign

    return build_foreign(open_foreign(path)).network


def with_numbers(network: Any) -> Any:
    """The network, with weights of which none is like another."""
    generator = np.random.default_rng(7)
    for weight in network.weights:
        if weight.dtype == "float32":
            is_positive = weight.name in ("gamma", "variance", "moving_variance")
            weight.assign(generator.uniform(0.5 if is_positive else -0.3, 0.9 if is_positive else 0.4, weight.shape))
    return network


def assert_same_answers(network: Any, path: Path) -> None:
    images = np.random.default_rng(1).random((20, *network.input_shape[1:]), np.float32)
    found, expected = (np.asarray(each(images, training=False)) for each in (rebuilt(path), network))
    assert np.ptp(expected, axis=0).max() > 1e-4, "All answers are the same, so this test showed nothing."
    np.testing.assert_allclose(found, expected, atol=2e-6)


def regrouped(path: Path, rename: Any) -> Path:
    """A `.keras` file with the arrays of weights under other names."""
    entries = unpacked(path)
    changed = io.BytesIO()
    with h5py.File(io.BytesIO(entries["model.weights.h5"])) as old, h5py.File(changed, "w") as new:
        arrays: dict[str, Any] = {}
        old.visititems(lambda name, each: arrays.update({name: each[()]}) if isinstance(each, h5py.Dataset) else None)
        for name, array in arrays.items():
            new[rename(name)] = array
    return packed_as(path, {**entries, "model.weights.h5": changed.getvalue()})


def windows_name(name: str) -> str:
    """As Keras 2.13 on Windows called `layers/dense_1/vars/0`; it skipped a number after each layer with weights."""
    folder, number = name.split("/vars/")
    parts = folder.removeprefix("layers/").rpartition("_")
    if parts[2].isdigit():
        folder = f"layers/{parts[0]}_{2 * int(parts[2])}"
    folder = folder.replace("layers/", "_layer_checkpoint_dependencies/").replace("/", "\\")
    return f"{folder}\\vars/{number}"


def test_file_of_keras_2_13_on_windows_is_rebuilt(tmp_path):
    network = tutorial_network("dense-128")
    network.optimizer = None
    path = regrouped(saved(network, tmp_path / "net.keras"), windows_name)
    with h5py.File(io.BytesIO(unpacked(path)["model.weights.h5"])) as file:
        assert "_layer_checkpoint_dependencies\\dense_2\\vars/0" in file
    assert_same_answers(network, path)
    packed_as(path, {f".\\{name}": content for name, content in unpacked(path).items()})
    assert_same_answers(network, path)


@BOTH
def test_functions_of_tensorflow_as_activations_are_rebuilt(suffix, tmp_path):
    import tensorflow as tf

    network = tutorial_network("dense-128", inner=tf.nn.relu, last=tf.nn.softmax)
    assert_same_answers(network, saved(network, tmp_path / f"net{suffix}"))


@pytest.mark.parametrize("name", ["softmax", "softmax_v2"])
def test_name_of_tensorflows_function_alone_is_known_as_keras_2_wrote_it(name, tmp_path):
    network = tutorial_network("dense-128")
    path = with_config(
        saved(network, tmp_path / "net.keras"),
        lambda config: config["config"]["layers"][-1]["config"].update(activation=name),
    )
    assert_same_answers(network, path)


@BOTH
def test_layers_as_activations_are_rebuilt(suffix, tmp_path):
    from keras import layers

    network = small(
        layers.Conv2D(3, 3, activation=layers.ELU(0.7)),
        layers.Flatten(),
        layers.Dense(16, activation=layers.LeakyReLU(0.25)),
        layers.Dense(12, activation=layers.ReLU(max_value=1.0)),
        layers.Dense(10, activation=layers.Softmax()),
        shape=(28, 28, 1),
    )
    assert_same_answers(network, saved(network, tmp_path / f"net{suffix}"))


@pytest.mark.parametrize("layer", ["Dense", "Activation"])
@BOTH
def test_hard_sigmoid_is_that_of_the_keras_that_wrote_the_file(suffix, layer, tmp_path):
    import keras
    from keras import layers

    def network_with(activation: Any) -> Any:
        apart = [layers.Dense(16), layers.Activation(activation)]
        hidden = [layers.Dense(16, activation)] if layer == "Dense" else apart
        return small(layers.Flatten(), *hidden, layers.Dense(10, "softmax"))

    of_keras_3 = network_with("hard_sigmoid")
    path = saved(of_keras_3, tmp_path / f"net{suffix}")
    assert_same_answers(of_keras_3, path)
    of_keras_2 = network_with(lambda x: keras.ops.clip(0.2 * x + 0.5, 0, 1))
    of_keras_2.set_weights(of_keras_3.get_weights())
    assert_same_answers(of_keras_2, as_written_by(path, "2.15.0"))


def as_written_by(path: Path, version: str) -> Path:
    """A `.keras` or `.h5` file that says so of the Keras that wrote it."""
    if path.suffix == ".keras":
        return packed_as(path, {**unpacked(path), "metadata.json": json.dumps({"keras_version": version}).encode()})
    with h5py.File(path, "r+") as file:
        file.attrs["keras_version"] = version
    return path


@BOTH
def test_functional_network_of_tf_keras_is_rebuilt(suffix, tmp_path):
    import keras
    from keras import layers

    given = keras.Input((28, 28))
    inner_given = keras.Input((784,))
    inner = keras.Model(inner_given, layers.Dense(12, "tanh")(inner_given), name="inner")
    x = layers.Dense(16, "relu", name="hidden")(inner(layers.Flatten()(given)))
    network = keras.Model(given, layers.Dense(10, "softmax")(layers.Dropout(0.2)(x)))
    path = as_keras_2(saved(network, tmp_path / f"net{suffix}"))
    assert_same_answers(network, path)


def test_layers_that_are_left_out_change_nothing_when_a_picture_is_read():
    from keras import layers

    from conversion.worker.foreign_layers import INERT

    needs = {"GaussianNoise": [0.3], "GaussianDropout": [0.3], "AlphaDropout": [0.3], "SpatialDropout2D": [0.3]}
    needs |= {"RandomTranslation": [0.2, 0.2]}
    needs |= {
        kind: [0.2]
        for kind in ("RandomRotation", "RandomZoom", "RandomContrast", "RandomBrightness", "RandomSharpness")
    }
    images = np.random.default_rng(1).random((2, 28, 28, 1), np.float32)
    for kind in sorted(INERT):
        layer = getattr(layers, kind)(*needs.get(kind, []))
        np.testing.assert_array_equal(layer(images, training=False), images, err_msg=kind)


def many_layers() -> list[Any]:
    """One or two of each layer that computes; they take 28×28×1."""
    from keras import layers

    return [
        layers.RandomRotation(0.1),
        layers.RandomTranslation(0.1, 0.1),
        layers.Normalization(mean=0.3, variance=0.09),
        layers.Normalization(),
        layers.GaussianNoise(0.1),
        layers.ZeroPadding2D(((1, 2), (0, 3))),
        layers.Cropping2D(((1, 0), (0, 1))),
        layers.SeparableConv2D(4, 3, depth_multiplier=2, activation="relu"),
        layers.DepthwiseConv2D((3, 2), depth_multiplier=2, strides=2),
        layers.BatchNormalization(),
        layers.LeakyReLU(0.2),
        layers.SpatialDropout2D(0.2),
        layers.Permute((2, 1, 3)),
        layers.LayerNormalization(),
        layers.LayerNormalization(center=False, scale=False),
        layers.PReLU(),
        layers.PReLU(shared_axes=[1, 2]),
        layers.DepthwiseConv2D(3, use_bias=False),
        layers.SeparableConv2D(6, 3, use_bias=False, dilation_rate=2),
        layers.LayerNormalization(scale=False),
        layers.Flatten(),
        layers.Normalization(),
        layers.AlphaDropout(0.1),
        layers.ELU(0.7),
        layers.ActivityRegularization(0.1),
        layers.Dense(10),
        layers.Softmax(),
    ]


@BOTH
def test_every_other_layer_is_rebuilt_to_the_same_answers(suffix, tmp_path):
    network = with_normalizations(with_numbers(small(*many_layers(), shape=(28, 28, 1))))
    assert_same_answers(network, saved(network, tmp_path / f"net{suffix}"))
    if suffix == ".keras":
        again = saved(rebuilt(tmp_path / "net.keras"), tmp_path / "again.keras")
        assert_same_answers(network, again)


def with_normalizations(network: Any) -> Any:
    """What a network has learnt of means counts from when it is told to, or loaded."""
    for layer in network.layers:
        if type(layer).__name__ == "Normalization":
            layer.finalize_state()
    return network


@pytest.mark.parametrize("axis", [None, -1, 1, [1, 2]])
@BOTH
def test_mean_and_variance_of_any_axes_are_taken_over(suffix, axis, tmp_path):
    from keras import layers

    norm = layers.Normalization(axis=axis)
    norm.adapt(np.random.default_rng(1).random((50, 28, 28), np.float32) * 3)
    network = small(norm, layers.Flatten(), layers.Dense(10, "softmax"))
    assert_same_answers(network, saved(network, tmp_path / f"net{suffix}"))


@BOTH
def test_slope_that_keras_2_called_alpha_is_taken_over(suffix, tmp_path):
    from keras import layers

    network = small(layers.Flatten(), layers.Dense(16), layers.LeakyReLU(0.25), layers.Dense(10, "softmax"))
    assert_same_answers(network, as_keras_2(saved(network, tmp_path / f"net{suffix}")))


@BOTH
def test_networks_inside_a_network_are_rebuilt(suffix, tmp_path):
    import keras
    from keras import layers

    def block(name: str) -> Any:
        return keras.Sequential(
            [layers.Conv2D(3, 3), layers.BatchNormalization(), layers.Conv2D(3, 3, activation="relu")], name=name
        )

    given = keras.Input((28, 28, 1))
    augmented = keras.Sequential([layers.RandomRotation(0.1), layers.RandomZoom(0.1)])(given)
    within = keras.Input((16, 16, 3))
    last = keras.Model(within, block("c")(layers.Conv2D(3, 1)(within)), name="last")
    x = last(block("b")(block("a")(layers.Conv2D(2, 5)(augmented))))
    network = with_numbers(keras.Model(given, layers.Dense(10, "softmax")(layers.Flatten()(x))))
    assert_same_answers(network, saved(network, tmp_path / f"net{suffix}"))
    outer = with_numbers(
        small(block("d"), keras.Sequential([layers.Flatten(), layers.Dense(10, "softmax")]), shape=(28, 28, 1))
    )
    assert_same_answers(outer, saved(outer, tmp_path / f"outer{suffix}"))


@BOTH
def test_branches_that_come_together_are_rebuilt(suffix, tmp_path):
    network = branched()
    assert_same_answers(network, saved(network, tmp_path / f"net{suffix}"))
    assert_same_answers(network, as_keras_2(saved(network, tmp_path / f"old{suffix}")))


def branched() -> Any:
    """A residual network, and whatever else merges."""
    import keras
    from keras import layers

    given = keras.Input((28, 28, 1))
    first = layers.Conv2D(4, 3, strides=2, padding="same")(given)
    second = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same", activation="relu")(first))
    x = layers.ReLU()(layers.Add()([first, second]))
    beside = layers.Conv2D(4, 3, strides=2, padding="same", activation="tanh")(given)
    gate = layers.Dense(4, "sigmoid")(layers.GlobalAveragePooling2D(keepdims=True)(x))
    x = layers.Multiply()([layers.Maximum()([x, beside]), gate])
    flat = layers.Flatten()(layers.Concatenate()([x, layers.Average()([beside, first, second])]))
    return with_numbers(keras.Model(given, layers.Dense(10, "softmax")(layers.Dropout(0.1)(flat))))


def test_operators_between_layers_are_rebuilt(tmp_path):
    import keras
    from keras import layers

    given = keras.Input((28, 28))
    x = layers.Dense(8, "relu")(layers.Flatten()(given))
    x = x + layers.Dense(8)(x) * layers.Dense(8)(x)
    network = keras.Model(given, layers.Dense(10, "softmax")(x))
    assert_same_answers(network, saved(network, tmp_path / "net.keras"))


def test_network_with_branches_is_adopted_and_opened_as_any_other(tmp_path):
    from base.keras_models.files import model_from_bytes, write_model
    from conversion.worker.import_model import with_our_pixels
    from conversion.worker.pixels import PIXEL_FORMATS
    from conversion.worker.trials import Trial
    from recognition.worker.inside import Inside

    network = branched()
    (pixel_format,) = [one for one in PIXEL_FORMATS if one.id == "bytes"]
    images = np.random.default_rng(1).random((3, 28, 28, 1), np.float32)
    expected = np.asarray(network(images * 255, training=False))
    write_model(
        with_our_pixels(network, Trial("mnist", pixel_format, 1.0, 0.0, 1.0), "softmax", 1.0),
        tmp_path / "imported.keras",
    )
    opened = model_from_bytes((tmp_path / "imported.keras").read_bytes())
    np.testing.assert_allclose(opened(images, training=False), expected, atol=1e-5)
    inside = Inside(opened)
    assert [step.kind for step in inside.steps].count("Add") == 1
    assert len(inside.outputs(images[0, ..., 0])) == len(inside.steps) == len({step.name for step in inside.steps})
    assert inside.logits(images[..., 0]).shape == (3, 10)
