"""The opening process: `python -m recognition.opening`. Sketches one picture after the other, as standard input asks.

Each picture is two messages (`wire`): the way, then the file. The answer is one: a byte that is 1 where it went well,
and the ink; else 0 and the error. It may be killed at any moment, and ends when its standard input does.
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
    """SegmentedInk pictures until standard input ends."""
    ignore_interrupt()
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what libraries print is no answer
    limit_this_process(MAX_MEMORY_BYTES, None)
    warnings.simplefilter("ignore")
    asked: Asked = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), name="listener", daemon=True).start()
    while True:
        way, content = asked.get()
        write_message(answers, _answer(way, content))


def _listen(asked: Asked) -> None:
    """Take what is asked; at the end of standard input end this process, whatever it is doing."""
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
