"""Our training loop against Keras' `model.fit`, and against the bare matrix products that nobody can do without.

The same recipe with three seeds each: seconds of training alone, and accuracy on the test images. Keras has all cores,
as it comes; ours has the one thread that a worker has, and once all cores too.
"""

import json
import statistics
from collections.abc import Iterator

from benchmarks.processes import run_json
from benchmarks.report import Figure, Options, say
from training.recipes import RECIPES, Convolution, Recipe

SEEDS = (1, 2, 3)
CONVOLUTIONAL = Recipe(
    "convolutional", "mnist", (64,), convolutions=(Convolution(16), Convolution(32)), dropout=0.3, epochs=3
)
# Of Keras' time at most so much, and of its mean accuracy at most so many points less.
RATIO = 0.4
POINTS = 0.15
WORKER_THREADS = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "OMP_NUM_THREADS": "1"}


def measure(options: Options) -> Iterator[Figure]:
    """Each of the five recipes and a convolutional one; `--quick`: one seed, one epoch."""
    seeds = SEEDS[:1] if options.quick else SEEDS
    for recipe in (*RECIPES.values(), CONVOLUTIONAL):
        say(f"Training {recipe.name} …")
        sides = {
            side: [_run(side, recipe, seed, options.quick, threads) for seed in seeds]
            for side, threads in (("stock", {}), ("ours", WORKER_THREADS))
        }
        ours, stock = (statistics.median(run["seconds"] for run in sides[side]) for side in ("ours", "stock"))
        unbound = _run("ours", recipe, seeds[0], options.quick, {})["seconds"]
        floor = _run("floor", recipe, 1, options.quick, WORKER_THREADS)["seconds"]
        goal = RATIO * stock if recipe in RECIPES.values() and not options.quick else None
        note = "baseline: model.fit"
        yield Figure("training", f"{recipe.name}, median of {len(seeds)}", ours, "s", stock, at_most=goal, note=note)
        yield Figure("training", f"{recipe.name}, with all cores, once", unbound, "s", stock, note=note)
        yield Figure("training", f"{recipe.name}, bare matrix products", floor, "s", ours, note="baseline: our loop")
        for part, ms in _run("parts", recipe, 1, options.quick, WORKER_THREADS).items():
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
