"""Estimate a picture's cost from a few bytes, without decoding it. No decoder is imported."""

import re
import struct

from base.errors import PictureTooCostlyError

# The lens' frames have 144×144 pixels and 2 kB; a number drawn in one line is slightly larger.
MAX_FRAME_PIXELS = 320 * 320
MAX_FRAME_BYTES = 32 * 1024
# Encoders write ten scans of a progressive JPEG. Decoding each scan processes the whole picture, however few its bytes.
MAX_SCANS = 32

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Chunks of a few plain values: no compressed text or colour profile, no second frame.
_PLAIN_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"bKGD"}
_JPEG_SIGNATURE = b"\xff\xd8"
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
# In a scan's data, 0xff is followed by 0 or a restart marker; any other byte ends the scan.
_NEXT_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")


def is_frame(content: bytes) -> bool:
    """Return whether a picture is as cheap to open as a frame of a drawing: a small, plain PNG."""
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
    """Reject a JPEG with more scans than encoders write; other formats pass.

    Raises:
        PictureTooCostlyError: it has more than 32 scans.
    """
    scans = count_scans(content)
    if scans > MAX_SCANS:
        raise too_costly(f"over {MAX_SCANS} scans")


def count_scans(content: bytes) -> int:
    """Count a JPEG's scans, up to one more than the limit; 0 for other formats."""
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
    """Return the error for a picture that takes too much time or memory to open."""
    return PictureTooCostlyError(
        f"This picture takes too much work to open. Received: {reason}. Save it anew as a PNG or plain JPEG.",
        reason=reason,
    )
