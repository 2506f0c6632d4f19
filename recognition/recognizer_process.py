"""Start, watch and restart the recognizer process from the web process. No TensorFlow here."""

import http.client
import logging
import os
import re
import threading
import time
import urllib.request

from base.processes.child_process import BackOff, ChildProcess

# A process that ran for so long is restarted at once; after an earlier end the restarts back off.
STEADY_S = 30.0
# It is asked so often whether it answers. Silent for a moment, it is given no more pictures; for longer, it is killed.
BEAT_S, BEAT_TIMEOUT_S = 1.0, 2.0
QUIET_S, SILENT_S = 2.5, 6.0
# One that has not come so far in this time never will.
START_S = 120.0
# A school's proxy must not be asked for a process on this machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

_TENSORFLOW_CHATTER = re.compile(r"[IW]\d{4} |WARNING: All log messages before absl::")
_log = logging.getLogger(__name__)


class RecognizerProcess:
    """Our own recognizer process, restarted whenever it ends, in the environment of its first start."""

    def __init__(self) -> None:
        self._address: str | None = None
        self._child: ChildProcess | None = None
        self._environment = dict(os.environ)
        self._stopped = threading.Event()
        self._lock = threading.Lock()

    @property
    def address(self) -> str | None:
        """The process' address, e.g. "http://127.0.0.1:41234"; None while it starts."""
        return self._address

    @property
    def pid(self) -> int | None:
        """The process id; None before the first start."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Start and watch the process; returns at once."""
        threading.Thread(target=self._watch, name="recognizer-watch", daemon=True).start()

    def stop(self) -> None:
        """End the process and do not restart it."""
        with self._lock:
            self._stopped.set()
            self._address = None
            child = self._child
        if child is not None:
            child.kill()
            child.wait()

    def _watch(self) -> None:
        back_off = BackOff()
        while (child := self._start()) is not None:
            started = time.monotonic()
            self._look_after(child)
            self._address = None
            status = child.close()
            if self._stopped.is_set():
                return
            if time.monotonic() - started > STEADY_S:
                back_off.reset()
            pause_s = back_off.next_pause_s()
            _log.warning("The recognizer ended with status %s; starting it again in %.1f s.", status, pause_s)
            self._stopped.wait(pause_s)

    def _start(self) -> ChildProcess | None:
        with self._lock:
            if self._stopped.is_set():
                return None
            arguments = ["--at-once"] if self._child else []
            self._child = ChildProcess("recognition.worker", self._environment, _log_error, arguments)
            return self._child

    def _look_after(self, child: ChildProcess) -> None:
        """Until the process ends: know its address while it answers there, and kill it when it is silent for long."""
        ended = threading.Event()
        child.watch(lambda _status: ended.set())
        starting = threading.Timer(START_S, child.kill)
        starting.start()
        address = child.read_address()
        starting.cancel()
        self._set_address(address)
        heard_at = time.monotonic()
        while not ended.wait(BEAT_S):
            if address and _answers(address):
                heard_at = time.monotonic()
            silent_s = time.monotonic() - heard_at
            self._set_address(address if silent_s < QUIET_S else None)
            if silent_s > SILENT_S:
                _log.warning("The recognizer has not answered for %.0f s, and is killed.", silent_s)
                child.kill()
                ended.wait()

    def _set_address(self, address: str | None) -> None:
        with self._lock:
            self._address = None if self._stopped.is_set() else address


def _answers(address: str) -> bool:
    """Whether the recognizer says that it is ready."""
    try:
        with _OPENER.open(f"{address}/readyz", timeout=BEAT_TIMEOUT_S):
            return True
    except (OSError, http.client.HTTPException):
        return False


def _log_error(line: bytes) -> None:
    """Log a line of the process' standard error, except TensorFlow's start-up messages."""
    text = line.decode(errors="replace").rstrip()
    if not _TENSORFLOW_CHATTER.match(text):
        _log.warning("%s", text)
