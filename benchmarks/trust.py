"""Whether probabilities are calibrated, and whether non-digits are refused."""

import json
from collections.abc import Iterator

from benchmarks.processes import ONE_THREAD, run_json
from benchmarks.report import Figure, Options, say
from model_store import DEFAULT_MODEL

CALIBRATION_GOAL = {"MNIST test images": 1.0, "drawings of people": 2.0}
REFUSED_DIGITS_GOAL = 1.0
REFUSED_OTHERS_GOAL = 90.0


def measure(options: Options) -> Iterator[Figure]:
    """Measure the default model; the baseline of its calibration is temperature 1."""
    count = 100 if options.quick else min(options.count, 1000)
    say(f"{DEFAULT_MODEL} looks at digits, and at what is none …")
    arguments = {"model": DEFAULT_MODEL, "strokes": options.strokes, "source": options.source, "count": count}
    measured: dict[str, dict[str, float]] = run_json(["benchmarks.trust_side", json.dumps(arguments)], ONE_THREAD)
    for origin, figures in measured.items():
        percent = {name: value * 100 for name, value in figures.items()}
        if "calibration" not in percent:
            yield Figure("trust", f"refused: {origin}", percent["refused"], "%", at_least=REFUSED_OTHERS_GOAL)
            continue
        goal = CALIBRATION_GOAL[origin]
        yield Figure("trust", f"right: {origin}", percent["accuracy"], "%")
        yield Figure(
            "trust",
            f"calibration error: {origin}",
            percent["calibration"],
            "%",
            percent["untempered"],
            at_most=goal,
        )
        yield Figure("trust", f"refused: {origin}", percent["refused"], "%", at_most=REFUSED_DIGITS_GOAL)
