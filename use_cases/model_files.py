"""Export a model to a file format and download it. Keras' own format needs no conversion."""

import functools
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from base.jobs.queue import Job, Run
from conversion.check import Check
from conversion.conversion_board import ConversionBoard
from conversion.export_cache import CHUNK_BYTES, Export, stream_export
from conversion.exports import keras_file, make_export
from conversion.formats import KERAS, Format
from model_store import ModelCard


@dataclass(frozen=True)
class ModelFile:
    """A finished file.

    Attributes:
        size, sha256: the file's size and digest.
        check: the check's result; None for Keras' own format.
    """

    size: int
    sha256: str
    check: Check | None


def request_file(conversions: ConversionBoard, visitor: str, card: ModelCard, format_: Format) -> ModelFile | Job:
    """Return a model's file if it is finished, else request it and return the job.

    Raises:
        TooManyJobsError, QueueFullError: the visitor's or the server's queue is full.
        ModelError: the model's file is damaged or gone.
    """
    if format_ is KERAS:
        return _keras(card)[0]
    export = conversions.find_export(card, format_)
    return conversions.export(visitor, card, format_) if export is None else _ready(export)


def open_file(conversions: ConversionBoard, card: ModelCard, format_: Format) -> tuple[ModelFile, Iterator[bytes]]:
    """Return a model's file and its bytes, in chunks.

    Raises:
        ExportNotReadyError: it has not been made yet.
        ExportFailedError, JobError, ModelError: it could not be made.
    """
    if format_ is KERAS:
        return _keras(card)
    export, pieces = conversions.open_export(card, format_)
    return _ready(export), pieces


def make_file(run: Run, card: ModelCard, format_: Format) -> tuple[ModelFile, Iterator[bytes]]:
    """Like `open_file`, but convert the model now if need be; takes seconds.

    Args:
        run: runs the job.
        card: the model's card.
        format_: the file's format.

    Raises:
        ExportFailedError, JobError, ModelError: it could not be made.
    """
    if format_ is KERAS:
        return _keras(card)
    export = make_export(card, format_, run)
    return _ready(export), stream_export(card, format_)


def _keras(card: ModelCard) -> tuple[ModelFile, Iterator[bytes]]:
    content = keras_file(card)
    file = ModelFile(len(content), hashlib.sha256(content).hexdigest(), None)
    return file, iter(functools.partial(io.BytesIO(content).read, CHUNK_BYTES), b"")


def _ready(export: Export) -> ModelFile:
    return ModelFile(export.size, export.sha256, export.check)
