"""`make models`: `python -m training.shipped [ID …]` trains and saves all shipped models, or the given ones."""

import argparse
import dataclasses
import functools
import sys
import time
from collections.abc import Callable, Sequence

from base.keras_models.quiet import quiet_tensorflow

with quiet_tensorflow():
    import keras

import image_data
from base.errors import DigitLabError
from base.keras_models.cross_entropy import cross_entropies
from base.keras_models.files import model_to_bytes
from base.keras_models.logits import logits_tensor
from base.keras_models.temperature import temper
from model_store import DEFAULT_MODEL, ModelCard, save_shipped
from training.recipe.recipes import RECIPES
from training.shipped.digits import SHARES, SHARES_WITHOUT_PEOPLE, Plan, gather, train_reader
from training.shipped.garments import train_garments
from training.shipped.network import ask
from training.shipped.people import SOURCES, load_drawings
from training.worker.trainer import train, versions

GARMENTS_MODEL = "fashion-cnn"
NAMES = {DEFAULT_MODEL: "Digits (convolutional)", GARMENTS_MODEL: "Fashion (convolutional)"}
WRITTEN = "synthetic pen strokes"
IDS = (*NAMES, *RECIPES)


def main(arguments: Sequence[str]) -> int:
    """Train and save shipped models, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.shipped", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="ID", help=f"of {', '.join(IDS)}; all where none is named")
    parser.add_argument("--seed", type=int, default=1, help="of the two convolutional networks; 1 if not given")
    parser.add_argument(
        "--strokes", metavar="FILE", help=f"digits that people drew, for {DEFAULT_MODEL} to learn too: {SOURCES}"
    )
    parser.add_argument(
        "--out", metavar="FOLDER", help="where to keep them, to compare seeds; not among the shipped ones"
    )
    given = parser.parse_args(arguments)
    ships: dict[str, Callable[[], ModelCard]] = {
        DEFAULT_MODEL: functools.partial(ship_reader, given.seed, given.strokes, given.out),
        GARMENTS_MODEL: functools.partial(ship_garments, given.seed, given.out),
        **{recipe: functools.partial(ship_recipe, recipe, given.out) for recipe in RECIPES},
    }
    unknown = sorted(set(given.ids) - set(IDS))
    if unknown:
        print(f"There is no shipped model {', '.join(unknown)}. Try one of {', '.join(IDS)}.", file=sys.stderr)
        return 2
    for model in given.ids or IDS:
        try:
            card = ships[model]()
        except DigitLabError as error:
            print(error, file=sys.stderr)
            return 1
        print(f"{card.id}: test accuracy {card.test_accuracy:.2%}, trained in {card.seconds:.1f} s")
    return 0


def ship_recipe(recipe: str, out: str | None) -> ModelCard:
    """Train a built-in recipe, save its network, and return the card."""
    result, files = train(RECIPES[recipe])
    return save_shipped(recipe, files.keras, result.card(recipe), out)


def ship_reader(seed: int, strokes: str | None, out: str | None) -> ModelCard:
    """Train and save the network that reads drawings. Takes up to 40 minutes on two cores.

    Args:
        seed: the random seed.
        strokes: a file of people's drawings to train on as well; see `people.load_drawings`.
        out: the output folder; by default that of the shipped models.

    Returns:
        The saved card.

    Raises:
        DatasetError: a file cannot be read.
        ModelError: the model could not be written.
    """
    drawings = load_drawings(strokes) if strokes else None
    mnist = image_data.load("mnist")
    started = time.perf_counter()
    plan = Plan(SHARES if drawings else SHARES_WITHOUT_PEOPLE)
    reader = train_reader(gather(mnist, seed, drawings), plan, seed)
    seconds = time.perf_counter() - started
    card = dataclasses.replace(
        _card(DEFAULT_MODEL, "mnist", reader.network, reader.temperature),
        history=reader.history,
        seed=seed,
        seconds=round(seconds, 3),
        temperature=reader.temperature,
        refusal=reader.refusal,
        also_trained_with=(WRITTEN, *(SOURCES if drawings else ())),
    )
    return save_shipped(DEFAULT_MODEL, _to_bytes(reader.network), card, out)


def ship_garments(seed: int, out: str | None) -> ModelCard:
    """Train and save the convolutional network for Fashion-MNIST. Takes up to 40 minutes on two cores.

    Args:
        seed: the random seed.
        out: the output folder; by default that of the shipped models.

    Returns:
        The saved card.

    Raises:
        DatasetError: the images cannot be loaded.
        ModelError: the model could not be written.
    """
    fashion = image_data.load("fashion_mnist")
    started = time.perf_counter()
    network, history = train_garments(fashion, seed)
    seconds = time.perf_counter() - started
    card = dataclasses.replace(
        _card(GARMENTS_MODEL, "fashion_mnist", network), history=history, seed=seed, seconds=round(seconds, 3)
    )
    return save_shipped(GARMENTS_MODEL, _to_bytes(network), card, out)


def _card(model: str, dataset_name: str, network: keras.Model, temperature: float = 1.0) -> ModelCard:
    """Return a card without training figures, with those of the data set's test images over its ten classes."""
    dataset = image_data.load(dataset_name)
    answers = ask(network, dataset.x_test)
    probabilities = temper(answers[:, :10], temperature)
    logits = ask(keras.Model(network.inputs[0], logits_tensor(network)), dataset.x_test)
    return ModelCard(
        name=NAMES[model],
        recipe=None,
        dataset=dataset_name,
        class_names=image_data.class_names(dataset_name),
        parameters=network.count_params(),
        history={},
        test_loss=float(cross_entropies(logits[:, :10], dataset.y_test, temperature).mean()),
        test_accuracy=float((probabilities.argmax(axis=1) == dataset.y_test).mean()),
        seed=0,
        seconds=0.0,
        versions=versions(),
    )


def _to_bytes(network: keras.Model) -> bytes:
    """Serialize the network without the optimizer's state, which is twice the network's size."""
    bare = keras.Model.from_config(network.get_config())  # `clone_model` would also compile it
    bare.set_weights(network.get_weights())
    return model_to_bytes(bare)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
