"""The cache of exports, in the store beside the model: each file, and a record of its check."""

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


def save_export(card: ModelCard, format_: Format, content: bytes, check: Check) -> Export:
    """Save an exported file; its record is written last, so that an export exists in full or not at all.

    Raises:
        ModelError: the store cannot be written to.
    """
    export = Export(card.sha256, hashlib.sha256(content).hexdigest(), len(content), check)
    folder = store_folder()
    folder.write(_file(card, format_), content)
    folder.write(_record(card, format_), json.dumps(dataclasses.asdict(export), indent=1).encode())
    return export


def find_export(card: ModelCard, format_: Format) -> Export | None:
    """The record of a cached export; None where there is none, or it was made from another file than the model's.

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
    """A cached export's bytes, piece by piece, opened at once.

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
    """Where an export lies in the store; a shipped model's own folder is elsewhere, but its exports are here too."""
    return f"{card.id}/exports/model{format_.suffix}"


def _record(card: ModelCard, format_: Format) -> str:
    return f"{card.id}/exports/{format_.id}.json"
