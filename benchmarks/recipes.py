"""The five recipes as their readers run them: test accuracy and seconds of `python -m training RECIPE`."""

from collections.abc import Iterator

from benchmarks.processes import run_json
from benchmarks.report import Figure, Options, say

# Lowest and highest test accuracy of stock Keras 3.15 (`model.fit`) over two or three seeds, in percent.
STOCK_KERAS = {
    "dense-128": (96.8, 97.2),
    "dense-512": (97.8, 98.1),
    "fashion-128": (86.6, 87.5),
    "tiny-16": (94.7, 95.3),
    "deep-128": (97.4, 97.8),
}
# The permitted deviation from that range, in percentage points.
SLACK = 0.4


def measure(options: Options) -> Iterator[Figure]:
    """Run each recipe once with its own seed; `--quick` trains one epoch and has no goal."""
    for recipe, (lowest, highest) in STOCK_KERAS.items():
        say(f"Training {recipe} …")
        result = run_json(["training", recipe, *(["--epochs", "1"] if options.quick else [])], {})
        bounds = (None, None) if options.quick else (round(lowest - SLACK, 1), round(highest + SLACK, 1))
        accuracy = result["test_accuracy"] * 100
        note = f"stock Keras {lowest} to {highest}"
        yield Figure("recipes", f"{recipe}, test", accuracy, "%", at_least=bounds[0], at_most=bounds[1], note=note)
        yield Figure("recipes", f"{recipe}, training", result["seconds"], "s")
