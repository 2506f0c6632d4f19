"""A stranger's `.keras` or `.h5` file, read as data: its network's description, and its weights one by one.

Keras itself never sees the file: what it would do with it depends on what stands in it.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from conversion.worker.refusals import bad_file, bad_size, bad_weights

ZIP_START, HDF5_START = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"
MAX_ENTRIES = 32
# Of 8 million float32 numbers, three times: with what Adam keeps of each.
MAX_WEIGHT_BYTES = 128 * 2**20
MAX_TEXT_BYTES = 2**20
# Weights hardly shrink at all, a description to a tenth; a bomb to a thousandth.
MAX_RATIO = 100
KNOWN_VERSIONS = ("2.", "3.")

# What h5py raises for damage inside; RuntimeError is also zipfile's for a password or an unknown way of packing.
DAMAGE = (OSError, ValueError, KeyError, RuntimeError)

Weights = NDArray[np.float32]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class ForeignFile:
    """A file that was opened.

    Attributes:
        format: "keras" or "h5".
        keras_version: that it says it was written with.
        network: the network's description: `class_name` and `config`.
        weights: from a layer's name, its place among the `.keras` file's weights, and their shapes, to them; raises
            `ForeignWeightsError`, or one of `DAMAGE`.
    """

    format: str
    keras_version: str
    network: dict[str, Any]
    weights: Callable[[str, str, Sequence[Shape]], list[Weights]]


def open_foreign(path: Path) -> ForeignFile:
    """Open a file; it is what it starts with that tells which kind it is, not its name.

    Raises:
        ForeignFileError: it is neither, damaged, without the network, or of an unknown version.
        ForeignSizeError: something in it is too large.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start.startswith((ZIP_START, HDF5_START)):
        raise bad_file(f"a file that starts with {start!r}")
    try:
        return _open_keras(path) if start.startswith(ZIP_START) else _open_h5(h5py.File(path, "r"))
    except (*DAMAGE, zipfile.BadZipFile, zlib.error, TypeError, RecursionError, EOFError) as error:
        raise bad_file(error) from error


def _open_keras(path: Path) -> ForeignFile:
    with zipfile.ZipFile(path) as packed:
        _check_entries(packed)
        version = _described(_read(packed, "metadata.json", MAX_TEXT_BYTES))["keras_version"]
        network = _described(_read(packed, "config.json", MAX_TEXT_BYTES))
        opened = h5py.File(io.BytesIO(_read(packed, "model.weights.h5", MAX_WEIGHT_BYTES)), "r")

    def weights(layer: str, place: str, shapes: Sequence[Shape]) -> list[Weights]:
        root = "layers" if "layers" in opened else "_layer_checkpoint_dependencies"
        names = [f"{root}/{place}/vars/{number}" for number in range(len(shapes))]
        return [_numbers(opened, name, shape, layer) for name, shape in zip(names, shapes, strict=True)]

    return ForeignFile("keras", _known(version), network, weights)


def _check_entries(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if len(entries) > MAX_ENTRIES:
        raise bad_size(f"{len(entries)} files in one", MAX_ENTRIES)
    for entry in entries:
        if entry.filename.startswith(("/", "\\")) or ".." in entry.filename or ":" in entry.filename:
            raise bad_file(f"a path that leads out of the file, {entry.filename}")
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise bad_size(f"{entry.filename}, packed to {entry.compress_size} of {entry.file_size} bytes", "1 of 100")
    if len({entry.filename for entry in entries}) < len(entries):
        raise bad_file("two files of one name")


def _read(packed: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One file of a zip file, never more bytes than the limit, whatever size it says it has."""
    with packed.open(name) as entry:
        content = entry.read(limit + 1)
    if len(content) > limit:
        raise bad_size(f"{name} of over {limit} bytes", f"{limit} bytes")
    return content


def _open_h5(opened: h5py.File) -> ForeignFile:
    if "model_config" not in opened.attrs:
        raise bad_file("weights without their network")
    root = "model_weights"

    def weights(layer: str, _place: str, shapes: Sequence[Shape]) -> list[Weights]:
        group = _member(opened, f"{root}/{layer}", layer)
        names = [_text(name) for name in group.attrs["weight_names"]] if "weight_names" in group.attrs else []
        if len(names) != len(shapes):
            raise bad_weights(layer, f"{len(names)} arrays instead of {len(shapes)}")
        return [_numbers(group, name, shape, layer) for name, shape in zip(names, shapes, strict=True)]

    version = opened.attrs.get("keras_version", "none")
    return ForeignFile("h5", _known(version), _described(_text(opened.attrs["model_config"])), weights)


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def _described(text: str | bytes) -> dict[str, Any]:
    if len(text) > MAX_TEXT_BYTES:
        raise bad_size("a description of over a million letters", MAX_TEXT_BYTES)
    found = json.loads(text)
    if not isinstance(found, dict):
        raise bad_file("a description that is none")
    return found


def _known(version: object) -> str:
    text = _text(version)
    if not text.startswith(KNOWN_VERSIONS):
        raise bad_file(f"a file of Keras {text}")
    return text


def _numbers(group: h5py.Group, name: str, shape: Shape, layer: str) -> Weights:
    """One array of weights.

    Raises:
        ForeignWeightsError: it is missing, has another shape or kind, is not in the file itself, or is not all numbers.
    """
    found = _member(group, name, layer)
    if not isinstance(found, h5py.Dataset) or found.dtype.kind != "f":
        raise bad_weights(layer, f"no array of numbers at {name}")
    if found.is_virtual or found.external:
        raise bad_weights(layer, "numbers that are to come from another file")
    if found.shape != shape:
        raise bad_weights(layer, f"an array of {found.shape} instead of {shape}")
    numbers: Weights = found[()].astype(np.float32)
    if not np.isfinite(numbers).all():
        raise bad_weights(layer, "values that are no numbers; the training diverged")
    return numbers


def _member(group: h5py.Group, name: str, layer: str) -> Any:
    """What lies at a path inside the file, by hard links alone: others may lead into the server's files."""
    found = group
    for part in name.split("/"):
        link = found.get(part, getlink=True) if isinstance(found, h5py.Group) else None
        if link is None:
            raise bad_weights(layer, f"nothing at {name}")
        if not isinstance(link, h5py.HardLink):
            raise bad_weights(layer, f"a link at {name}")
        found = found[part]
    return found
