"""One export: write the file, open it anew with its own runtime, and see whether it answers as the model does."""

from pathlib import Path

import numpy as np

import image_data
from base.errors import ExportFailedError
from base.keras_models.files import model_from_bytes
from conversion.check import CHECK_IMAGES, Check
from conversion.formats import FORMATS
from conversion.worker.runtimes import RUNTIMES
from conversion.worker.writers import WRITERS

MODEL_FILE = "model.keras"


def export(folder: Path, format_id: str, dataset: str) -> Check:
    """Write the folder's `model.keras` anew, as `export` with the format's suffix. Its card lies there as `card.json`.

    Args:
        folder: a folder of this job alone.
        format_id: a key of `WRITERS`.
        dataset: the model's, whose first test images the check is made with.

    Raises:
        ExportFailedError: the model cannot be written in this format, or the file answers otherwise than the model.
    """
    model = model_from_bytes((folder / MODEL_FILE).read_bytes())
    digits = image_data.load(dataset).x_test[:CHECK_IMAGES]
    images = np.divide(digits, 255, dtype=np.float32).reshape(-1, *model.input_shape[1:])
    ours = np.asarray(model(images, training=False))
    path = folder / f"export{FORMATS[format_id].suffix}"
    runtime = RUNTIMES[format_id]
    try:
        WRITERS[format_id](model, path)
        theirs = runtime.ask(path, images)
    except ExportFailedError:
        raise
    except Exception as error:
        # Four libraries, each with errors of its own: whatever it is, there is no file that may be given away.
        raise ExportFailedError(
            f"The model cannot be written in this format. Received: {error}. Take another one.", reason=str(error)
        ) from error
    return Check.of(ours, theirs, runtime.name, runtime.tolerance)
