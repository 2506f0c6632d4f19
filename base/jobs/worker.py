"""The entry point of a job's process, which does one job and ends. A package's `worker/__main__.py` calls `serve`.

The job is one line of JSON on standard input. The answer is lines of JSON on standard output: any number of
`{"progress": share}`, then `{"done": …}` or `{"error": …}`. Files lie in a folder that the job names. The process ends
when its standard input does, so it never outlives who asked.
"""

import json
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from base.error_wire import error_to_dict
from base.errors import DigitLabError
from base.jobs.limits import limit_this_process
from base.processes.child_side import end_with_parent, ignore_interrupt

Progress = Callable[[float], None]


def serve(do: Callable[[Path, dict[str, Any], Progress], dict[str, Any]]) -> None:
    """Do the job that standard input names, report its result or error, and end this process.

    Args:
        do: called with the job's folder, the job, and a callback for its progress, 0.0 to 1.0; returns plain values.
    """
    ignore_interrupt()
    answers = _keep_standard_output_for_the_answer()
    with os.fdopen(0, "rb", buffering=0, closefd=False) as standard_input:
        job = json.loads(standard_input.readline())
    end_with_parent()
    limit_this_process()
    # Keras calls .h5 legacy, TensorFlow its own interpreter deprecated: nothing that a visitor could change.
    warnings.simplefilter("ignore")

    def report(line: dict[str, Any]) -> None:
        os.write(answers, json.dumps(line).encode() + b"\n")

    try:
        report({"done": do(Path(job.pop("folder")), job, lambda share: report({"progress": share}))})
    except DigitLabError as error:
        report({"error": error_to_dict(error)})
    sys.stderr.flush()
    os._exit(0)  # TensorFlow's own end takes a while, and there is nothing left to tidy


def _keep_standard_output_for_the_answer() -> int:
    """Send to standard error whatever libraries print; the descriptor that the answer goes to."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers
