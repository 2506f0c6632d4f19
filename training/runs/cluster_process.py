"""The web process's side of the embedded cluster: start its process, learn its address, end it. No TensorFlow here."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable

from base import settings
from base.errors import TrainerUnavailableError

_log = logging.getLogger(__name__)


class ClusterProcess:
    """One process of the embedded cluster; a restart takes a new object.

    Args:
        on_end: called once, in a thread of its own, when the process ended without `stop`.

    Raises:
        TrainerUnavailableError: it ended before it said where it listens.

    Attributes:
        address: where its scheduler listens, e.g. "tcp://127.0.0.1:41234".
        pid: the process's number.
    """

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._on_end = on_end
        self._is_stopped = False
        # Nothing is ever written to its input: the child reads the end of it when this process ends, however it ends.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "training.runs.cluster"],
            cwd=settings.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.pid = self._process.pid
        self.address = self._read_address()
        threading.Thread(target=self._watch, name="cluster-watch", daemon=True).start()

    def stop(self) -> None:
        """End the process and all that it started."""
        self._is_stopped = True
        self._process.kill()
        self._process.wait()
        self._close_pipes()

    def _read_address(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            status = self._process.wait()
            self._close_pipes()
            raise TrainerUnavailableError(
                f"The trainer's process did not start. Received: exit status {status}. Look into the server's log.",
                address="",
            )
        address: str = json.loads(line)["address"]
        return address

    def _watch(self) -> None:
        status = self._process.wait()
        if not self._is_stopped:
            _log.warning("The trainer's process ended with status %s.", status)
            self._close_pipes()
            self._on_end()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
