"""The files of runs, which survive the web process. Only that process writes them, each atomically.

<run id>/run.json         who owns it, what is trained, its state, the finished epochs
         pictures.npy     the pinned pictures, where there are any
         start.keras      the model that it starts from, where there is one
         drawings.npz     the own drawings that it learns from, where there are any
         checkpoint.npz   the last checkpoint, until it is done
         model.keras, model.h5, result.json     the result; result.json is written last
"""

import contextlib
import io
import json
import logging
import secrets
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.errors import RunFilesError
from training.own_drawings import OwnDrawings
from training.results import NetworkFiles, TrainingResult

RECORD, PICTURES, CHECKPOINT, RESULT = "run.json", "pictures.npy", "checkpoint.npz", "result.json"
START, DRAWINGS = "start.keras", "drawings.npz"
KINDS = ("keras", "h5")

_log = logging.getLogger(__name__)


class RunFiles:
    """The files of all runs.

    Args:
        folder: their folder; created on the first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def records(self) -> list[dict[str, Any]]:
        """Load the records of all runs, unordered. Unreadable ones are skipped and logged."""
        found = []
        for path in sorted(self._folder.glob(f"*/{RECORD}")):
            try:
                found.append(json.loads(path.read_text("utf-8")))
            except (OSError, ValueError) as error:
                _log.warning("The run in %s cannot be read: %s", path.parent, error)
        return found

    def save_record(self, run_id: str, record: dict[str, Any]) -> None:
        """Save a run's record, plain values."""
        self._write(run_id, RECORD, json.dumps(record).encode())

    def save_pictures(self, run_id: str, pictures: NDArray[np.uint8]) -> None:
        """Save a run's pinned pictures, uint8 (n, 28, 28)."""
        buffer = io.BytesIO()
        np.save(buffer, pictures, allow_pickle=False)
        self._write(run_id, PICTURES, buffer.getvalue())

    def pictures(self, run_id: str) -> NDArray[np.uint8] | None:
        """Load a run's pinned pictures, uint8 (n, 28, 28); None if there are none."""
        path = self._folder / run_id / PICTURES
        if not path.exists():
            return None
        pictures: NDArray[np.uint8] = np.load(path, allow_pickle=False)
        return pictures

    def save_start(self, run_id: str, content: bytes) -> None:
        """Save the `.keras` file that a run starts from, as its model may be deleted while the run waits."""
        self._write(run_id, START, content)

    def start(self, run_id: str) -> bytes | None:
        """Load the `.keras` file that a run starts from; None for a new network."""
        return self._read(run_id, START)

    def save_drawings(self, run_id: str, drawings: OwnDrawings) -> None:
        """Save a run's own drawings."""
        self._write(run_id, DRAWINGS, drawings.to_bytes())

    def drawings(self, run_id: str) -> OwnDrawings | None:
        """Load a run's own drawings; None if there are none, or they were deleted.

        Raises:
            OwnDrawingsError: the file cannot be read.
        """
        content = self._read(run_id, DRAWINGS)
        return None if content is None else OwnDrawings.from_bytes(content)

    def save_checkpoint(self, run_id: str, content: bytes) -> None:
        """Save a checkpoint, see `Checkpoint.to_bytes`."""
        self._write(run_id, CHECKPOINT, content)

    def checkpoint(self, run_id: str) -> bytes | None:
        """Load a run's checkpoint; None before the end of its first epoch."""
        return self._read(run_id, CHECKPOINT)

    def save_result(self, run_id: str, result: TrainingResult, files: NetworkFiles) -> None:
        """Save a run's result and network."""
        self._write(run_id, "model.keras", files.keras)
        self._write(run_id, "model.h5", files.h5)
        self._write(run_id, RESULT, json.dumps(result.to_dict()).encode())

    def result(self, run_id: str) -> TrainingResult | None:
        """Load a run's result; None if it has none."""
        content = self._read(run_id, RESULT)
        return None if content is None else TrainingResult.from_dict(json.loads(content))

    def model(self, run_id: str, kind: str) -> bytes | None:
        """Load a finished run's network in a format of `KINDS`; None if there is none."""
        return self._read(run_id, f"model.{kind}") if kind in KINDS and self._has(run_id, RESULT) else None

    def drop(self, run_id: str, name: str) -> None:
        """Delete one file of a run, if it exists."""
        (self._folder / run_id / name).unlink(missing_ok=True)

    def remove(self, run_id: str) -> None:
        """Delete all files of a run."""
        shutil.rmtree(self._folder / run_id, ignore_errors=True)

    def size(self, run_id: str) -> int:
        """Return the size of a run's files in bytes."""
        return sum(path.stat().st_size for path in (self._folder / run_id).glob("*"))

    def _has(self, run_id: str, name: str) -> bool:
        return (self._folder / run_id / name).exists()

    def _read(self, run_id: str, name: str) -> bytes | None:
        try:
            return (self._folder / run_id / name).read_bytes()
        except FileNotFoundError:
            return None

    def _write(self, run_id: str, name: str, content: bytes) -> None:
        folder = self._folder / run_id
        part = folder / f".{name}.{secrets.token_hex(4)}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(folder / name)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise RunFilesError(
                f"A run's file cannot be written. Received: {error}. Is the disk full?", reason=str(error)
            ) from error
