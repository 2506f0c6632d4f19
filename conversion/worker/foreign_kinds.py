"""Identify files of other programs by their first bytes and the names in a zip, without opening their content."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

ZIP_START, HDF5_START = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"
# Enough to identify the file; no more is read.
START_BYTES = 512

_PICTURES = {
    b"\x89PNG": "PNG (a picture)",
    b"\xff\xd8\xff": "JPEG (a picture)",
    b"GIF8": "GIF (a picture)",
    b"BM": "BMP (a picture)",
}
# From protocol 2 on, a pickle's second byte is the protocol; a frame, a class or a list follows.
_PICKLES = tuple(bytes((0x80, protocol)) for protocol in range(2, 6))


def kind_of(start: bytes) -> str | None:
    """Return the program whose files start like this, e.g. "TensorFlow Lite"; None if unknown.

    Args:
        start: the first `START_BYTES` of a file, or a shorter file as a whole.
    """
    if start[4:8] == b"TFL3":
        return "TensorFlow Lite"
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "WebP (a picture)"
    for beginning, kind in _PICTURES.items():
        if start.startswith(beginning) and (beginning != b"BM" or start[6:10] == bytes(4)):
            return kind
    if _is_onnx(start):
        return "ONNX"
    # PyTorch before 1.6 began its files with this number, pickled.
    if start.startswith(_PICKLES):
        return "PyTorch" if b"\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19" in start[:32] else "pickle"
    return None


def _is_onnx(start: bytes) -> bool:
    """Return whether this is a protobuf with a small number in field 1 (`ir_version`) and a name in field 2.

    ONNX allows field 2 to be missing, but then the file is too ambiguous.
    """
    if len(start) < 5 or start[0] != 0x08 or not 1 <= start[1] <= 20 or start[2] != 0x12:
        return False
    name = start[4 : 4 + start[3]]
    return 2 <= start[3] < 64 and len(name) == start[3] and all(32 < byte < 127 for byte in name)


def kind_in_zip(names: Iterable[str]) -> str | None:
    """Return the program that writes zips with these names, e.g. "PyTorch"; None if unknown."""
    ends = {name.replace("\\", "/").rsplit("/", 1)[-1] for name in names}
    if "saved_model.pb" in ends:
        return "TensorFlow SavedModel"
    if "data.pkl" in ends:
        return "PyTorch"
    if "model.json" in ends and any(end.endswith(".bin") for end in ends):
        return "TensorFlow.js"
    return None


def kind_of_file(path: Path) -> str | None:
    """Return the other program that wrote a file; None if it may be Keras' or is unknown.

    Raises:
        OSError, zipfile.BadZipFile: it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(START_BYTES)
    if start.startswith(ZIP_START):
        with zipfile.ZipFile(path) as packed:
            return kind_in_zip(packed.namelist())
    return kind_of(start)
