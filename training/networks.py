"""From a recipe to a Keras network, as the tutorials write it."""

import keras
from keras import layers

from training.recipes import CLASSES, INPUT_SHAPE, Recipe

LOSSES = {"categorical": "categorical_crossentropy", "sparse": "sparse_categorical_crossentropy"}


def build_network(recipe: Recipe, steps_per_execution: int = 1) -> keras.Model:
    """The recipe's network, compiled and with fresh weights: float32 (n, 28, 28) in, probabilities (n, 10) out.

    Args:
        recipe: the layers, loss and learning rate.
        steps_per_execution: how many batches TensorFlow takes in one go; changes the speed, not the numbers.
    """
    hidden = [layers.Dense(neurons, activation="relu") for neurons in recipe.hidden]
    dropout = [layers.Dropout(recipe.dropout)] if recipe.dropout else []
    output = layers.Dense(CLASSES, activation="softmax")
    network = keras.Sequential([keras.Input(INPUT_SHAPE), layers.Flatten(), *hidden, *dropout, output])
    compile_network(network, recipe, steps_per_execution)
    return network


def compile_network(network: keras.Model, recipe: Recipe, steps_per_execution: int = 1) -> None:
    """Give a network the recipe's loss and a fresh Adam, which forgets the state of an earlier one."""
    network.compile(
        optimizer=keras.optimizers.Adam(recipe.learning_rate),
        loss=LOSSES[recipe.loss],
        metrics=["accuracy"],
        steps_per_execution=steps_per_execution,
    )
