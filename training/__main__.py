"""The command line: `python -m training RECIPE …` trains here and now, without Dask, and prints one JSON object."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from errors import DigitLabError, ModelNameError, RecipeError
from model_store import save_model
from model_store.quiet import quiet_tensorflow
from training.recipes import MAX_NAME_LENGTH, RECIPES, Recipe
from training.results import Progress, TrainingResult


class _Parser(argparse.ArgumentParser):
    """One that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[0].upper()}{message[1:]}. See python -m training --help.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status: 0, 2 for arguments that make no sense, 1 for what went wrong later."""
    options = vars(_parser().parse_args(arguments))
    name = options.pop("name")
    try:
        recipe = _recipe(options.pop("recipe"), {key: value for key, value in options.items() if value is not None})
        _check_name(name)
    except (RecipeError, ModelNameError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        print(json.dumps(_train(recipe, name)))
    except DigitLabError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser("python -m training", description="Train a recipe and print what came of it as one JSON object.")
    parser.add_argument("recipe", metavar="RECIPE", help=", ".join(RECIPES))
    parser.add_argument("--name", help="save the model in the store under this name")
    changes = parser.add_argument_group("changes to the recipe")
    changes.add_argument("--dataset", help="mnist, fashion_mnist")
    changes.add_argument("--hidden", type=_numbers, metavar="N[,N…]", help="neurons of the hidden layers, e.g. 128,64")
    changes.add_argument("--loss", help="categorical, sparse")
    changes.add_argument("--validation", help="none, split (the last 20 %%), test")
    options: dict[str, Callable[[str], Any]] = {
        "--epochs": int,
        "--batch-size": int,
        "--learning-rate": float,
        "--dropout": float,
        "--seed": int,
    }
    for option, kind in options.items():
        changes.add_argument(option, type=kind, metavar="N")
    return parser


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _recipe(name: str, changes: dict[str, Any]) -> Recipe:
    if name not in RECIPES:
        raise RecipeError(
            f"There is no such recipe. Received: {name!r}. Try one of {', '.join(RECIPES)}.", field="name", value=name
        )
    return dataclasses.replace(RECIPES[name], **changes)


def _check_name(name: str | None) -> None:
    """Refuse before training what the store would refuse after it."""
    if name is not None and not (1 <= len(name.strip()) <= MAX_NAME_LENGTH and name.isprintable()):
        raise ModelNameError(
            f"A model's name has 1 to {MAX_NAME_LENGTH} visible characters. Received: name={name!r}.",
            name=name,
            limit=MAX_NAME_LENGTH,
        )


def _train(recipe: Recipe, name: str | None) -> dict[str, Any]:
    with quiet_tensorflow():
        from training.trainer import train  # here, so that a bad argument is answered at once

    result, files = train(recipe, _EpochPrinter(recipe.epochs))
    return _summary(result) | {"model": None if name is None else save_model(files.keras, result.card(name)).id}


class _EpochPrinter:
    """Prints a line on standard error when another epoch has ended."""

    def __init__(self, epochs: int) -> None:
        self._epochs = epochs
        self._printed = 0

    def __call__(self, progress: Progress) -> None:
        done = len(progress.history.get("loss", ()))
        if done > self._printed:
            self._printed = done
            figures = "  ".join(f"{name} {values[-1]:.4f}" for name, values in progress.history.items())
            print(f"epoch {done}/{self._epochs}  {figures}", file=sys.stderr, flush=True)


def _summary(result: TrainingResult) -> dict[str, Any]:
    return {
        "recipe": result.recipe.name,
        "parameters": result.parameters,
        "seconds": round(result.train_seconds, 3),
        "history": result.history,
        "test_loss": result.test_loss,
        "test_accuracy": result.test_accuracy,
    }


if __name__ == "__main__":
    sys.exit(main())
