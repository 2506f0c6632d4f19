"""Our training loop against Keras' `model.fit`, and against the bare matrix products as a lower bound.

The same recipe with three seeds each: seconds of training alone, and accuracy on the test images. Keras uses all
cores, its default; our loop uses as many threads as a worker.
"""

import json
import statistics
from collections.abc import Iterator

from benchmarks.processes import run_json
from benchmarks.report import Figure, Options, say
from training.recipe.recipes import RECIPES, Convolution, Recipe
from training.worker.nanny import ENVIRONMENT

SEEDS = (1, 2, 3)
CONVOLUTIONAL = Recipe(
    "convolutional", "mnist", (64,), convolutions=(Convolution(16), Convolution(32)), dropout=0.3, epochs=3
)
# The maximum share of Keras' time, and the maximum loss of mean accuracy in percentage points.
RATIO, CONVOLUTIONAL_RATIO = 0.4, 0.5
POINTS = 0.15


def measure(options: Options) -> Iterator[Figure]:
    """Measure the five recipes and a convolutional one; `--quick`: one seed, one epoch."""
    seeds = SEEDS[:1] if options.quick else SEEDS
    for recipe in (*RECIPES.values(), CONVOLUTIONAL):
        say(f"Training {recipe.name} …")
        sides = {
            side: [_run(side, recipe, seed, options.quick, threads) for seed in seeds]
            for side, threads in (("stock", {}), ("ours", ENVIRONMENT))
        }
        ours, stock = (statistics.median(run["seconds"] for run in sides[side]) for side in ("ours", "stock"))
        floor = _run("floor", recipe, 1, options.quick, ENVIRONMENT)["seconds"]
        goal = None if options.quick else (RATIO if recipe in RECIPES.values() else CONVOLUTIONAL_RATIO) * stock
        note = "baseline: model.fit"
        yield Figure("training", f"{recipe.name}, median of {len(seeds)}", ours, "s", stock, at_most=goal, note=note)
        yield Figure("training", f"{recipe.name}, bare matrix products", floor, "s", ours, note="baseline: our loop")
        for part, ms in _run("parts", recipe, 1, options.quick, ENVIRONMENT).items():
            yield Figure("training", f"{recipe.name}, of a step: {part}", ms, "ms")
        mean, stock_mean = (statistics.mean(run["accuracy"] for run in sides[side]) for side in ("ours", "stock"))
        at_least = None if options.quick else stock_mean - POINTS
        metric = f"{recipe.name}, test, mean of {len(seeds)}"
        yield Figure("training", metric, mean, "%", stock_mean, at_least=at_least, note=note)


def _run(side: str, recipe: Recipe, seed: int, is_quick: bool, environment: dict[str, str]) -> dict[str, float]:
    changes = {"seed": seed} | ({"epochs": 1} if is_quick else {})
    recipe_json = json.dumps(recipe.to_dict() | changes)
    measured: dict[str, float] = run_json(["benchmarks.training_side", side, recipe_json], environment)
    return measured
