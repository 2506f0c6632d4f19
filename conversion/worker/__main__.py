"""The converter process: one job, then the end. `conversion.process` starts it.

The job is one line of JSON on standard input, the answer one line of JSON on standard output; files lie in a folder
that the job names. The process ends when its standard input does, so it never outlives who asked.
"""

import json
import os
import signal
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

from conversion.worker.limits import limit_this_process
from errors import DigitLabError


def main() -> None:
    """Do the job that standard input names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole family; the parent ends this process
    answers = _keep_standard_output_for_the_answer()
    with os.fdopen(0, "rb", buffering=0, closefd=False) as standard_input:
        job = json.loads(standard_input.readline())
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()
    limit_this_process()
    try:
        answer = {"done": _do(job)}
    except DigitLabError as error:
        answer = {"error": {"kind": type(error).__name__, "message": str(error), "details": error.details}}
    os.write(answers, json.dumps(answer).encode() + b"\n")


def _keep_standard_output_for_the_answer() -> int:
    """Send to standard error whatever libraries print; the descriptor that the answer goes to."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


def _end_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(0)


def _do(job: dict[str, Any]) -> dict[str, Any]:
    # Keras calls .h5 legacy, TensorFlow its own interpreter deprecated: nothing that a visitor could change.
    warnings.simplefilter("ignore")
    folder = Path(job["folder"])
    if job["kind"] == "export":
        from conversion.worker.export import export

        return export(folder, job["format"], job["dataset"]).to_dict()
    if job["kind"] == "adopt":
        from conversion.worker.adopt import adopt

        return adopt(folder)
    raise ValueError(f"There is no such job. Received: {job['kind']!r}.")


if __name__ == "__main__":
    main()
    sys.stderr.flush()
    os._exit(0)  # TensorFlow's own end takes a while, and there is nothing left to tidy
