"""Imports: have the converter process read a stranger's file, and save the model. Also for the command line."""

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
    """Import a network that was trained elsewhere as a model of the store.

    Args:
        content: the bytes of a `.keras` or `.h5` file.
        file_name: what the visitor's computer calls it, for the record.
        name: the model's name.
        run: hands it to the process that opens it.
        owner: who may rename and delete the model, see `model_store.save_model`.
        pixels: how the network wants its pixels, one of `conversion.origin.PIXELS`; None to find it.

    Returns:
        The card that it was saved with; without recipe and history, of which its file says nothing.

    Raises:
        ForeignModelError: one of its kinds, with what was found.
        JobError: the converter process was ended, e.g. because the file had it work for too long.
        ModelNameError: a name that no model can have.
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
    """Refuse a file that is too large, before it is read.

    Raises:
        ForeignSizeError: it is.
    """
    if size > MAX_FILE_BYTES:
        limit = f"{MAX_FILE_BYTES // 2**20} MiB"
        found = f"{size / 2**20:.1f} MiB"
        raise ForeignSizeError(
            f"A file may have up to {limit}. Received: {found}. Make the network smaller.", found=found, limit=limit
        )


def _base_name(file_name: str) -> str:
    """A file's name without its folders, and without what would not show."""
    shown = "".join(char for char in file_name.replace("\\", "/") if char.isprintable())
    return PurePosixPath(shown).name[-MAX_FILE_NAME:]
