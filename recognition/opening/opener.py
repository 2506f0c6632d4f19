"""The recognizer's side of the opening process: hands it a picture, waits, and kills it where that takes too long."""

import json
import threading

from base.error_wire import error_from_dict
from base.processes.child_process import ChildProcess
from recognition.cost import too_costly
from recognition.opening.wire import ink_from_bytes, read_message, write_message
from recognition.preparation.segmented_ink import SegmentedInk

# A phone's 12 megapixels take 0.3 s, the slowest pictures that there may be about 2; others go first.
TIMEOUT_S = 8.0
# 50 megapixels of WebP are held four times by its decoder and Pillow.
MAX_MEMORY_BYTES = 3 * 2**29


class Opener:
    """Opens one picture at a time in a child process, which is started with the first one. Used from one thread.

    Args:
        timeout_s: after which a picture is given up.
    """

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._child: ChildProcess | None = None

    @property
    def pid(self) -> int | None:
        """The child's number; None while there is none."""
        return self._child.pid if self._child else None

    def segment(self, content: bytes, way: str) -> SegmentedInk:
        """What is on a picture; `way` as of `RecognizeQuery`.

        Raises:
            PictureTooCostlyError: it took too long, too much memory, or crashed its decoder.
            PictureError: as `open_picture`.
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
        """End the child; the next picture starts another one."""
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def _living_child(self) -> ChildProcess:
        if self._child is not None and not self._child.is_alive:
            self.close()
        self._child = self._child or ChildProcess("recognition.opening")
        return self._child


def _ask(child: ChildProcess, content: bytes, way: str) -> bytes | None:
    """The child's answer; None where it died."""
    try:
        write_message(child.stdin, way.encode())
        write_message(child.stdin, content)
        return read_message(child.stdout)
    except BrokenPipeError:
        return None
