"""The parent's side of a child process: start it, read its address, watch it, end it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import IO

from base import settings

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
# More than enough for the longest pause; bounds the exponent, as a float cannot hold 2 ** 1024.
MOST_DOUBLINGS = 16


class ChildProcess:
    """A child process `python -m MODULE`, started on construction.

    Its standard input is a pipe: it closes when this process ends for any reason, and then the child ends, too
    (`base.processes.child_side`).

    Args:
        module: what is run.
        environment: variables beside, or in place of, this process's own.
        on_error_line: called with each line of its standard error, in a thread of its own; None: it writes to ours.
        arguments: of its command line.

    Attributes:
        pid: its process id.
        stdin, stdout: its pipes, unbuffered, so that closing the pipe of a dead child does not flush again.
    """

    def __init__(
        self,
        module: str,
        environment: Mapping[str, str] = MappingProxyType({}),
        on_error_line: Callable[[bytes], None] | None = None,
        arguments: Sequence[str] = (),
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=settings.ROOT,
            env={**os.environ, **environment},
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if on_error_line else None,
        )
        self.pid = self._process.pid
        self.stdin, self.stdout = _opened(self._process.stdin), _opened(self._process.stdout)
        self._name = module
        self._is_closed = False
        self._listener: threading.Thread | None = None
        if on_error_line:
            lines = _opened(self._process.stderr)
            self._listener = self._in_thread("errors", lambda: [on_error_line(line) for line in lines])

    def read_address(self) -> str | None:
        """Wait for its address (`child_side.announce`); None if it ended before."""
        line = self.stdout.readline()
        try:
            address: str = json.loads(line)["address"]
        except (ValueError, KeyError, TypeError):
            return None
        return address

    def watch(self, on_end: Callable[[int], None]) -> None:
        """Call a function with its exit status, in a separate thread, when it ends before `close`."""

        def wait() -> None:
            status = self._process.wait()
            if not self._is_closed:
                on_end(status)

        self._in_thread("watch", wait)

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def wait(self) -> int:
        """Wait until it ends and return its exit status."""
        return self._process.wait()

    def kill(self) -> None:
        """Kill it; readers of its pipes reach the end."""
        self._process.kill()

    def close(self) -> int:
        """End it if it is still running, close its pipes, and return its exit status. Idempotent."""
        self._is_closed = True
        self._process.kill()
        status = self._process.wait()
        if self._listener is not None:
            self._listener.join()
        for pipe in (self.stdin, self.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        return status

    def _in_thread(self, work: str, target: Callable[[], object]) -> threading.Thread:
        thread = threading.Thread(target=target, name=f"{self._name}-{work}", daemon=True)
        thread.start()
        return thread


class BackOff:
    """Exponential back-off: pauses between retries that grow with each failure in a row.

    Attributes:
        failures: number of failures in a row.
    """

    def __init__(self) -> None:
        self.failures = 0

    def next_pause_s(self) -> float:
        """Count a failure and return the pause after it."""
        doublings, self.failures = min(self.failures, MOST_DOUBLINGS), self.failures + 1
        return min(FIRST_PAUSE_S * 2.0**doublings, LONGEST_PAUSE_S)

    def reset(self) -> None:
        """Reset after a success."""
        self.failures = 0


def _opened(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
