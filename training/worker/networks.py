"""Build a recipe's Keras network, in the tutorials' form."""

import keras

from training.recipe.layers import INPUT_SHAPE
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import Recipe, layer_specs

LOSSES = {"categorical": "categorical_crossentropy", "sparse": "sparse_categorical_crossentropy"}


def build_network(recipe: Recipe) -> keras.Sequential:
    """Build a recipe's compiled network with new weights: float32 (n, 28, 28) in, probabilities (n, 10) out."""
    network = keras.Sequential([keras.Input(INPUT_SHAPE)])
    for spec in layer_specs(recipe):
        network.add(getattr(keras.layers, spec.kind)(*spec.arguments, **spec.options))
    compile_network(network, recipe)
    return network


def compile_network(network: keras.Model, recipe: Recipe) -> None:
    """Compile a network with the recipe's loss and a new optimizer without earlier state."""
    network.compile(optimizer=_optimizer(recipe), loss=LOSSES[recipe.loss], metrics=["accuracy"])


def _optimizer(recipe: Recipe) -> keras.optimizers.Optimizer:
    optimizer = OPTIMIZERS[recipe.optimizer]
    settings = optimizer.arguments(recipe.learning_rate, recipe.momentum)
    return getattr(keras.optimizers, optimizer.keras_class)(**settings)
