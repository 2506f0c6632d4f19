"""What is kept beside a model in the store: its exports with their checks, and where an adopted model came from."""

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import fsspec

import settings
from conversion.check import Check
from conversion.formats import Format
from errors import ExportNotReadyError, ModelError
from model_store import ModelCard

CHUNK_BYTES = 2**18


@dataclass(frozen=True)
class Export:
    """An exported file that was checked.

    Attributes:
        model_sha256: of the model's own file that it was made from.
        sha256, size: of the exported file.
        check: how it answered.
    """

    model_sha256: str
    sha256: str
    size: int
    check: Check


def keep_export(card: ModelCard, format_: Format, content: bytes, check: Check) -> Export:
    """Keep an exported file; its record is written last, so that an export exists in full or not at all.

    Raises:
        ModelError: the store cannot be written to.
    """
    export = Export(card.sha256, hashlib.sha256(content).hexdigest(), len(content), check)
    write_beside(card.id, _file(format_), content)
    write_beside(card.id, _record(format_), json.dumps(dataclasses.asdict(export), indent=1).encode())
    return export


def find_export(card: ModelCard, format_: Format) -> Export | None:
    """The record of a kept export; None where there is none, or it was made from another file than the model's."""
    content = read_beside(card.id, _record(format_))
    try:
        values: dict[str, Any] = json.loads(content or b"")
        export = Export(**values | {"check": Check(**values["check"])})
    except (ValueError, TypeError, KeyError):
        return None
    return export if export.model_sha256 == card.sha256 else None


def stream_export(card: ModelCard, format_: Format) -> Iterator[bytes]:
    """A kept export's bytes, piece by piece, opened at once.

    Raises:
        ExportNotReadyError: the file is gone.
    """
    files, folder = _folder(card.id)
    try:
        opened = files.open(f"{folder}/{_file(format_)}", "rb")
    except OSError as error:
        raise ExportNotReadyError(
            f"This file is no longer there. POST to this address to have it made. Received: {error}.",
            model=card.id,
            format=format_.id,
        ) from error

    def pieces() -> Iterator[bytes]:
        with opened:
            while piece := opened.read(CHUNK_BYTES):
                yield piece

    return pieces()


def write_beside(model: str, name: str, content: bytes) -> None:
    """Write a file into a model's folder in the store, at once or not at all.

    Raises:
        ModelError: the store cannot be written to.
    """
    files, folder = _folder(model)
    path = f"{folder}/{name}"
    part = f"{path}.{secrets.token_hex(4)}.part"
    try:
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        files.pipe_file(part, content)
        files.mv(part, path)
    except OSError as error:
        raise ModelError(
            f"{path} could not be written. Received: {error}. Free some space.", reason=str(error)
        ) from error


def read_beside(model: str, name: str) -> bytes | None:
    """A file of a model's folder in the store; None where there is none."""
    files, folder = _folder(model)
    try:
        content: bytes = files.cat_file(f"{folder}/{name}")
    except OSError:
        return None
    return content


def _folder(model: str) -> tuple[Any, str]:
    """A model's folder in the store; a shipped model's own is read-only, but its exports lie in the store as well."""
    files, base = fsspec.url_to_fs(settings.get("store"))
    return files, f"{base}/{model}"


def _file(format_: Format) -> str:
    return f"exports/model{format_.suffix}"


def _record(format_: Format) -> str:
    return f"exports/{format_.id}.json"
