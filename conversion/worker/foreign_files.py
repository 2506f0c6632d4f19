"""Read a foreign `.keras` or `.h5` file as data: the network's description, and its weights one by one.

Keras itself never opens the file, as its behaviour would depend on the file's content.
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

from conversion.worker.foreign_kinds import HDF5_START, ZIP_START, kind_of_file
from conversion.worker.refusals import bad_file, bad_kind, bad_size, bad_weights, no_numbers, weights_alone

MAX_ENTRIES = 32
# Three times 8 million float32 numbers: weights and Adam's two moments.
MAX_WEIGHT_BYTES = 128 * 2**20
MAX_TEXT_BYTES = 2**20
# Weights hardly compress, a description to a tenth; a zip bomb to a thousandth.
MAX_RATIO = 100
KNOWN_VERSIONS = ("2.", "3.")

# Names in an HDF5 file: 64 layers with their optimizer's variables take under a thousand; and their depth.
MAX_NAMES, MAX_DEPTH = 5_000, 40
# The groups of a network's layers: since Keras 2.14, and before.
ROOTS = ("layers", "_layer_checkpoint_dependencies")

# Exceptions of h5py for damaged files; zipfile raises RuntimeError for a password or an unknown compression.
DAMAGE = (OSError, ValueError, KeyError, RuntimeError)

Weights = NDArray[np.float32]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class WeightsLocation:
    """The location of a layer's weights in a file.

    Attributes:
        layer: the layer's name.
        group: the name of the nested network that contains it, or its own: the group in `.h5` files.
        path: kinds and numbers of the enclosing networks and of itself, the groups in `.keras` files: the second dense
            layer with weights of the first Sequential with weights is ("sequential", 0), ("dense", 1).
    """

    layer: str
    group: str
    path: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ForeignFile:
    """An opened file.

    Attributes:
        format: "keras" or "h5".
        keras_version: the version that wrote it, according to the file.
        network: the network's description: `class_name` and `config`.
        weights: reads a layer's weights from its location and their shapes; raises `ForeignWeightsError`, or one of
            `DAMAGE`.
    """

    format: str
    keras_version: str
    network: dict[str, Any]
    weights: Callable[[WeightsLocation, Sequence[Shape]], list[Weights]]


def open_foreign(path: Path) -> ForeignFile:
    """Open a file; its format is detected from its first bytes, not its name.

    Raises:
        ForeignFileError: it is neither format, damaged, or of an unknown version; subclasses: another program's file,
            or weights without a network.
        ForeignSizeError: something in it is too large.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start.startswith((ZIP_START, HDF5_START)):
        kind = kind_of_file(path)
        raise bad_kind(kind) if kind else bad_file(f"a file that starts with {start!r}")
    try:
        return _open_keras(path) if start.startswith(ZIP_START) else _open_h5(h5py.File(path, "r"))
    except (*DAMAGE, zipfile.BadZipFile, zlib.error, TypeError, RecursionError, EOFError) as error:
        raise bad_file(error) from error


def _open_keras(path: Path) -> ForeignFile:
    with zipfile.ZipFile(path) as packed:
        kind = kind_of_file(path)
        if kind:
            raise bad_kind(kind)
        _check_entries(packed)
        version = _described(_read(packed, "metadata.json", MAX_TEXT_BYTES))["keras_version"]
        network = _described(_read(packed, "config.json", MAX_TEXT_BYTES))
        opened = h5py.File(io.BytesIO(_read(packed, "model.weights.h5", MAX_WEIGHT_BYTES)), "r")
    known = _names_of_weights(opened)

    def weights(location: WeightsLocation, shapes: Sequence[Shape]) -> list[Weights]:
        layer, folder = location.layer, _folder(known, location)
        names = [known.get(f"{folder}/vars/{number}") for number in range(len(shapes))]
        if None in names:
            raise bad_weights(layer, f"nothing at {folder}/vars/{names.index(None)}")
        return [_numbers(opened, name or "", shape, layer) for name, shape in zip(names, shapes, strict=True)]

    return ForeignFile("keras", _known(version), network, weights)


def _names_of_weights(opened: h5py.File) -> dict[str, str]:
    """Map the names of the layers' arrays, with "/", to their names in the file.

    Keras on Windows wrote `layers\\dense\\vars` as the name of one group. Only hard links are followed to distinguish
    groups from arrays; any other link is listed as an array, and rejected when it is read.
    """
    found: dict[str, str] = {}
    groups = [("", opened, 0)]
    seen = 0
    while groups:
        path, group, depth = groups.pop()
        for name in group:
            seen += 1
            if seen > MAX_NAMES or depth > MAX_DEPTH:
                raise bad_size("names of weights, more or deeper", f"{MAX_NAMES}, {MAX_DEPTH} deep")
            inner = f"{path}/{name}" if path else name
            plain = inner.replace("\\", "/")
            # Skip the state of random generators, which only layers that are left out have.
            if not plain.startswith(ROOTS) or "generator" in plain:
                continue
            if (
                isinstance(group.get(name, getlink=True), h5py.HardLink)
                and group.get(name, getclass=True) == h5py.Group
            ):
                groups.append((inner, group[name], depth + 1))
            elif plain in found:
                raise bad_file(f"two arrays of the name {plain}")
            else:
                found[plain] = inner
    return found


def _folder(known: dict[str, str], location: WeightsLocation) -> str:
    """Return the name, with "/", of the group that contains a layer's `vars`.

    Groups are numbered "dense", "dense_1", … Keras 2.13 skipped numbers, and groups without weights may be missing, so
    only those with weights are counted, in the file and in the network.
    """
    folder = ""
    for kind, count in location.path:
        root = next((root for root in ROOTS if any(name.startswith(f"{folder}{root}/") for name in known)), ROOTS[0])
        start = f"{folder}{root}/"
        members = {name[len(start) :].split("/")[0] for name in known if name.startswith(start)}
        numbers = sorted(number for number in (_number_of(member, kind) for member in members) if number is not None)
        if count >= len(numbers):
            raise bad_weights(location.layer, f"nothing at {start}{kind}, number {count}")
        number = numbers[count]
        folder = f"{start}{kind}_{number}/" if number else f"{start}{kind}/"
    return folder.removesuffix("/")


def _number_of(member: str, kind: str) -> int | None:
    """Return a group's number within its kind: 0 for "dense", 2 for "dense_2"; None for another kind."""
    rest = member.removeprefix(kind)
    if rest == "" or member == rest:
        return 0 if rest == "" else None
    is_number = rest[0] == "_" and rest[1:].isascii() and rest[1:].isdigit() and len(rest) < 6 and rest[1] != "0"
    return int(rest[1:]) if is_number else None


def _check_entries(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if len(entries) > MAX_ENTRIES:
        raise bad_size(f"{len(entries)} files in one", MAX_ENTRIES)
    for entry in entries:
        if entry.filename.startswith(("/", "\\")) or ".." in entry.filename or ":" in entry.filename:
            raise bad_file(f"a path that leads out of the file, {entry.filename}")
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise bad_size(f"{entry.filename}, packed to {entry.compress_size} of {entry.file_size} bytes", "1 of 100")
    if len({_plain(entry.filename) for entry in entries}) < len(entries):
        raise bad_file("two files of one name")


def _plain(name: str) -> str:
    """Normalize a file name in a zip: some programs on Windows write backslashes."""
    return name.replace("\\", "/").removeprefix("./")


def _read(packed: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """Read a file in a zip, never more bytes than the limit, whatever size the zip declares."""
    (entry_name,) = [each for each in packed.namelist() if _plain(each) == name] or [name]
    with packed.open(entry_name) as entry:
        content = entry.read(limit + 1)
    if len(content) > limit:
        raise bad_size(f"{name} of over {limit} bytes", f"{limit} bytes")
    return content


def _open_h5(opened: h5py.File) -> ForeignFile:
    if "model_config" not in opened.attrs:
        raise weights_alone(f"an HDF5 file with {', '.join(sorted(opened)[:5]) or 'nothing'}")
    root = "model_weights"

    def weights(location: WeightsLocation, shapes: Sequence[Shape]) -> list[Weights]:
        layer = location.layer
        group = _member(opened, f"{root}/{location.group}", layer)
        names = [_text(name) for name in group.attrs["weight_names"]] if "weight_names" in group.attrs else []
        if location.group != layer:
            # All weights of a nested network are in one group, trainable ones first.
            names = [name for name in names if f"/{name}".rpartition("/")[0].endswith(f"/{layer}")]
        # Skip a Normalization's count of samples.
        names = [name for name in names if name.removesuffix(":0").rpartition("/")[2] != "count"]
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
    """Read one array of weights.

    Raises:
        ForeignWeightsError: it is missing, has another shape or dtype, is not in the file itself, or is not finite.
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
        raise no_numbers(layer)
    return numbers


def _member(group: h5py.Group, name: str, layer: str) -> Any:
    """Return the object at a path inside the file, following only hard links: others may leave the file."""
    found = group
    for part in name.split("/"):
        link = found.get(part, getlink=True) if isinstance(found, h5py.Group) else None
        if link is None:
            raise bad_weights(layer, f"nothing at {name}")
        if not isinstance(link, h5py.HardLink):
            raise bad_weights(layer, f"a link at {name}")
        found = found[part]
    return found
