"""The command line: `python -m conversion export MODEL FORMAT --out FILE`, and `… import FILE --name NAME`.

Each prints one JSON object. An export: `model`, `format`, `file`, `size`, `sha256`, and `check`, the check's result.
An import: `model`, its new id; `name`, `dataset`, `parameters`, `test_loss`, `test_accuracy`, and `origin`.
Exit status: 0, or 1 for an error, or 2 for invalid arguments.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from base.errors import DigitLabError
from base.jobs.job_process import JobProcess
from conversion import WORKER
from conversion.formats import FORMATS, find_format
from conversion.imports import check_size, import_file
from conversion.origin import PIXELS, read_origin
from model_store import get_card
from use_cases.model_files import make_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        outcome = options.job(options)
    except (DigitLabError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(outcome, ensure_ascii=False))
    return 0


def _export(options: argparse.Namespace) -> dict[str, Any]:
    card, format_, out = get_card(options.model), find_format(options.format), options.out
    made, pieces = make_file(JobProcess(WORKER).run, card, format_)
    with out.open("wb") as file:
        file.writelines(pieces)
    return {
        "model": card.id,
        "format": format_.id,
        "file": str(out),
        "size": made.size,
        "sha256": made.sha256,
        "check": made.check and made.check.to_dict(),
    }


def _import(options: argparse.Namespace) -> dict[str, Any]:
    check_size(options.file.stat().st_size)
    run = JobProcess(WORKER).run
    card = import_file(options.file.read_bytes(), options.file.name, options.name, run, pixels=options.pixels)
    outcome = {name: getattr(card, name) for name in ("name", "dataset", "parameters", "test_loss", "test_accuracy")}
    origin = read_origin(card.id)
    return {"model": card.id, **outcome, "origin": origin and dataclasses.asdict(origin)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m conversion", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    jobs = parser.add_subparsers(required=True, metavar="JOB")
    to_file = jobs.add_parser("export", help="write a model of the store to a file in another format")
    to_file.add_argument("model", metavar="MODEL", help="its id; GET /api/v1/models lists them")
    to_file.add_argument("format", metavar="FORMAT", choices=FORMATS, help=", ".join(FORMATS))
    to_file.add_argument("--out", metavar="FILE", type=Path, required=True, help="the file to write")
    to_file.set_defaults(job=_export)
    from_file = jobs.add_parser("import", help="import a network from a .keras or .h5 file made elsewhere")
    from_file.add_argument("file", metavar="FILE", type=Path, help="a .keras or .h5 file")
    from_file.add_argument("--name", required=True, help="what to call it here")
    from_file.add_argument("--pixels", choices=PIXELS, help="how it wants its pixels; found by trying where not given")
    from_file.set_defaults(job=_import)
    return parser


if __name__ == "__main__":
    sys.exit(main())
