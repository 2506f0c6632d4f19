"""A training that a script pauses, resumes, stops and gives other rates has the figures of one in one go."""

import dataclasses
import itertools
import math
import random

import pytest

import image_data
from base.errors import TrainingPausedError
from image_data import Dataset
from training.controls import Controls
from training.recipe.recipes import RECIPES, Recipe
from training.results import Ending, TrainingResult
from training.worker.checkpoint import Checkpoint
from training.worker.trainer import train

SMALL = dataclasses.replace(RECIPES["tiny-16"], epochs=6, learning_rate=0.01, validation="split")


@pytest.fixture(scope="module")
def few() -> Dataset:
    """A fortieth of MNIST."""
    full = image_data.load("mnist")
    return Dataset(full.x_train[:1500], full.y_train[:1500], full.x_test[:200], full.y_test[:200])


@dataclasses.dataclass
class Script:
    """What is asked of a training: rates, from when so many epochs are done; a stop, after so many."""

    rates: dict[int, float] = dataclasses.field(default_factory=dict)
    stop_after: int = 99

    def controls(self, done: int, pause: bool) -> Controls:
        rate = next((rate for epochs, rate in reversed(self.rates.items()) if epochs <= done), None)
        return Controls(stop=done >= self.stop_after, pause=pause, learning_rate=rate)


def follow(script: Script, recipe: Recipe, few: Dataset, pauses: random.Random | None = None) -> TrainingResult:
    """Train as a script says; with `pauses` from one pause to the next, each after one to three looks at the script."""
    kept: list[Checkpoint] = []
    while True:
        looks = itertools.count()
        patience = pauses.randint(1, 3) if pauses else math.inf
        ask = lambda: script.controls(kept[-1].epoch if kept else 0, next(looks) >= patience)  # noqa: B023, E731
        resume = Checkpoint.from_bytes(kept[-1].to_bytes()) if kept else None
        try:
            return train(recipe, ask=ask, keep=kept.append, resume=resume, dataset=few)[0]
        except TrainingPausedError:
            assert pauses, "nobody asked for it"


@pytest.mark.parametrize(
    ("changes", "script", "ending"),
    [
        pytest.param({"epochs": 5}, Script({2: 0.003, 4: 0.0005}), Ending.COMPLETE, id="to its end"),
        pytest.param({"dropout": 0.3}, Script({1: 0.003}, stop_after=2), Ending.STOPPED, id="stopped"),
        pytest.param({"learning_rate": 0.5, "patience": 1}, Script(), Ending.EARLY, id="early stopping"),
    ],
)
def test_a_training_with_any_pauses_has_the_figures_of_one_without(few, changes, script, ending) -> None:
    recipe = dataclasses.replace(SMALL, **changes)
    whole, paused = follow(script, recipe, few), follow(script, recipe, few, random.Random(1))
    assert (whole.ending, paused.ending) == (ending, ending)
    assert paused.history == whole.history
    assert (paused.kept_epoch, paused.test_loss) == (whole.kept_epoch, whole.test_loss)
    assert paused.recipe == whole.recipe
    assert paused.recipe.rate_changes == tuple(
        (epochs + 1, rate) for epochs, rate in script.rates.items() if epochs < len(whole.history["loss"])
    )
