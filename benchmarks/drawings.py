"""How well real writers' digits are read from a canvas, with our preparation and the tutorials'; needs a file."""

from collections.abc import Iterator

from benchmarks.processes import with_tensorflow
from benchmarks.report import Figure, Options, say

MODELS = ("digits-cnn", "dense-128")


def measure(options: Options) -> Iterator[Figure]:
    """Accuracy in each condition; the baseline is the same network behind the tutorials' preparation."""
    if not options.strokes:
        raise ValueError("Real pen strokes are needed: python -m benchmarks drawings --strokes FILE.")
    count = min(options.count, 100) if options.quick else options.count
    for model in (options.model,) if options.model else MODELS:
        say(f"{model} reads {count} drawings in each condition …")
        accuracies: dict[str, list[float]] = with_tensorflow(
            "read_drawings", model=model, strokes=options.strokes, source=options.source, count=count
        )
        for condition, (ours, theirs) in accuracies.items():
            yield Figure("drawings", f"{model}, {condition}", ours * 100, "%", theirs * 100)
        means = [sum(column) / len(accuracies) * 100 for column in zip(*accuracies.values(), strict=True)]
        yield Figure("drawings", f"{model}, mean of all conditions", means[0], "%", means[1])
