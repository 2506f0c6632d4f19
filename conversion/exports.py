"""Create, check and cache exports, for the web process and the command line."""

import tempfile
from pathlib import Path

from base.jobs.queue import Run
from base.keras_models.portable_config import portable_keras
from conversion.check import Check
from conversion.export_cache import Export, find_export, save_export
from conversion.formats import Format
from model_store import ModelCard, read_model


def keras_file(card: ModelCard) -> bytes:
    """Return a model's own file in a form that older versions of Keras can open, too.

    Raises:
        ModelError: the model's file is damaged or gone.
    """
    return portable_keras(read_model(card.id))


def make_export(card: ModelCard, format_: Format, run: Run) -> Export:
    """Return the cached export of a model, after creating, checking and caching it if need be. Takes seconds.

    Raises:
        ExportFailedError: the model cannot be written in this format, or the file did not pass its check.
        JobError: the converter process was ended or crashed.
        ModelError: the model's file is damaged or gone, or the store cannot be written to.
    """
    kept = find_export(card, format_)
    if kept is not None:
        return kept
    with tempfile.TemporaryDirectory(prefix="digitlab-export-") as name:
        folder = Path(name)
        (folder / "model.keras").write_bytes(read_model(card.id))
        (folder / "card.json").write_text(card.to_json(), "utf-8")
        found = run(folder, {"kind": "export", "format": format_.id, "dataset": card.dataset})
        content = (folder / f"export{format_.suffix}").read_bytes()
    return save_export(card, format_, content, Check(**found))
