"""Check lesson files: `python -m lessons FILE…` reports whether each is valid, or its error.

Exit status: 0, or 1 if a file is invalid.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from base.errors import LessonError
from lessons.lesson import worded
from lessons.reading import read_lesson


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files named on the command line and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m lessons", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
    return max([_check(file) for file in parser.parse_args(arguments).files])


def _check(file: Path) -> int:
    try:
        lesson = read_lesson(file)
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{file.name}: “{worded(lesson.title, 'en')}”, {len(lesson.steps)} steps in {', '.join(lesson.languages)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
