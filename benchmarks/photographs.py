"""Accuracy on synthetic photographs of digits, and the cost of a photograph of 12 megapixels."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.photo_album import Album
from benchmarks.photo_scenes import SCENES
from benchmarks.processes import with_tensorflow
from benchmarks.report import Figure, Options, say
from model_store import DEFAULT_MODEL

COUNT, QUICK, REPEATS = 30, 5, 5
PHONE = (4032, 3024)
PHONE_SCENE = "row, lined paper"


def measure(options: Options) -> Iterator[Figure]:
    """Measure correct digits by kind of scene; the baseline is the tutorials' preprocessing with the same network."""
    model, count = options.model or DEFAULT_MODEL, QUICK if options.quick else COUNT
    say(f"{model} reads {count * len(SCENES)} photographs …")
    tallies: dict[str, dict[str, int]] = with_tensorflow(
        "read_photographs", model=model, strokes=options.strokes, source=options.source, count=count
    )
    for kind, tally in tallies.items():
        is_single = SCENES[kind].digits == (1, 1)
        baseline = tally["shrunk"] / count * 100 if is_single else None
        note = "" if is_single else f"{tally['whole']} of {count} numbers"
        yield Figure("photographs", kind, tally["right"] / tally["digits"] * 100, "%", baseline, note=note)
    right, digits = (sum(tally[name] for tally in tallies.values()) for name in ("right", "digits"))
    single = [tally["shrunk"] for kind, tally in tallies.items() if SCENES[kind].digits == (1, 1)]
    shrunk = sum(single) / len(single) / count * 100
    note = "baseline: shrunk as tutorials do, where there is one digit"
    yield Figure("photographs", "all digits", right / digits * 100, "%", shrunk, at_least=95, note=note)
    yield from _phone(model)


def _phone(model: str) -> Iterator[Figure]:
    """Measure from a phone's file to its answer, on one core."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "photograph.jpg"
        file.write_bytes(Album().photograph(PHONE_SCENE, 0, PHONE).jpeg)
        costs: dict[str, float] = with_tensorflow("weigh_photograph", model=model, file=str(file), repeats=REPEATS)
    yield Figure("photographs", "12 megapixels, JPEG to answer", costs["ms"] / 1000, "s", at_most=1.5)
    yield Figure("photographs", "12 megapixels, memory at the peak", costs["mb"], "MB", at_most=300)
