"""What written Keras files name in their configuration: nothing that older versions of Keras do not have."""

import io
import json
import zipfile

import h5py
import keras
import numpy as np
import pytest
from keras import layers

from base.keras_models.files import model_from_bytes, open_model, write_model
from base.keras_models.portable_config import make_portable, portable_config
from model_store import list_cards, read_model

# Keras 3.0 refuses the arguments, Keras 2 the first of the last two.
LATER = ("quantization_config", "input_axes", "output_axes", "optional", "synchronized", "renorm", "DTypePolicy")


def sequential() -> keras.Model:
    return keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(16, "relu"), layers.Dense(10)])


def functional() -> keras.Model:
    given = keras.Input((28, 28, 1))
    x = layers.Conv2D(4, 3, padding="same")(given)
    x = layers.BatchNormalization()(x)
    x = layers.Add()([x, layers.Conv2D(4, 1)(given)])
    return keras.Model(given, layers.Dense(10, "softmax")(layers.GlobalAveragePooling2D()(x)))


def written_config(path):
    if path.suffix == ".keras":
        return json.loads(zipfile.ZipFile(path).read("config.json"))
    with h5py.File(path) as file:
        return json.loads(file.attrs["model_config"])


@pytest.mark.parametrize("make", [sequential, functional])
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_written_file_names_no_later_argument_and_answers_the_same(make, suffix, tmp_path):
    model, path = make(), tmp_path / f"model{suffix}"
    write_model(model, path)
    text = json.dumps(written_config(path))
    assert [name for name in LATER if name in text] == []
    assert ("batch_input_shape" in text, '"batch_shape"' in text) == (
        (True, False) if suffix == ".h5" else (False, True)
    )
    images = np.random.default_rng(1).random((3, *model.input_shape[1:]), np.float32)
    again = open_model(path)
    assert again.input_shape == model.input_shape
    np.testing.assert_array_equal(np.asarray(again(images)), np.asarray(model(images)))
    assert [each.name for each in again.layers] == [each.name for each in model.layers]


def test_h5_file_has_the_inputs_of_layers_as_keras_2_writes_them(tmp_path):
    write_model(functional(), tmp_path / "model.h5")
    found = written_config(tmp_path / "model.h5")["config"]
    add = next(each for each in found["layers"] if each["class_name"] == "Add")
    assert [[tensor[1:] for tensor in node] for node in add["inbound_nodes"]] == [[[0, 0, {}], [0, 0, {}]]]
    assert len(found["input_layers"]) == len(found["output_layers"]) == 1
    assert found["output_layers"][0][1:] == [0, 0]


def test_later_arguments_with_other_values_stay():
    config = {"renorm": True, "renorm_momentum": 0.9, "quantization_config": {"mode": "int8"}, "optional": False}
    assert portable_config(config) == {
        "renorm": True,
        "renorm_momentum": 0.9,
        "quantization_config": {"mode": "int8"},
    }


def test_weights_are_untouched(tmp_path):
    model, path = sequential(), tmp_path / "model.keras"
    model.save(path)
    before = zipfile.ZipFile(path).read("model.weights.h5")
    make_portable(path)
    with zipfile.ZipFile(path) as file:
        assert file.read("model.weights.h5") == before
        assert file.testzip() is None
    assert model_from_bytes(path.read_bytes()).count_params() == model.count_params()


def test_shipped_models_open_in_older_versions_too():
    for card in list_cards():
        with zipfile.ZipFile(io.BytesIO(read_model(card.id))) as file:
            text = file.read("config.json").decode()
        assert [name for name in LATER if name in text] == [], card.id
