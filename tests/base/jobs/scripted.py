"""A job's process in name only, for tests of what stands before it."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from base.errors import JobError
from base.jobs.job_process import JobProcess

TIMEOUT_S = 60


class ScriptedProcess(JobProcess):
    """Does each job by calling a function of the test's."""

    def __init__(self, do: Callable[[], dict[str, Any]]) -> None:
        super().__init__("no.module")
        self._do = do

    def run(self, folder: Path, job: Mapping[str, Any], on_progress: object = None) -> dict[str, Any]:  # noqa: ARG002
        return self._do()


class Gated(ScriptedProcess):
    """Each job waits until the process is stopped."""

    def __init__(self) -> None:
        self._gate = threading.Event()
        super().__init__(self._wait)

    def stop(self) -> None:
        super().stop()
        self._gate.set()

    def _wait(self) -> dict[str, Any]:
        self._gate.wait(TIMEOUT_S)
        raise JobError("The server is ending.", reason="stopped")
