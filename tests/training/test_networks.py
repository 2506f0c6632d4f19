import pytest

from training.networks import build_network
from training.recipes import RECIPES, count_parameters, layers


@pytest.mark.parametrize("name", RECIPES)
def test_keras_counts_the_parameters_that_we_count(name):
    network = build_network(RECIPES[name])
    assert network.count_params() == count_parameters(RECIPES[name])
    assert [type(layer).__name__ for layer in network.layers] == [row.name for row in layers(RECIPES[name])]
    assert [layer.count_params() for layer in network.layers] == [row.parameters for row in layers(RECIPES[name])]
    assert network.input_shape == (None, 28, 28)
    assert network.output_shape == (None, 10)


def test_a_network_is_compiled_as_its_recipe_says():
    network = build_network(RECIPES["dense-128"])
    assert network.get_compile_config()["loss"] == "categorical_crossentropy"
    assert type(network.optimizer).__name__ == "Adam"
    assert float(network.optimizer.learning_rate) == pytest.approx(0.001)
