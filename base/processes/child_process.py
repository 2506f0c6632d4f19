"""The parent's side of a child process: start it, learn its address, notice its end, end it."""

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
# More than enough for the longest pause; no float holds 2 to the power of a thousand failures.
MOST_DOUBLINGS = 16


class ChildProcess:
    """One life of a child, `python -m MODULE`, started at once.

    Its standard input is a pipe: the child reads the end of it when this process ends, however that ends, and ends,
    too (`base.processes.child_side`).

    Args:
        module: what is run.
        environment: variables beside, or in place of, this process's own.
        on_error_line: called with each line of its standard error, in a thread of its own; None: it writes to ours.
        arguments: of its command line.

    Attributes:
        pid: its number.
        stdin, stdout: its pipes, without buffers: what a dead child did not take is not sent again.
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
        """Wait until it has said where it listens (`child_side.announce`); None where it ended before."""
        line = self.stdout.readline()
        try:
            address: str = json.loads(line)["address"]
        except (ValueError, KeyError, TypeError):
            return None
        return address

    def watch(self, on_end: Callable[[int], None]) -> None:
        """Have a function called with its exit status, in a thread of its own, when it ends before `close`."""

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
        """Wait until it has ended; its exit status."""
        return self._process.wait()

    def kill(self) -> None:
        """End it; who reads from it comes to the end."""
        self._process.kill()

    def close(self) -> int:
        """End it where it still lives, and let go of its pipes; its exit status. Idempotent."""
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
    """How long to wait before something that failed is tried again: longer with each failure in a row.

    Attributes:
        failures: in a row, so far.
    """

    def __init__(self) -> None:
        self.failures = 0

    def next_pause_s(self) -> float:
        """Count a failure; the pause after it."""
        doublings, self.failures = min(self.failures, MOST_DOUBLINGS), self.failures + 1
        return min(FIRST_PAUSE_S * 2.0**doublings, LONGEST_PAUSE_S)

    def reset(self) -> None:
        """It went well."""
        self.failures = 0


def _opened(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe
