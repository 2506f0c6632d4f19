"""Export a model: write the file, open it in its own runtime, and compare its outputs with the model's."""

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
    """Convert the folder's `model.keras` to a file `export` with the format's suffix. The model's card is `card.json`.

    Args:
        folder: the job's own folder.
        format_id: a key of `WRITERS`.
        dataset: the model's data set, whose first test images are used for the check.

    Raises:
        ExportFailedError: the model cannot be written in this format, or the file's outputs differ from the model's.
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
        # Four libraries, each with its own exceptions: after any of them, the file must not be delivered.
        raise ExportFailedError(
            f"The model cannot be written in this format. Received: {error}. Take another one.", reason=str(error)
        ) from error
    return Check.of(ours, theirs, runtime.name, runtime.tolerance)
