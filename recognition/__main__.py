"""Read pictures from the command line: `python -m recognition FILE... [--model ID]`.

Prints one JSON object a line, as soon as it is available: `file`, `label`, `probabilities`, `reason`, and if several
digits were found, `number` and `digits`; for a file that cannot be read, `file` and `error`.
Exit status: 0, or 1 if a file could not be read, or 2 if the model could not be loaded.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from base.errors import DigitLabError
from base.keras_models.quiet import quiet_tensorflow
from base.settings import MAX_PICTURE_BYTES
from model_store import default_model, get_card
from recognition.answers import found_to_dict, rounded
from recognition.pictures import open_picture

if TYPE_CHECKING:
    from recognition.worker.recognizer import Recognizer


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the files named on the command line and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m recognition", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a PNG, JPEG, WebP, BMP, GIF or HEIC file")
    parser.add_argument("--model", default=default_model(), metavar="ID", help="a model of the store (%(default)s)")
    options = parser.parse_args(arguments)
    try:
        recognizer = _load(options.model)
    except DigitLabError as error:
        print(error, file=sys.stderr)
        return 2
    status = 0
    for file in options.files:
        answer = _answer(recognizer, file)
        status = 1 if "error" in answer else status
        print(json.dumps(answer), flush=True)
    return status


def _load(model: str) -> "Recognizer":
    get_card(model)  # a wrong name is reported at once, not after TensorFlow's seconds
    with quiet_tensorflow():
        from recognition.worker.recognizer import Recognizer

        return Recognizer.load(model)


def _answer(recognizer: "Recognizer", file: str) -> dict[str, Any]:
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(MAX_PICTURE_BYTES + 1)
        recognition = recognizer.recognize(open_picture(content))
    except OSError as error:
        return {"file": file, "error": f"{error.strerror or error}. Received: {file!r}."}
    except (DigitLabError, ValueError) as error:
        return {"file": file, "error": str(error)}
    answer: dict[str, Any] = {
        "file": file,
        "label": recognition.label,
        "probabilities": rounded(recognition.probabilities),
        "reason": recognition.reason,
    }
    if recognition.number is not None:
        answer |= {"number": recognition.number, "digits": [found_to_dict(found) for found in recognition.digits]}
    return answer


if __name__ == "__main__":
    sys.exit(main())
