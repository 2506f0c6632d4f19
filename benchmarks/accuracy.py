"""The shipped networks on MNIST's 10,000 test images: accuracy, size, and latency on one core."""

from collections.abc import Iterator

from benchmarks.processes import with_tensorflow
from benchmarks.report import Figure, Options
from model_store import DEFAULT_MODEL
from model_store.store import SHIPPED

TUTORIAL_MODEL = "dense-128"


def measure(options: Options) -> Iterator[Figure]:
    """Measure the default model; the baseline is the tutorials' network."""
    del options  # has no quick variant
    ours, theirs = (with_tensorflow("read_test_images", model=model) for model in (DEFAULT_MODEL, TUTORIAL_MODEL))
    accuracies = (ours["accuracy"] * 100, theirs["accuracy"] * 100)
    sizes = [(SHIPPED / model / "model.keras").stat().st_size / 2**20 for model in (DEFAULT_MODEL, TUTORIAL_MODEL)]
    yield Figure("accuracy", f"{DEFAULT_MODEL}, MNIST test images", accuracies[0], "%", accuracies[1], at_least=99.7)
    yield Figure("accuracy", f"{DEFAULT_MODEL}, file", sizes[0], "MB", sizes[1], at_most=2)
    yield Figure("accuracy", f"{DEFAULT_MODEL}, network alone, an image of 32", ours["ms"], "ms", theirs["ms"])
