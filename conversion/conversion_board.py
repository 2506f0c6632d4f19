"""The web process' board of conversion jobs, with their owners and progress. No TensorFlow here."""

from collections.abc import Iterator

from base.errors import ExportNotReadyError, QueueFullError, TooManyJobsError
from base.identity import visitor_digest
from base.jobs.job_process import JobProcess
from base.jobs.queue import Job, Jobs
from conversion import WORKER
from conversion.export_cache import Export, find_export, stream_export
from conversion.exports import make_export
from conversion.formats import Format
from conversion.imports import check_size, import_file
from model_store import ModelCard
from model_store.names import checked_name

# Each holds its file in memory, up to 64 MiB.
MAX_IMPORTS = 4
_EXPORT, _IMPORT = "export", "import"


class ConversionBoard:
    """All conversions of all visitors. All methods return immediately.

    Args:
        jobs: the queue; None to create one.
    """

    def __init__(self, jobs: Jobs | None = None) -> None:
        self._jobs = jobs or Jobs(JobProcess(WORKER))

    def export(self, visitor: str, card: ModelCard, format_: Format) -> Job:
        """Request an export, unless it is waiting or running already. A failed one is retried.

        Raises:
            TooManyJobsError, QueueFullError: the visitor, or the server, has the maximum number waiting.
        """
        return self._jobs.submit(_key(card, format_), visitor, lambda run: make_export(card, format_, run))

    def export_job(self, card: ModelCard, format_: Format) -> Job | None:
        """Return the last job of this export; None if this process has none."""
        return self._jobs.find(_key(card, format_))

    def find_export(self, card: ModelCard, format_: Format) -> Export | None:
        """Return the export's record; None until it is made, checked and cached."""
        job = self.export_job(card, format_)
        return job.result if job is not None and job.result is not None else find_export(card, format_)

    def open_export(self, card: ModelCard, format_: Format) -> tuple[Export, Iterator[bytes]]:
        """Return an export's record and its bytes, in chunks.

        Raises:
            ExportFailedError, JobError, ModelError: it could not be made.
            ExportNotReadyError: it has not been made yet.
        """
        job = self.export_job(card, format_)
        if job is not None and job.error is not None:
            raise job.error
        export = self.find_export(card, format_)
        if export is None:
            raise ExportNotReadyError(
                f"This file has not been made yet. Received: {format_.id!r}. POST to this address to have it made.",
                model=card.id,
                format=format_.id,
            )
        try:
            return export, stream_export(card, format_)
        except ExportNotReadyError:
            self._jobs.forget(_key(card, format_))
            raise

    def import_model(self, visitor: str, content: bytes, file_name: str, name: str, pixels: str | None = None) -> None:
        """Import a foreign file; one at a time for each visitor. See `conversion.imports.import_file`.

        Raises:
            ForeignSizeError: the file is too large.
            ModelNameError: an invalid name.
            TooManyJobsError: this visitor's last import is still running.
            QueueFullError: the server's queue is full.
        """
        check_size(len(content))
        name = checked_name(name)
        last = self.import_job(visitor)
        if last is not None and last.is_active:
            raise TooManyJobsError("Your last file is still being imported. Wait until it is done.", limit=1)
        if self._jobs.count(_IMPORT) >= MAX_IMPORTS:
            raise QueueFullError(f"{MAX_IMPORTS} files are being imported. Try again in a minute.", limit=MAX_IMPORTS)
        owner = visitor_digest(visitor)
        self._jobs.submit(
            (_IMPORT, visitor), visitor, lambda run: import_file(content, file_name, name, run, owner, pixels)
        )

    def import_job(self, visitor: str) -> Job | None:
        """Return a visitor's last import, whose result is the new model's card."""
        return self._jobs.find((_IMPORT, visitor))

    def close(self) -> None:
        """End the running job."""
        self._jobs.close()


def _key(card: ModelCard, format_: Format) -> tuple[str, ...]:
    return _EXPORT, card.id, card.sha256, format_.id
