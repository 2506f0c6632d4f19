"""The command line: `python -m training RECIPE …` trains in this process, without Dask, and prints one JSON object.

With `--checkpoint FILE` it saves a checkpoint after each epoch; the same command resumes from it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from base.errors import DigitLabError, ModelError, RecipeError
from base.keras_models.quiet import quiet_tensorflow
from model_store import get_card, read_model
from model_store.names import checked_name
from training.own_drawings import OwnDrawings
from training.recipe.fields import FIELDS, SWITCH
from training.recipe.link import changed_recipe
from training.recipe.recipes import RECIPES, Recipe
from training.recipe.start import continued
from training.results import Progress, TrainingResult
from use_cases.networks import save_network


class _Parser(argparse.ArgumentParser):
    """An argument parser that reports errors in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[0].upper()}{message[1:]}. See python -m training --help.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0, 2 for invalid arguments, 1 for later errors."""
    given = vars(_parser().parse_args(arguments))
    name, changes = given["name"], {field: given[field] for field in FIELDS if given[field] is not None}
    try:
        recipe = changed_recipe(given["recipe"], changes)
        if recipe.start:
            recipe = continued(recipe, get_card(recipe.start))
        name = None if name is None else checked_name(name)  # before the training, not only when saving
    except (RecipeError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        print(json.dumps(_train(recipe, name, given["drawings"], given["checkpoint"])))
    except OSError as error:
        print(f"{error.strerror}: {error.filename}. Is it the right file?", file=sys.stderr)
        return 1
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
    parser.add_argument("--drawings", metavar="FILE", type=Path, help="own drawings, a .npz file from the Train page")
    parser.add_argument("--checkpoint", metavar="FILE", type=Path, help="resume there, and write it after each epoch")
    changes = parser.add_argument_group("changes to the recipe")
    for name, field in FIELDS.items():
        option = f"--{name.replace('_', '-')}"
        if field.control == SWITCH:
            changes.add_argument(option, action="store_const", const=field.example, help="Off without it.")
        else:
            changes.add_argument(option, metavar=field.example, help=field.rule)
    return parser


def _train(recipe: Recipe, name: str | None, drawings: Path | None, checkpoint: Path | None) -> dict[str, Any]:
    with quiet_tensorflow():
        from training.worker.checkpoint import Checkpoint  # imported late, so that bad arguments are reported quickly
        from training.worker.trainer import train

    resume = Checkpoint.from_bytes(checkpoint.read_bytes()) if checkpoint and checkpoint.exists() else None
    result, files = train(
        recipe,
        _EpochPrinter(recipe.epochs, resume.epoch if resume else 0),
        keep=lambda stand: _write(checkpoint, stand.to_bytes()) if checkpoint else None,
        resume=resume,
        start=read_model(recipe.start) if recipe.start else None,
        drawings=OwnDrawings.from_bytes(drawings.read_bytes()) if drawings else None,
    )
    return _summary(result) | {"model": None if name is None else save_network(files.keras, result, name).id}


def _write(path: Path, content: bytes) -> None:
    """Write a file atomically."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


class _EpochPrinter:
    """Prints a line on standard error after each epoch."""

    def __init__(self, epochs: int, printed: int) -> None:
        self._epochs = epochs
        self._printed = printed

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
    } | ({"own_before": result.drawn_before, "own_after": result.drawn_after} if result.drawn_count else {})


if __name__ == "__main__":
    sys.exit(main())
