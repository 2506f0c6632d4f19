"""Networks that learners made elsewhere become models like any other."""

import json
import math
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import image_data
from base import settings
from base.errors import ForeignFileError, ForeignSizeError, ModelNameError
from base.jobs.job_process import JobProcess
from base.keras_models.files import model_from_bytes
from conversion import WORKER
from conversion.imports import MAX_FILE_BYTES, check_size, import_file
from conversion.origin import NAME, PIXELS, Origin, read_origin
from model_store import get_card, list_cards, read_model, store_folder
from tests.conversion.foreign_samples import keras_2_file, saved, small, tutorial_network, weights_of

pytestmark = pytest.mark.usefixtures("_like_the_worker")


def adopted(path: Path, folder: Path) -> dict[str, Any]:
    from conversion.worker.import_model import import_model

    shutil.copy(path, folder / "foreign")
    return import_model(folder)


def answers_of(content: bytes) -> np.ndarray:
    """What a model says of a hundred pictures, presented as every model here gets them."""
    model = model_from_bytes(content)
    images = np.divide(image_data.load("mnist").x_test[:100], 255, dtype=np.float32)
    return np.asarray(model(images.reshape(-1, *model.input_shape[1:]), training=False))


def test_the_tutorials_own_file_is_adopted_and_reads_as_well_as_before(tmp_path):
    path = saved(tutorial_network("fashion-128"), tmp_path / "fashion_mnist_model.h5")
    card = import_file(path.read_bytes(), "C:\\Users\\mei\\fashion_mnist_model.h5", "Mei's net", JobProcess(WORKER).run)
    shipped = get_card("fashion-128")
    assert card.test_accuracy == pytest.approx(shipped.test_accuracy, abs=1e-4)
    assert card.test_loss == pytest.approx(shipped.test_loss, rel=2e-4)
    assert (card.dataset, card.parameters, card.class_names[9]) == ("fashion_mnist", 101770, "Ankle boot")
    assert (card.recipe, card.history, card.seed, card.seconds) == (None, {}, 0, 0.0)
    assert get_card(card.id) == card
    found = read_origin(card.id)
    assert found is not None
    origin = Origin("fashion_mnist_model.h5", "h5", shipped.versions["keras"], "unit")
    assert found == replace(origin, tried=found.tried)
    assert read_origin("fashion-128") is None


def test_command_line_adopts_a_file_and_prints_what_was_found(tmp_path):
    path = saved(tutorial_network("dense-128"), tmp_path / "model.keras")
    command = [sys.executable, "-m", "conversion", "import", str(path), "--name", "我的網路"]
    printed = json.loads(subprocess.run(command, cwd=settings.ROOT, capture_output=True, check=True).stdout)
    assert (printed["name"], printed["dataset"], printed["origin"]["format"]) == ("我的網路", "mnist", "keras")
    assert printed["test_accuracy"] == pytest.approx(get_card("dense-128").test_accuracy, abs=1e-4)
    np.testing.assert_allclose(answers_of(read_model(printed["model"])), answers_of(read_model("dense-128")), atol=1e-5)


@pytest.mark.parametrize(
    "format_id", ["bytes", "centred", "shifted", "unit_inverted", "bytes_inverted", "standardised"]
)
def test_the_way_in_which_pixels_are_wanted_is_found(format_id, tmp_path):
    from conversion.worker.pixels import PIXEL_FORMATS

    (pixel_format,) = [one for one in PIXEL_FORMATS if one.id == format_id]
    found = adopted(saved(tutorial_network("dense-128", pixel_format), tmp_path / "net.keras"), tmp_path)
    assert (found["origin"]["pixels"], found["dataset"]) == (format_id, "mnist")
    np.testing.assert_allclose(
        answers_of((tmp_path / "imported.keras").read_bytes()), answers_of(read_model("dense-128")), atol=1e-3
    )


def test_logits_become_probabilities(tmp_path):
    found = adopted(saved(tutorial_network("dense-128", last="linear"), tmp_path / "net.keras"), tmp_path)
    assert found["origin"]["ending"] == "linear"
    np.testing.assert_allclose(
        answers_of((tmp_path / "imported.keras").read_bytes()), answers_of(read_model("dense-128")), atol=1e-5
    )


@pytest.mark.parametrize("ending", ["sigmoid", "tanh", "log_softmax"])
def test_other_endings_become_probabilities(ending, tmp_path):
    found = adopted(saved(tutorial_network("dense-128", last=ending), tmp_path / "net.keras"), tmp_path)
    assert (found["origin"]["ending"], found["origin"]["pixels"]) == (ending, "unit")
    answers = answers_of((tmp_path / "imported.keras").read_bytes())
    np.testing.assert_allclose(answers.sum(axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(answers, answers_of(read_model("dense-128")), atol=1e-5)


def test_network_trained_with_a_mean_squared_error_is_not_taken_for_one_of_bytes(tmp_path):
    network = tutorial_network("dense-128", last="linear")
    digits = image_data.load("mnist")
    kernel, bias, *_ = weights_of("dense-128")
    hidden = np.maximum(digits.x_train[:8000].reshape(-1, 784) / 255 @ kernel + bias, 0)
    hidden = np.column_stack([hidden, np.ones(len(hidden))])
    last = np.linalg.lstsq(hidden, np.eye(10)[digits.y_train[:8000]], rcond=None)[0]
    network.set_weights([kernel, bias, last[:-1], last[-1]])
    found = adopted(saved(network, tmp_path / "net.keras"), tmp_path)
    assert (found["origin"]["pixels"], found["origin"]["ending"]) == ("unit", "linear")
    # A plain softmax of such answers is never over 25 % confident; one of unscaled pixels' answers always is 100 %.
    confidence = answers_of((tmp_path / "imported.keras").read_bytes()).max(axis=1)
    assert confidence.mean() > 0.8
    assert np.median(confidence) < 0.9999
    assert found["test_loss"] < 0.3


def test_network_trained_for_a_moment_on_black_ink_is_recognized(tmp_path):
    import keras

    keras.utils.set_random_seed(1)
    digits = image_data.load("mnist")
    network = small(keras.layers.Flatten(), keras.layers.Dense(64, "relu"), keras.layers.Dense(10, "softmax"))
    network.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    network.fit(1 - digits.x_train[:4000] / np.float32(255), digits.y_train[:4000], verbose=0)
    found = adopted(saved(network, tmp_path / "net.keras"), tmp_path)
    assert found["origin"]["pixels"] == "unit_inverted"


@pytest.mark.parametrize("shape", [(784,), (28, 28), (28, 28, 1)])
def test_transposed_pictures_are_recognized_and_presented_so(shape, tmp_path):
    from keras import layers

    kernel, *rest = weights_of("dense-128")
    network = small(layers.Flatten(), layers.Dense(128, "relu"), layers.Dense(10, "softmax"), shape=shape)
    network.set_weights([kernel.reshape(28, 28, 128).transpose(1, 0, 2).reshape(784, 128), *rest])
    found = adopted(saved(network, tmp_path / "net.keras"), tmp_path)
    assert (found["origin"]["is_transposed"], found["origin"]["order"]) == (True, None)
    assert max(found["origin"]["tried"].values()) < 0.5 < 0.97 < found["test_accuracy"]
    answers = answers_of((tmp_path / "imported.keras").read_bytes())
    np.testing.assert_allclose(answers, answers_of(read_model("dense-128")), atol=1e-5)


def test_answers_in_another_order_are_recognized_and_put_in_order(tmp_path):
    network = tutorial_network("dense-128")
    order = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7]
    *rest, kernel, bias = weights_of("dense-128")
    network.set_weights([*rest, kernel[:, order], bias[order]])
    found = adopted(saved(network, tmp_path / "net.keras"), tmp_path)
    assert found["origin"]["order"] == [order.index(label) for label in range(10)]
    assert not found["origin"]["is_transposed"]
    answers = answers_of((tmp_path / "imported.keras").read_bytes())
    np.testing.assert_allclose(answers, answers_of(read_model("dense-128")), atol=1e-5)


def test_visitor_says_how_the_pixels_were_scaled(tmp_path):
    from conversion.worker.import_model import import_model

    shutil.copy(saved(tutorial_network("dense-128"), tmp_path / "net.keras"), tmp_path / "foreign")
    found = import_model(tmp_path, "centred")
    assert found["origin"]["pixels"] == "centred"
    assert list(found["origin"]["tried"]) == ["centred"]


def test_every_way_to_scale_pixels_can_be_said():
    from conversion.worker.pixels import PIXEL_FORMATS

    assert tuple(pixel_format.id for pixel_format in PIXEL_FORMATS) == PIXELS


def test_record_of_an_older_version_is_read():
    card = next(iter(list_cards()))
    old = {"file": "a.h5", "format": "h5", "keras_version": "3.1", "pixels": "unit", "is_softmax_added": True}
    store_folder().write(f"{card.id}/{NAME}", json.dumps(old).encode())
    assert read_origin(card.id) == Origin("a.h5", "h5", "3.1", "unit", "linear")


def test_file_of_keras_2_is_adopted(tmp_path):
    found = adopted(keras_2_file("dense-128", tmp_path / "old.h5"), tmp_path)
    assert (found["origin"]["keras_version"], found["origin"]["pixels"]) == ("2.4.0", "unit")
    assert found["test_accuracy"] == pytest.approx(get_card("dense-128").test_accuracy, abs=1e-4)


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_every_plain_layer_is_rebuilt_to_the_same_answers(suffix, tmp_path):
    import keras
    from keras import layers

    given = keras.Input((28, 28, 1), name="pixels")
    x = layers.Rescaling(0.5, 0.1)(given)
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="first look")(x)
    x = layers.BatchNormalization(epsilon=0.01)(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(8, (3, 5), strides=2, use_bias=False)(x)
    x = layers.BatchNormalization(scale=False, center=False)(x)
    x = layers.ReLU(max_value=6.0)(x)
    x = layers.AveragePooling2D(2, strides=1)(x)
    x = layers.Dropout(0.3)(x)
    x = layers.Reshape((-1, 4, 8))(x)
    x = layers.Activation("tanh")(layers.GlobalAveragePooling2D()(x))
    x = layers.Softmax()(layers.Dense(10)(x))
    network = keras.Model(given, x)
    generator = np.random.default_rng(1)
    network.set_weights([generator.uniform(0.1, 1.0, array.shape) for array in network.get_weights()])
    from conversion.worker.foreign_files import open_foreign
    from conversion.worker.foreign_network import build_foreign

    rebuilt = build_foreign(open_foreign(saved(network, tmp_path / f"net{suffix}")))
    images = generator.random((20, 28, 28, 1), np.float32)
    np.testing.assert_allclose(rebuilt.network(images, training=False), network(images, training=False), atol=1e-6)
    assert rebuilt.ending == "softmax"


@pytest.mark.parametrize("shape", [(784,), (28, 28), (28, 28, 1)])
def test_each_shape_of_a_picture_is_taken(shape, tmp_path):
    from keras import layers

    from conversion.worker.foreign_files import open_foreign
    from conversion.worker.foreign_network import build_foreign

    network = small(layers.Flatten(), layers.Dense(10), shape=shape)
    rebuilt = build_foreign(open_foreign(saved(network, tmp_path / "net.keras")))
    assert rebuilt.network.input_shape == (None, *shape)


def test_network_built_only_when_it_was_trained_says_its_shape_all_the_same(tmp_path):
    import keras
    from keras import layers

    from conversion.worker.foreign_files import open_foreign
    from conversion.worker.foreign_network import build_foreign

    network = keras.Sequential([layers.Flatten(), layers.Dense(128, "relu"), layers.Dense(10, "softmax")])
    network.build((None, 28, 28))
    network.set_weights(weights_of("dense-128"))
    rebuilt = build_foreign(open_foreign(saved(network, tmp_path / "net.keras")))
    assert rebuilt.network.count_params() == 101770


def test_network_that_knows_nothing_is_adopted_with_honest_figures(tmp_path):
    from keras import layers

    found = adopted(saved(small(layers.Flatten(), layers.Dense(10)), tmp_path / "net.keras"), tmp_path)
    assert found["test_accuracy"] < 0.4
    assert math.isfinite(found["test_loss"])


@pytest.mark.parametrize("format_id", ["unit", "bytes"])
def test_loss_of_an_adopted_network_is_keras_own_even_on_pixels_that_it_does_not_want(format_id):
    from conversion.worker.import_model import logits_of
    from conversion.worker.pixels import PIXEL_FORMATS, present
    from conversion.worker.trials import Trial, test_figures

    network = tutorial_network("dense-128")
    (pixel_format,) = [one for one in PIXEL_FORMATS if one.id == format_id]
    data = image_data.load("mnist")
    expected = network.evaluate(present(data.x_test, pixel_format, (28, 28)), data.y_test, batch_size=100, verbose=0)
    found = test_figures(logits_of(network, "softmax"), (28, 28), Trial("mnist", pixel_format, 0.0, 0.0, 1.0), 1.0)
    assert found == pytest.approx(tuple(expected), rel=1e-4)


def test_refused_file_leaves_nothing_behind():
    with pytest.raises(ForeignFileError, match="starts with b'not a ne'"):
        import_file(b"not a network", "model.keras", "name", JobProcess(WORKER).run)
    assert [card for card in list_cards() if card.recipe is None and not card.history] == []


def test_name_that_no_model_can_have_is_refused_before_anything_is_converted():
    idle = JobProcess(WORKER)
    idle.stop()
    with pytest.raises(ModelNameError):
        import_file(b"content", "model.keras", "  ", idle.run)


def test_file_that_is_too_large_is_refused_unread():
    check_size(MAX_FILE_BYTES)
    with pytest.raises(ForeignSizeError, match="up to 64 MiB"):
        check_size(MAX_FILE_BYTES + 1)
