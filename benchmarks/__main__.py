"""`python -m benchmarks [NAME ...]` runs all or the named benchmarks, and prints one JSON object per figure."""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator

from base import settings
from benchmarks.report import Figure, Options, say, to_table

NAMES = (
    "pen_to_answer",
    "recognition",
    "load",
    "fairness",
    "memory",
    "accuracy",
    "trust",
    "recipes",
    "training",
    "scripts",
    "while_training",
    "pages",
    "layout",
    "weight",
    "throughput",
    "photographs",
)
ON_REQUEST = ("drawings", "numbers")
BY_NAME_ONLY = ("reader_parts", "keras_versions")
ALL = (*NAMES, *ON_REQUEST, *BY_NAME_ONLY)
WITH_STROKES = ", ".join((*ON_REQUEST, "reader_parts"))


def main() -> None:
    """Run the named benchmarks; exit with status 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ALL)}")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: rough figures, soon")
    parser.add_argument(
        "--strokes", default="", metavar="FILE", help=f"{WITH_STROKES}: pen strokes, .jsonl or .jsonl.gz"
    )
    parser.add_argument("--source", default="", metavar="NAME", help=f"{WITH_STROKES}: sources that start so, not all")
    parser.add_argument("--model", default="", metavar="ID", help=f"{WITH_STROKES}: one model, not the default ones")
    parser.add_argument("--n", type=int, default=1000, help=f"{WITH_STROKES}: how many are read (%(default)s)")
    given = parser.parse_args()
    for name in set(given.names) - set(ALL):
        parser.error(f"there is no benchmark {name!r}; choose of {', '.join(ALL)}")
    for setting in settings.SETTINGS:
        os.environ.pop(setting.variable, None)  # measure with default settings
    names = given.names or [*NAMES, *(ON_REQUEST if given.strokes else ())]
    figures, failed = [], []
    options = Options(given.quick, given.strokes, given.source, given.model, given.n)
    for name in names:
        try:
            for figure in _measure(name, options):
                figures.append(figure)
                print(figure.to_json(), flush=True)
        except Exception as error:  # noqa: BLE001 - a failed benchmark must not prevent the others
            failed.append(name)
            say(f"{name} could not be measured: {type(error).__name__}: {error}")
    print("", to_table(figures), sep="\n", flush=True)
    if failed:
        sys.exit(f"Not measured: {', '.join(failed)}")


def _measure(name: str, options: Options) -> Iterator[Figure]:
    say(f"Measuring {name} …")
    figures: Iterator[Figure] = importlib.import_module(f"benchmarks.{name}").measure(options)
    return figures


if __name__ == "__main__":
    main()
