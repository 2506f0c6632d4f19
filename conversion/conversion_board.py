"""The web process's board of conversion jobs: who asked for which, and their progress. No TensorFlow here."""

from collections.abc import Iterator

from base.errors import ExportNotReadyError, TooManyJobsError
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
    """Everything that is being converted, for all visitors. All methods return at once.

    Args:
        jobs: the queue; None for one of its own.
    """

    def __init__(self, jobs: Jobs | None = None) -> None:
        self._jobs = jobs or Jobs(JobProcess(WORKER))

    def export(self, visitor: str, card: ModelCard, format_: Format) -> Job:
        """Have an export made, unless it is under way already. One that failed is tried again.

        Raises:
            TooManyJobsError: the visitor, or the server, has enough waiting.
        """
        return self._jobs.submit(_key(card, format_), visitor, lambda run: make_export(card, format_, run))

    def export_job(self, card: ModelCard, format_: Format) -> Job | None:
        """The last job of this export; None where this process knows of none."""
        return self._jobs.find(_key(card, format_))

    def find_export(self, card: ModelCard, format_: Format) -> Export | None:
        """The export's record, once it is made, checked and cached."""
        job = self.export_job(card, format_)
        return job.result if job is not None and job.result is not None else find_export(card, format_)

    def open_export(self, card: ModelCard, format_: Format) -> tuple[Export, Iterator[bytes]]:
        """An export's record and its bytes, piece by piece.

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
        """Import a file from elsewhere; one at a time a visitor. See `conversion.imports.import_file`.

        Raises:
            ForeignSizeError: the file is too large.
            ModelNameError: a name that no model can have.
            TooManyJobsError: this visitor's last file is still being looked at, or the server has enough.
        """
        check_size(len(content))
        name = checked_name(name)
        last = self.import_job(visitor)
        if (last is not None and last.is_active) or self._jobs.count(_IMPORT) >= MAX_IMPORTS:
            raise TooManyJobsError(
                f"Enough files are being looked at. Received: one over {MAX_IMPORTS}. Try again in a minute.",
                limit=MAX_IMPORTS,
            )
        owner = visitor_digest(visitor)
        self._jobs.submit(
            (_IMPORT, visitor), visitor, lambda run: import_file(content, file_name, name, run, owner, pixels)
        )

    def import_job(self, visitor: str) -> Job | None:
        """A visitor's last import: its result is the new model's card."""
        return self._jobs.find((_IMPORT, visitor))

    def close(self) -> None:
        """End what is under way."""
        self._jobs.close()


def _key(card: ModelCard, format_: Format) -> tuple[str, ...]:
    return _EXPORT, card.id, card.sha256, format_.id
