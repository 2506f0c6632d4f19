"""The web process's side of the recognizer process: start it, watch it, start it again. No TensorFlow here."""

import atexit
import logging
import re
import subprocess
import sys
import threading
import time

from base import settings

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 10.0
STEADY_S = 30.0

_TENSORFLOW_CHATTER = re.compile(r"[IW]\d{4} |WARNING: All log messages before absl::")

_ADDRESS = re.compile(rb'"address": "([^"]+)"')
_log = logging.getLogger(__name__)


class RecognizerProcess:
    """A recognizer of our own, started again whenever it ends."""

    def __init__(self) -> None:
        self._address: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()
        self._lock = threading.Lock()

    @property
    def address(self) -> str | None:
        """Where it answers, e.g. "http://127.0.0.1:41234"; None while it starts."""
        return self._address

    @property
    def pid(self) -> int | None:
        """The process's number; None before it was started."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start and watch the process; returns at once."""
        threading.Thread(target=self._watch, name="recognizer-watch", daemon=True).start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """End the process and do not start it again."""
        with self._lock:
            self._stopped.set()
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._address = None

    def _watch(self) -> None:
        pause_s = FIRST_PAUSE_S
        while not self._stopped.is_set():
            started = time.monotonic()
            status = self._run_once()
            self._address = None
            if self._stopped.is_set():
                return
            # One that lived for a while was killed; one that ends at once will do so again.
            pause_s = FIRST_PAUSE_S if time.monotonic() - started > STEADY_S else min(pause_s * 2, LONGEST_PAUSE_S)
            _log.warning("The recognizer ended with status %s; starting it again in %.1f s.", status, pause_s)
            self._stopped.wait(pause_s)

    def _run_once(self) -> int | None:
        """Start the process, learn its address, and wait for its end; its exit status, None if it was not started."""
        with self._lock:
            if self._stopped.is_set():
                return None
            self._process = process = subprocess.Popen(
                [sys.executable, "-m", "recognition.worker"],
                cwd=settings.ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        with process:
            assert process.stdout is not None
            threading.Thread(target=_log_errors, args=(process,), name="recognizer-log", daemon=True).start()
            match = _ADDRESS.search(process.stdout.readline())
            self._address = match[1].decode() if match else None
            return process.wait()


def _log_errors(process: subprocess.Popen[bytes]) -> None:
    """Hand on what the process says of itself, without what TensorFlow says of its own build at each start."""
    assert process.stderr is not None
    for line in process.stderr:
        text = line.decode(errors="replace").rstrip()
        if not _TENSORFLOW_CHATTER.match(text):
            _log.warning("%s", text)
