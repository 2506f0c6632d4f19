"""The command line: `python -m conversion export MODEL FORMAT --out FILE`.

It prints one JSON object: `model`, `format`, `file`, `size`, `sha256`, and `check`, how the file answered.
Exit status: 0, or 1 where it went wrong, or 2 for arguments that make no sense.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from conversion.exports import make_export
from conversion.formats import FORMATS, KERAS, find_format
from conversion.kept import stream_export
from conversion.process import Converter
from errors import DigitLabError
from model_store import get_card, read_model


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        told = export(options.model, options.format, options.out)
    except (DigitLabError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(told, ensure_ascii=False))
    return 0


def export(model: str, format_name: str, out: Path) -> dict[str, Any]:
    """Write a model of the store to a file in another format; what came of it."""
    card, format_ = get_card(model), find_format(format_name)
    told: dict[str, Any] = {"model": card.id, "format": format_.id, "file": str(out)}
    if format_ is KERAS:
        content = read_model(card.id)
        out.write_bytes(content)
        return {**told, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "check": None}
    made = make_export(card, format_, Converter())
    with out.open("wb") as file:
        file.writelines(stream_export(card, format_))
    return {**told, "size": made.size, "sha256": made.sha256, "check": made.check.to_dict()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m conversion", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    jobs = parser.add_subparsers(required=True, metavar="JOB")
    to_file = jobs.add_parser("export", help="write a model of the store to a file in another format")
    to_file.add_argument("model", metavar="MODEL", help="its id; GET /api/v1/models lists them")
    to_file.add_argument("format", metavar="FORMAT", choices=FORMATS, help=", ".join(FORMATS))
    to_file.add_argument("--out", metavar="FILE", type=Path, required=True, help="the file to write")
    return parser


if __name__ == "__main__":
    sys.exit(main())
