"""The recognizer's client of the opening process: sends a picture, waits, and kills the process after a timeout."""

import json
import threading

from base.error_wire import error_from_dict
from base.processes.child_process import ChildProcess
from recognition.cost import too_costly
from recognition.opening.wire import ink_from_bytes, read_message, write_message
from recognition.preparation.segmented_ink import SegmentedInk

# A phone's 12 megapixels take 0.3 s, the slowest permitted pictures about 2 s; other requests take precedence.
TIMEOUT_S = 8.0
# WebP's decoder and Pillow hold 50 megapixels four times.
MAX_MEMORY_BYTES = 3 * 2**29


class Opener:
    """A client that opens one picture at a time in a child process, started with the first one. Not thread-safe.

    Args:
        timeout_s: the time limit per picture.
    """

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._child: ChildProcess | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id; None if it is not running."""
        return self._child.pid if self._child else None

    def segment(self, content: bytes, way: str) -> SegmentedInk:
        """Return the ink of a picture; for `way` see `RecognizeQuery`.

        Raises:
            PictureTooCostlyError: it took too long or too much memory, or crashed the decoder.
            PictureError: see `open_picture`.
        """
        child = self._living_child()
        timer = threading.Timer(self._timeout_s, child.kill)
        timer.start()
        try:
            answer = _ask(child, content, way)
        finally:
            timer.cancel()
        if not answer:
            self.close()
            raise too_costly(f"no end within {self._timeout_s:g} s, or a decoder that failed")
        if answer[0] == 0:
            raise error_from_dict(json.loads(answer[1:])["error"])
        return ink_from_bytes(answer[1:])

    def close(self) -> None:
        """Stop the child; the next picture starts a new one."""
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def _living_child(self) -> ChildProcess:
        if self._child is not None and not self._child.is_alive:
            self.close()
        self._child = self._child or ChildProcess("recognition.opening")
        return self._child


def _ask(child: ChildProcess, content: bytes, way: str) -> bytes | None:
    """Return the child's reply; None if it died."""
    try:
        write_message(child.stdin, way.encode())
        write_message(child.stdin, content)
        return read_message(child.stdout)
    except BrokenPipeError:
        return None
