"""Import foreign files: the converter process reads the file, and the model is saved. Also for the command line."""

import tempfile
from pathlib import Path, PurePosixPath

from base.errors import ForeignSizeError
from base.jobs.queue import Run
from conversion.origin import NAME, Origin
from image_data import class_names
from model_store import ModelCard, save_model
from model_store.names import checked_name

MAX_FILE_BYTES = 64 * 2**20
MAX_FILE_NAME = 100


def import_file(
    content: bytes, file_name: str, name: str, run: Run, owner: str = "", pixels: str | None = None
) -> ModelCard:
    """Import a foreign network into the store.

    Args:
        content: the bytes of a `.keras` or `.h5` file.
        file_name: the file's name on the visitor's computer, for the record.
        name: the model's name.
        run: runs the job in the converter process.
        owner: the visitor who may rename and delete the model, see `model_store.save_model`.
        pixels: the network's pixel format, one of `conversion.origin.PIXELS`; None to detect it.

    Returns:
        The saved card, without recipe and history, which the file does not contain.

    Raises:
        ForeignModelError: a subclass, with the reason.
        JobError: the converter process was ended, e.g. at its time limit.
        ModelNameError: an invalid name.
        ModelError: the store cannot be written to.
    """
    check_size(len(content))
    name = checked_name(name)
    with tempfile.TemporaryDirectory(prefix="digitlab-import-") as folder_name:
        folder = Path(folder_name)
        (folder / "foreign").write_bytes(content)
        found = run(folder, {"kind": "import", "pixels": pixels})
        imported = (folder / "imported.keras").read_bytes()
    origin = Origin(file=_base_name(file_name), **found.pop("origin"))
    card = ModelCard(
        name=name, recipe=None, class_names=class_names(found["dataset"]), history={}, seed=0, seconds=0.0, **found
    )
    return save_model(imported, card, owner, beside={NAME: origin.to_json()})


def check_size(size: int) -> None:
    """Reject a file that is too large, before it is read.

    Raises:
        ForeignSizeError: it is too large.
    """
    if size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 2**20} MiB"
        found = f"{size / 2**20:.1f} MiB"
        raise ForeignSizeError(
            f"A file may have up to {limit}. Received: {found}. Make the network smaller.", found=found, limit=limit
        )


def _base_name(file_name: str) -> str:
    """Return a file's name without folders and unprintable characters."""
    shown = "".join(char for char in file_name.replace("\\", "/") if char.isprintable())
    return PurePosixPath(shown).name[-MAX_FILE_NAME:]
