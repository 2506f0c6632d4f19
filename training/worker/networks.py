"""From a recipe to a Keras network, as the tutorials write it."""

from typing import Any

import keras
from keras import layers

from training.recipe.layers import CLASSES, INPUT_SHAPE, SHIFT, TURN, ZOOM, Convolution
from training.recipe.optimizers import OPTIMIZERS
from training.recipe.recipes import Recipe

LOSSES = {"categorical": "categorical_crossentropy", "sparse": "sparse_categorical_crossentropy"}
POOLINGS = {"none": (), "max": (layers.MaxPooling2D,), "average": (layers.AveragePooling2D,)}


def build_network(recipe: Recipe) -> keras.Sequential:
    """The recipe's network, compiled and with fresh weights: float32 (n, 28, 28) in, probabilities (n, 10) out."""
    network = keras.Sequential([keras.Input(INPUT_SHAPE)])
    if recipe.convolutions or recipe.augmentation:
        network.add(layers.Reshape((*INPUT_SHAPE, 1)))
    if recipe.augmentation:
        network.add(layers.RandomTranslation(SHIFT, SHIFT, fill_mode="constant"))
        network.add(layers.RandomRotation(TURN, fill_mode="constant"))
        network.add(layers.RandomZoom(ZOOM, fill_mode="constant"))
    for block in recipe.convolutions:
        _add(network, recipe, layers.Conv2D, block.filters, kernel_size=block.kernel, padding="same")
        _add_pooling(network, block)
    network.add(layers.Flatten())
    for neurons in recipe.hidden:
        _add(network, recipe, layers.Dense, neurons)
    if recipe.dropout:
        network.add(layers.Dropout(recipe.dropout))
    network.add(layers.Dense(CLASSES, activation="softmax"))
    compile_network(network, recipe)
    return network


def _add(network: keras.Sequential, recipe: Recipe, kind: Any, size: int, **options: Any) -> None:
    """Add a layer with its activation, and a batch normalisation between them where the recipe has one.

    Source: Ioffe, Szegedy 2015, "Batch normalization", section 3.2: before the nonlinearity.
    """
    if not recipe.batch_normalization:
        network.add(kind(size, activation=recipe.activation, **options))
        return
    network.add(kind(size, **options))
    network.add(layers.BatchNormalization())
    network.add(layers.Activation(recipe.activation))


def _add_pooling(network: keras.Sequential, block: Convolution) -> None:
    for pooling in POOLINGS[block.pooling]:
        network.add(pooling(2))


def compile_network(network: keras.Model, recipe: Recipe) -> None:
    """Give a network the recipe's loss and a fresh optimizer, which forgets the state of an earlier one."""
    network.compile(optimizer=_optimizer(recipe), loss=LOSSES[recipe.loss], metrics=["accuracy"])


def _optimizer(recipe: Recipe) -> keras.optimizers.Optimizer:
    optimizer = OPTIMIZERS[recipe.optimizer]
    settings = optimizer.arguments(recipe.learning_rate, recipe.momentum)
    return getattr(keras.optimizers, optimizer.keras_class)(**settings)
