"""Serialize ink to plain bytes, between the opening process and the recognizer.

A message is a length of eight bytes, big-endian, and as many bytes. The sender has opened an untrusted file and may be
compromised, so messages contain only numbers of known types and bounded size.
"""

import json
import struct
from collections.abc import Iterable
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.preparation.pieces import Line
from recognition.preparation.prepare import Prepared
from recognition.preparation.segmented_ink import SegmentedInk

Parts = list[bytes]

MAX_MESSAGE_BYTES = 2**28
_LENGTH = struct.Struct(">Q")
_TYPES = {kind.__name__: kind for kind in (np.uint8, np.uint16, np.int32)}


def write_message(pipe: IO[bytes], content: bytes) -> None:
    """Write a message to an unbuffered pipe.

    Raises:
        BrokenPipeError: the reader has closed the pipe.
    """
    for part in (_LENGTH.pack(len(content)), content):
        left = memoryview(part)
        while left:
            left = left[pipe.write(left) :]


def read_message(pipe: IO[bytes]) -> bytes | None:
    """Read a message from an unbuffered pipe; None at its end, or if the message is malformed."""
    length = _read(pipe, _LENGTH.size)
    if length is None or (size := _LENGTH.unpack(length)[0]) > MAX_MESSAGE_BYTES:
        return None
    return _read(pipe, size)


def ink_to_bytes(ink: SegmentedInk) -> bytes:
    """Serialize ink: a line of JSON, and the arrays described by it."""
    parts: Parts = []
    whole = ink.whole
    described = {
        "digit": _note(parts, whole.digit),
        "steps": [[name, _note(parts, pixels)] for name, pixels in whole.steps],
        "reason": whole.reason,
        "size": _plain(whole.size),
        "box": _plain(whole.box),
        "may_be_refused": whole.may_be_refused,
        "ink": _note(parts, ink.lines[0].ink) if ink.lines else None,
        "lines": [_describe(parts, line) for line in ink.lines],
    }
    return json.dumps(described).encode() + b"\n" + b"".join(parts)


def ink_from_bytes(content: bytes) -> SegmentedInk:
    """Deserialize the result of `ink_to_bytes`; the arrays are read-only.

    Raises:
        ValueError, KeyError, TypeError: the bytes are malformed.
    """
    end = content.index(b"\n")
    described = json.loads(content[:end])
    reader = _Reader(memoryview(content)[end + 1 :])
    digit = reader.next(described["digit"])
    steps = tuple((str(name), reader.next(pixels)) for name, pixels in described["steps"])
    whole = Prepared(
        digit,
        steps,
        described["reason"],
        tuple(described["size"]),
        tuple(described["box"]),
        described["may_be_refused"],
    )
    if not described["lines"]:
        return SegmentedInk(whole)
    ink = reader.next(described["ink"])
    return SegmentedInk(whole, tuple(_line(reader, ink, line) for line in described["lines"]))


class _Reader:
    """Reads consecutive arrays."""

    def __init__(self, content: memoryview) -> None:
        self._left = content

    def next(self, form: list[Any]) -> NDArray[Any]:
        kind, shape = _TYPES[form[0]], [int(length) for length in form[1]]
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        array = np.frombuffer(self._left[:size], kind).reshape(shape)
        self._left = self._left[size:]
        return array


def _note(parts: Parts, array: NDArray[Any]) -> list[Any]:
    parts.append(np.ascontiguousarray(array).tobytes())
    return [array.dtype.name, array.shape]


def _describe(parts: Parts, line: Line) -> dict[str, Any]:
    """Describe a line of digits; its owners are cropped to their bounding box."""
    left, top, right, bottom = Image.fromarray(line.owners > 0).getbbox() or (0, 0, 0, 0)
    return {
        "bounds": [left, top, right, bottom],
        "owners": _note(parts, line.owners[top:bottom, left:right]),
        "boxes": _note(parts, line.boxes),
        "crossed": _plain(line.crossed),
        "height": int(line.height),
    }


def _line(reader: _Reader, ink: NDArray[np.uint8], described: dict[str, Any]) -> Line:
    cropped, boxes = reader.next(described["owners"]), reader.next(described["boxes"])
    left, top, right, bottom = described["bounds"]
    owners = np.zeros(ink.shape, np.uint16)
    owners[top:bottom, left:right] = cropped
    return Line(ink, owners, boxes, tuple(described["crossed"]), described["height"])


def _plain(numbers: Iterable[Any]) -> list[Any]:
    return [np.asarray(number).item() for number in numbers]


def _read(pipe: IO[bytes], size: int) -> bytes | None:
    content = bytearray(size)
    left = memoryview(content)
    while left:
        count = pipe.readinto(left)  # type: ignore[attr-defined]  # unbuffered pipes have it
        if not count:
            return None
        left = left[count:]
    return bytes(content)
