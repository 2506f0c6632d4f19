"""The entry point of a job's process, which runs one job and exits. A package's `worker/__main__.py` calls `serve`.

The job is one line of JSON on standard input. The answer is lines of JSON on standard output: any number of
`{"progress": share}`, then `{"done": …}` or `{"error": …}`. The job names the folder of its files. The process ends
when its standard input closes, so it never outlives its parent.
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
    """Read a job from standard input, run it, report its result or error, and exit.

    Args:
        do: called with the job's folder, the job, and a progress callback, 0.0 to 1.0; returns plain values.
    """
    ignore_interrupt()
    answers = _reserve_standard_output()
    with os.fdopen(0, "rb", buffering=0, closefd=False) as standard_input:
        job = json.loads(standard_input.readline())
    end_with_parent()
    limit_this_process()
    # Keras warns of .h5 as legacy, TensorFlow of its own interpreter as deprecated: irrelevant to visitors.
    warnings.simplefilter("ignore")

    def report(line: dict[str, Any]) -> None:
        os.write(answers, json.dumps(line).encode() + b"\n")

    try:
        report({"done": do(Path(job.pop("folder")), job, lambda share: report({"progress": share}))})
    except DigitLabError as error:
        report({"error": error_to_dict(error)})
    sys.stderr.flush()
    os._exit(0)  # TensorFlow's shutdown is slow, and there is nothing to clean up


def _reserve_standard_output() -> int:
    """Redirect standard output to standard error for libraries; return a descriptor of the original."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers
