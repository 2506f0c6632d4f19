"""What a picture costs before it is decoded, from the few bytes that say so. Light: no decoder is asked."""

import re
import struct

from base.errors import PictureTooCostlyError

# The lens's frames have 144×144 pixels and 2 kB, a number drawn in one line not much more.
MAX_FRAME_PIXELS = 320 * 320
MAX_FRAME_BYTES = 32 * 1024
# Encoders write ten scans of a progressive JPEG. Each scan is decoded over the whole picture, however few bytes it has.
MAX_SCANS = 32

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Chunks that hold a few plain values: no text or colour profile to inflate, no second frame.
_PLAIN_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"bKGD"}
_JPEG_SIGNATURE = b"\xff\xd8"
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
# Within a scan's data 0xff is followed by 0 or by a restart's marker; anything else ends the scan.
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")


def is_frame(content: bytes) -> bool:
    """Whether opening a picture costs no more than a frame of a drawing: it is a small and plain PNG."""
    if len(content) > MAX_FRAME_BYTES or not content.startswith(_PNG_SIGNATURE):
        return False
    start = len(_PNG_SIGNATURE)
    while start + 16 <= len(content):
        length, kind, width, height = struct.unpack_from(">I4sII", content, start)
        if kind not in _PLAIN_CHUNKS or (kind == b"IHDR" and width * height > MAX_FRAME_PIXELS):
            return False
        start += length + 12
    return True


def check_scans(content: bytes) -> None:
    """Refuse a JPEG with more scans than any encoder writes; any other file passes.

    Raises:
        PictureTooCostlyError: it has over 32.
    """
    scans = count_scans(content)
    if scans > MAX_SCANS:
        raise too_costly(f"over {MAX_SCANS} scans")


def count_scans(content: bytes) -> int:
    """How many scans a JPEG has, counted up to one more than it may have; 0 for any other file."""
    if not content.startswith(_JPEG_SIGNATURE):
        return 0
    scans, start = 0, len(_JPEG_SIGNATURE)
    while scans <= MAX_SCANS and (found := _NEXT_MARKER.search(content, start)):
        marker, start = found[1][0], found.end()
        if marker == _END_OF_IMAGE:
            break
        scans += marker == _START_OF_SCAN
        start += int.from_bytes(content[start : start + 2], "big")
    return scans


def too_costly(reason: str) -> PictureTooCostlyError:
    """The refusal of a picture that takes too much time or memory to open."""
    return PictureTooCostlyError(
        f"This picture takes too much work to open. Received: {reason}. Save it anew as a PNG or plain JPEG.",
        reason=reason,
    )
