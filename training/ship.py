"""`make models`: `python -m training.ship [ID …]` trains the shipped models, all or some, and keeps them."""

import sys
import time
from collections.abc import Sequence

from model_store.quiet import quiet_tensorflow

with quiet_tensorflow():
    import keras

import datasets
from errors import DigitLabError, ModelError
from model_store import DEFAULT_MODEL, ModelCard, save_shipped
from model_store.keras_files import model_to_bytes
from training.networks import compile_network
from training.recipes import RECIPES
from training.results import History
from training.shipped_cnn import train_cnn
from training.trainer import evaluate, train, versions

CNN_SEED = 1
CNN_NAME = "Digits (convolutional)"
CNN_MIN_ACCURACY = 0.995
MAX_BYTES = 2_000_000
IDS = (DEFAULT_MODEL, *RECIPES)


def main(ids: Sequence[str]) -> int:
    """Train and keep some of the shipped models; the exit status."""
    unknown = sorted(set(ids) - set(IDS))
    if unknown:
        print(f"There is no shipped model {', '.join(unknown)}. Try one of {', '.join(IDS)}.", file=sys.stderr)
        return 2
    for model in ids or IDS:
        try:
            card = ship_cnn() if model == DEFAULT_MODEL else ship_recipe(model)
        except DigitLabError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{card.id}: test accuracy {card.test_accuracy:.2%}, trained in {card.seconds:.1f} s")
    return 0


def ship_recipe(recipe: str) -> ModelCard:
    """Train a built-in recipe and keep its network; the card as saved."""
    result = train(RECIPES[recipe])
    return _keep(recipe, result.keras, result.card(recipe))


def ship_cnn() -> ModelCard:
    """Train the convolutional network and keep it; the card as saved. Takes minutes."""
    started = time.perf_counter()
    network, history = train_cnn(datasets.load("mnist"), CNN_SEED)
    return keep_cnn(network, history, time.perf_counter() - started)


def keep_cnn(network: keras.Model, history: History, seconds: float) -> ModelCard:
    """Test the trained convolutional network and keep it.

    Args:
        network: trained by `shipped_cnn.train_cnn` with `CNN_SEED`.
        history: of its training.
        seconds: that its training took.

    Returns:
        The card as saved.

    Raises:
        ModelError: it reads too few test digits, or its file is too large, to be shipped.
    """
    recipe = RECIPES["dense-512"]  # for its loss, and for a plain optimizer without state in place of the trained one
    compile_network(network, recipe)
    test_loss, test_accuracy = evaluate(network, datasets.load("mnist"), recipe)
    if test_accuracy < CNN_MIN_ACCURACY:
        raise ModelError(
            f"The network is not good enough to be shipped. Received: test_accuracy={test_accuracy:.4f}. "
            f"It must be at least {CNN_MIN_ACCURACY}: train it anew."
        )
    card = ModelCard(
        name=CNN_NAME,
        recipe=None,
        dataset="mnist",
        class_names=datasets.class_names("mnist"),
        parameters=network.count_params(),
        history=history,
        test_loss=test_loss,
        test_accuracy=test_accuracy,
        seed=CNN_SEED,
        seconds=round(seconds, 3),
        versions=versions(),
    )
    return _keep(DEFAULT_MODEL, model_to_bytes(network), card)


def _keep(model: str, content: bytes, card: ModelCard) -> ModelCard:
    if len(content) > MAX_BYTES:
        raise ModelError(
            f"The file of {model} is too large to be shipped. Received: {len(content)} bytes of {MAX_BYTES}."
        )
    return save_shipped(model, content, card)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
