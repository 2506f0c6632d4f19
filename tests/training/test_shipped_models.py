"""What `make models` left in the store: the cards are right, and their networks do what the cards say."""

import numpy as np
import pytest

import image_data
import model_store
from base.keras_models.files import model_from_bytes
from benchmarks.recipes import SLACK, STOCK_KERAS
from training.recipe.recipes import RECIPES, Recipe, count_parameters

IMAGES = 1000
CONVOLUTIONAL = {model_store.DEFAULT_MODEL: 0.997, "fashion-cnn": 0.935}


def accuracy_on_some(model, dataset):
    """A shipped model's accuracy on the first test images, in percent."""
    network = model_from_bytes(model_store.read_model(model))
    probabilities = network.predict(dataset.x_test[:IMAGES] / np.float32(255), batch_size=250, verbose=0)
    return 100 * float((probabilities[:, :10].argmax(axis=1) == dataset.y_test[:IMAGES]).mean())


@pytest.mark.parametrize("name", RECIPES)
def test_each_recipes_model_is_as_good_as_stock_keras(name):
    card = model_store.get_card(name)
    low, high = STOCK_KERAS[name]
    assert low - SLACK <= 100 * card.test_accuracy <= high + SLACK
    assert card.recipe is not None
    assert Recipe.from_dict(card.recipe) == RECIPES[name]
    assert card.parameters == count_parameters(RECIPES[name])
    assert len(card.history["loss"]) == RECIPES[name].epochs


@pytest.mark.parametrize("name", [*CONVOLUTIONAL, *RECIPES])
def test_a_shipped_file_holds_the_weights_and_no_optimizers_state(name):
    weights = 4 * model_store.get_card(name).parameters
    assert weights < len(model_store.read_model(name)) < weights + 100_000


@pytest.mark.parametrize("name", ["fashion-128", "tiny-16", *CONVOLUTIONAL])
def test_a_shipped_model_does_what_its_card_says(name):
    card = model_store.get_card(name)
    assert accuracy_on_some(name, image_data.load(card.dataset)) == pytest.approx(100 * card.test_accuracy, abs=2.0)


@pytest.mark.parametrize("name", CONVOLUTIONAL)
def test_a_convolutional_model_is_small_and_right_about_nearly_all_test_images(name):
    assert model_store.get_card(name).test_accuracy >= CONVOLUTIONAL[name]
    assert len(model_store.read_model(name)) <= 2_000_000
