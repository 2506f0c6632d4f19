"""The teacher's command: `python -m feedback [--out FILE]` exports what the class drew, `--forget --yes` deletes it.

One JSON object a line and a drawing; `python -m benchmarks drawings --strokes FILE.jsonl` measures a model on them.
Exit status: 0, or 1 where the database or the file cannot be used, or 2 where `--yes` is missing.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from base.errors import DigitLabError
from feedback.export import drawings
from feedback.saving import count_all, forget_all


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m feedback", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", metavar="FILE", help="write there, not to standard output")
    parser.add_argument("--forget", action="store_true", help="delete all verdicts of all visitors instead")
    parser.add_argument("--yes", action="store_true", help="with --forget: really")
    options = parser.parse_args(arguments)
    try:
        if options.forget:
            return _forget(options.yes)
        if options.out is None:
            return _export(sys.stdout)
        with Path(options.out).open("w", encoding="utf-8") as file:
            return _export(file)
    except (DigitLabError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _export(file: TextIO) -> int:
    exported = 0
    for drawing in drawings():
        print(json.dumps(drawing, separators=(",", ":")), file=file)
        exported += 1
    left_out = count_all() - exported
    print(f"{exported} drawings of one digit; left out: {left_out} without a digit or strokes.", file=sys.stderr)
    return 0


def _forget(is_sure: bool) -> int:
    if not is_sure:
        print(f"This deletes {count_all()} verdicts. Export them first, or add --yes.", file=sys.stderr)
        return 2
    print(f"{forget_all()} verdicts are deleted, and everybody is asked anew.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
