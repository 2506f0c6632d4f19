import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from tests.training.some_recipes import good_recipes
from training.recipe.recipes import RECIPES, count_parameters, layers
from training.worker.networks import build_network


def check_layers(recipe):
    """Keras' layers are those that we list, each with our shape and our number of parameters."""
    network = build_network(recipe)
    rows = layers(recipe)
    assert [type(layer).__name__ for layer in network.layers] == [row.name for row in rows]
    assert [tuple(layer.output.shape[1:]) for layer in network.layers] == [row.shape for row in rows]
    assert [layer.count_params() for layer in network.layers] == [row.parameters for row in rows]
    assert network.count_params() == count_parameters(recipe)
    assert network.input_shape == (None, 28, 28)
    assert network.output_shape == (None, 10)


@pytest.mark.parametrize("name", RECIPES)
def test_keras_counts_the_parameters_that_we_count(name):
    check_layers(RECIPES[name])


@settings(max_examples=15)
@given(good_recipes)
def test_keras_builds_every_network_of_the_family_as_we_list_it(recipe):
    check_layers(recipe)


def test_optimizers_are_keras_own():
    recipe = dataclasses.replace(RECIPES["dense-128"], optimizer="sgd", momentum=0.9, learning_rate=0.05)
    optimizer = build_network(recipe).optimizer
    assert (type(optimizer).__name__, optimizer.momentum) == ("SGD", 0.9)
    assert float(optimizer.learning_rate) == pytest.approx(0.05)
    other = dataclasses.replace(RECIPES["dense-128"], optimizer="rmsprop")
    assert type(build_network(other).optimizer).__name__ == "RMSprop"


def test_augmentation_is_only_for_training():
    network = build_network(dataclasses.replace(RECIPES["dense-128"], augmentation=True))
    images = np.random.default_rng(1).random((4, 28, 28), dtype=np.float32)
    first, second = (network(images, training=False).numpy() for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, network(images, training=True).numpy())


def test_a_network_is_compiled_as_its_recipe_says():
    network = build_network(RECIPES["dense-128"])
    assert network.get_compile_config()["loss"] == "categorical_crossentropy"
    assert type(network.optimizer).__name__ == "Adam"
    assert float(network.optimizer.learning_rate) == pytest.approx(0.001)
