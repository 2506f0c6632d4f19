"""The opening process, `python -m recognition.opening`: segments pictures from standard input, one after the other.

A request is two messages (`wire`): the preparation, then the file. The reply is one message: a byte 1 and the ink, or a
byte 0 and the error. The process may be killed at any time, and exits at the end of standard input.
"""

import os
import queue
import threading
import warnings

from base.error_wire import error_to_json
from base.errors import DigitLabError
from base.jobs.limits import limit_this_process
from base.processes.child_side import ignore_interrupt
from recognition.opening.opener import MAX_MEMORY_BYTES
from recognition.opening.segmenting import segment_file
from recognition.opening.wire import ink_to_bytes, read_message, write_message

Asked = queue.SimpleQueue[tuple[str, bytes]]


def main() -> None:
    """Segment pictures until standard input ends."""
    ignore_interrupt()
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # keep libraries' output out of the replies
    limit_this_process(MAX_MEMORY_BYTES, None)
    warnings.simplefilter("ignore")
    asked: Asked = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), name="listener", daemon=True).start()
    while True:
        way, content = asked.get()
        write_message(answers, _answer(way, content))


def _listen(asked: Asked) -> None:
    """Queue requests; at the end of standard input exit the process, even in the middle of a picture."""
    with os.fdopen(0, "rb", buffering=0, closefd=False) as standard_input:
        while (way := read_message(standard_input)) is not None:
            content = read_message(standard_input)
            if content is None:
                break
            asked.put((way.decode(), content))
    os._exit(0)


def _answer(way: str, content: bytes) -> bytes:
    try:
        return b"\x01" + ink_to_bytes(segment_file(content, way))
    except DigitLabError as error:
        return b"\x00" + error_to_json(error)


if __name__ == "__main__":
    main()
