"""Every loss that is shown is the one that `model.evaluate` of Keras gives, also where pixels were never scaled."""

import numpy as np
import pytest

import image_data
from base.keras_models.files import model_from_bytes
from evaluation.worker.network import Network
from evaluation.worker.predictions import predictions
from evaluation.worker.unscaled import unscaled
from model_store import get_card, read_model
from training.recipe.recipes import RECIPES

IMAGES = 2000
# A card's figure is of a training in batches of its own, and float32 adds up in another order.
SLACK = 2e-4


def evaluated(content, images, labels, loss="sparse_categorical_crossentropy"):
    """The loss that Keras itself tells of a model's file."""
    model = model_from_bytes(content)
    model.compile(loss=loss, metrics=["accuracy"])
    truth = np.eye(10, dtype=np.float32)[labels] if loss == "categorical_crossentropy" else labels
    told: list[float] = model.evaluate(images.astype(np.float32), truth, batch_size=500, verbose=0)
    return told[0]


@pytest.mark.parametrize("model", [*RECIPES, "fashion-cnn"])
@pytest.mark.parametrize("scale", [255, 1])
def test_loss_of_a_measurement_is_keras_own_on_scaled_and_unscaled_pixels(model, scale):
    data = image_data.load(get_card(model).dataset)
    images, labels = data.x_test[:IMAGES], data.y_test[:IMAGES]
    content = read_model(model)
    found = Network(content).test(images, labels, scale=scale)
    for loss in ("sparse_categorical_crossentropy", "categorical_crossentropy"):
        assert found.loss == pytest.approx(evaluated(content, images / np.float32(scale), labels, loss), rel=1e-4)


@pytest.mark.parametrize(("model", "shown"), [("dense-128", "13.52"), ("deep-128", "26.61")])
def test_lessons_forgotten_scale_costs_what_it_costs_in_keras(model, shown):
    data = image_data.load("mnist")
    found = unscaled(Network(read_model(model)), data, lambda _share: None)
    assert f"{found['loss'][1]:.2f}" == shown
    assert found["loss"][1] == pytest.approx(evaluated(read_model(model), data.x_test, data.y_test), rel=1e-4)
    assert found["loss"][0] == pytest.approx(get_card(model).test_loss, rel=SLACK)


@pytest.mark.parametrize("model", RECIPES)
def test_cards_of_the_recipes_tell_the_loss_that_keras_tells(model):
    card = get_card(model)
    data = image_data.load(card.dataset)
    told = evaluated(read_model(model), data.x_test / np.float32(255), data.y_test)
    assert card.test_loss == pytest.approx(told, rel=SLACK)


def test_evaluate_pages_losses_are_keras_own_on_training_and_test_images():
    data = image_data.load("mnist")
    some = data._replace(x_train=data.x_train[:IMAGES], y_train=data.y_train[:IMAGES])
    found = predictions(Network(read_model("tiny-16")), some, lambda _share: None)
    for name, images, labels in (
        ("test_loss", some.x_test, some.y_test),
        ("train_loss", some.x_train, some.y_train),
    ):
        told = evaluated(read_model("tiny-16"), images / np.float32(255), labels)
        assert float(found[name]) == pytest.approx(told, rel=1e-4)


@pytest.mark.parametrize("model", ["digits-cnn", "fashion-cnn"])
def test_a_convolutional_models_card_tells_the_loss_among_its_ten_classes(model):
    card = get_card(model)
    data = image_data.load(card.dataset)
    found = Network(read_model(model), card.temperature).test(data.x_test, data.y_test)
    assert card.test_loss == pytest.approx(found.loss, rel=1e-3)


def test_a_softmax_that_is_not_the_last_layer_makes_no_difference():
    import keras
    from keras import layers

    from base.keras_models.files import model_to_bytes

    kernel, bias, *rest = model_from_bytes(read_model("dense-128")).get_weights()
    data = image_data.load("mnist")
    images, labels = data.x_test[:IMAGES], data.y_test[:IMAGES]
    expected = Network(read_model("dense-128")).test(images, labels, scale=1)
    for ends in ([layers.Dense(10, "softmax"), layers.Dropout(0.1)], [layers.Dense(10), layers.Softmax()]):
        network = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(128, "relu"), *ends])
        network.set_weights([kernel, bias, *rest])
        found = Network(model_to_bytes(network)).test(images, labels, scale=1)
        assert found.loss == pytest.approx(expected.loss, rel=1e-5)
        assert np.allclose(found.probabilities, expected.probabilities, atol=1e-6)


def test_training_engine_tells_keras_loss_where_answers_are_surest_and_wrong():
    from training.worker.loop import Examples, Loop

    network = model_from_bytes(read_model("dense-128"))
    kernel, *rest = network.get_weights()
    network.set_weights([kernel * 255, *rest])  # as if nobody had divided
    data = image_data.load("mnist")
    images, labels = data.x_test[:IMAGES], data.y_test[:IMAGES]
    for loss in ("sparse_categorical_crossentropy", "categorical_crossentropy"):
        network.compile(optimizer="adam", loss=loss)
        *_, totals = Loop(network, loss).test(Examples.of(images, labels))
        truth = np.eye(10, dtype=np.float32)[labels] if loss == "categorical_crossentropy" else labels
        told = network.evaluate(images / np.float32(255), truth, batch_size=500, verbose=0)
        assert totals.mean_loss == pytest.approx(told, rel=1e-4)
        assert totals.mean_loss > 10
