"""The loop against Keras' own `fit`: the same weights in and the same batches give the same weights out."""

import dataclasses

import keras
import numpy as np
import pytest

import image_data
from training.recipe.recipes import Convolution, Recipe
from training.worker.loop import FIRST_SLICE, Examples, Loop
from training.worker.networks import LOSSES, build_network

IMAGES = 300
BASE = Recipe("small", "mnist", (16,), batch_size=64, learning_rate=0.01)
RECIPES = {
    "categorical": dataclasses.replace(BASE, loss="categorical"),
    "sparse, two layers": dataclasses.replace(BASE, hidden=(16, 8), activation="tanh"),
    "dropout": dataclasses.replace(BASE, dropout=0.3),
    # Biases before it have no gradient but rounding errors, which Adam and RMSprop would make large.
    "batch normalisation": dataclasses.replace(BASE, batch_normalization=True, optimizer="sgd", learning_rate=0.1),
    "SGD with momentum": dataclasses.replace(BASE, optimizer="sgd", momentum=0.9),
    "RMSprop": dataclasses.replace(BASE, optimizer="rmsprop"),
    "AdamW": dataclasses.replace(BASE, optimizer="adamw"),
    "convolution": dataclasses.replace(BASE, convolutions=(Convolution(4), Convolution(8, 5, "average"))),
    "augmentation": dataclasses.replace(BASE, augmentation=True),
}


@pytest.fixture(scope="module")
def mnist():
    return image_data.load("mnist")


def labels_for_keras(labels, recipe):
    return keras.utils.to_categorical(labels, 10) if recipe.loss == "categorical" else labels


def build(recipe):
    keras.utils.set_random_seed(7)
    return build_network(recipe)


@pytest.mark.parametrize("name", RECIPES)
def test_two_epochs_end_with_the_weights_and_figures_of_keras_fit(mnist, name):
    recipe = RECIPES[name]
    images, labels = mnist.x_train[:IMAGES], mnist.y_train[:IMAGES]
    stock = build(recipe)
    history = stock.fit(
        images / np.float32(255),
        labels_for_keras(labels, recipe),
        batch_size=recipe.batch_size,
        epochs=2,
        shuffle=False,
        verbose=0,
    ).history
    ours = build(recipe)
    loop, order = Loop(ours, LOSSES[recipe.loss]), np.arange(IMAGES, dtype=np.int32)
    epochs = [list(loop.train(Examples.of(images, labels), order, recipe.batch_size))[-1] for _ in range(2)]
    assert [totals.mean_loss for totals in epochs] == pytest.approx(history["loss"], rel=1e-4)
    assert [totals.accuracy for totals in epochs] == pytest.approx(history["accuracy"])
    for mine, kerass in zip(ours.get_weights(), stock.get_weights(), strict=True):
        np.testing.assert_allclose(mine, kerass, rtol=1e-3, atol=2e-5)


def test_testing_gives_the_figures_of_keras_evaluate(mnist):
    network = build(BASE)
    images, labels = mnist.x_test[:1250], mnist.y_test[:1250]
    figures = list(Loop(network, LOSSES["sparse"]).test(Examples.of(images, labels)))[-1]
    expected = network.evaluate(images / np.float32(255), labels, verbose=0)
    assert (figures.mean_loss, figures.accuracy) == pytest.approx(expected, rel=1e-4)
    assert figures.count == 1250


def test_the_order_says_which_images_are_shown(mnist):
    images, labels = mnist.x_train[:IMAGES], mnist.y_train[:IMAGES]
    order = np.random.default_rng(1).permutation(IMAGES).astype(np.int32)
    by_order, sorted_before = build(BASE), build(BASE)
    list(Loop(by_order, LOSSES["sparse"]).train(Examples.of(images, labels), order, 64))
    straight = Examples.of(images[order], labels[order])
    list(Loop(sorted_before, LOSSES["sparse"]).train(straight, np.arange(IMAGES, dtype=np.int32), 64))
    for one, other in zip(by_order.get_weights(), sorted_before.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_slices_take_a_quarter_of_a_second_whatever_a_batch_takes(mnist):
    """With a clock by which every slice takes one second, slices shrink to a single batch."""
    seconds = iter(range(1000))
    loop = Loop(build(BASE), LOSSES["sparse"], clock=lambda: float(next(seconds)))
    examples = Examples.of(mnist.x_train[:1600], mnist.y_train[:1600])
    counts = [totals.count for totals in loop.train(examples, np.arange(1600, dtype=np.int32), 64)]
    steps = np.diff([0, *counts]) // 64
    assert steps[0] == FIRST_SLICE
    assert steps.tolist()[:3] == [FIRST_SLICE, FIRST_SLICE // 4, 1]
    assert counts[-1] == 1600


@pytest.mark.parametrize("images_left", [0, 1, 7])
def test_halves_of_a_batch_give_the_weights_of_the_whole(mnist, images_left):
    """Also where the last batch is a single image, and its first half empty."""
    recipe = dataclasses.replace(BASE, convolutions=(Convolution(4),))
    count = 640 + images_left
    examples, order = Examples.of(mnist.x_train[:count], mnist.y_train[:count]), np.arange(count, dtype=np.int32)
    whole, halved = build(recipe), build(recipe)
    figures = [
        list(Loop(network, LOSSES["sparse"], in_halves=in_halves).train(examples, order, 64))[-1]
        for network, in_halves in ((whole, False), (halved, True))
    ]
    assert figures[1].mean_loss == pytest.approx(figures[0].mean_loss, rel=1e-5)
    assert (figures[1].right, figures[1].count) == (figures[0].right, count)
    for one, other in zip(whole.get_weights(), halved.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)
