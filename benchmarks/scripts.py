"""The Train page's scripts, run by a Python with only TensorFlow, against our training.

The same recipe with three seeds each: accuracy on the test images.
"""

import dataclasses
import json
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.processes import run_json
from benchmarks.report import Figure, Options, say
from benchmarks.training import SEEDS
from tests.training.scripts import run_scripts
from training.recipe.recipes import RECIPES, Recipe
from training.recipe.script import Comments, script_of
from training.worker.nanny import ENVIRONMENT

# The permitted difference of the mean accuracies.
POINTS = 0.5


def measure(options: Options) -> Iterator[Figure]:
    """Measure each of the five recipes; `--quick`: one seed, one epoch."""
    seeds = SEEDS[:1] if options.quick else SEEDS
    for recipe in RECIPES.values():
        say(f"Running {recipe.name} …")
        recipes = [_with_seed(recipe, seed, options.quick) for seed in seeds]
        theirs = _run_scripts(recipes)
        ours = [_train(each) for each in recipes]
        mean, our_mean = statistics.mean(theirs), statistics.mean(ours)
        metric = f"{recipe.name}, test, mean of {len(seeds)}"
        yield Figure("scripts", metric, mean, "%", our_mean, note="baseline: our training")
        differences = [their - our for their, our in zip(theirs, ours, strict=True)]
        metric = f"{recipe.name}, script against ours, mean"
        yield Figure("scripts", metric, abs(mean - our_mean), "points", at_most=POINTS)
        note = f"by seed: {', '.join(f'{difference:+.2f}' for difference in differences)}"
        yield Figure("scripts", f"{recipe.name}, largest of a seed", max(map(abs, differences)), "points", note=note)


def _with_seed(recipe: Recipe, seed: int, is_quick: bool) -> Recipe:
    return dataclasses.replace(recipe, seed=seed, epochs=1 if is_quick else recipe.epochs)


def _train(recipe: Recipe) -> float:
    """Return the test accuracy in percent with our training loop."""
    measured = run_json(["benchmarks.training_side", "ours", json.dumps(recipe.to_dict())], ENVIRONMENT)
    return float(measured["accuracy"])


def _run_scripts(recipes: list[Recipe]) -> list[float]:
    """Return the scripts' test accuracies in percent."""
    with tempfile.TemporaryDirectory() as folder:
        outcomes = run_scripts([script_of(recipe, Comments()) for recipe in recipes], Path(folder))
    return [outcome.test_accuracy * 100 for outcome in outcomes]
