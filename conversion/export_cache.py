"""The cache of exports in the store, beside the model: each file with a record of its check."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from base.errors import ExportNotReadyError
from conversion.check import Check
from conversion.formats import Format
from model_store import ModelCard, store_folder

CHUNK_BYTES = 2**18


@dataclass(frozen=True)
class Export:
    """A checked exported file.

    Attributes:
        model_sha256: digest of the model's file that was exported.
        sha256, size: digest and size of the exported file.
        check: the check's result.
    """

    model_sha256: str
    sha256: str
    size: int
    check: Check


def save_export(card: ModelCard, format_: Format, content: bytes, check: Check) -> Export:
    """Save an exported file; its record is written last, so that an export is complete or absent.

    Raises:
        ModelError: the store cannot be written to.
    """
    export = Export(card.sha256, hashlib.sha256(content).hexdigest(), len(content), check)
    folder = store_folder()
    folder.write(_file(card, format_), content)
    folder.write(_record(card, format_), json.dumps(dataclasses.asdict(export), indent=1).encode())
    return export


def find_export(card: ModelCard, format_: Format) -> Export | None:
    """Return the record of a cached export; None if there is none, or it belongs to another model file.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    content = store_folder().read(_record(card, format_))
    try:
        values: dict[str, Any] = json.loads(content or b"")
        export = Export(**values | {"check": Check(**values["check"])})
    except (ValueError, TypeError, KeyError):
        return None
    return export if export.model_sha256 == card.sha256 else None


def stream_export(card: ModelCard, format_: Format) -> Iterator[bytes]:
    """Open a cached export immediately, and return its bytes in chunks.

    Raises:
        ExportNotReadyError: the file is gone.
        StoreUnavailableError: the store does not answer.
    """
    opened = store_folder().open(_file(card, format_))
    if opened is None:
        raise ExportNotReadyError(
            f"This file is no longer there. POST to this address to have it made. Received: {format_.id!r}.",
            model=card.id,
            format=format_.id,
        )

    def pieces() -> Iterator[bytes]:
        with opened:
            while piece := opened.read(CHUNK_BYTES):
                yield piece

    return pieces()


def _file(card: ModelCard, format_: Format) -> str:
    """Return an export's path in the store, also for shipped models, whose own files are elsewhere."""
    return f"{card.id}/exports/model{format_.suffix}"


def _record(card: ModelCard, format_: Format) -> str:
    return f"{card.id}/exports/{format_.id}.json"
