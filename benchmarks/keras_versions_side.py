"""The processes of `keras_versions`: one writes models and predictions, others open the files with another Keras."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np


def write(folder: Path, count: int, models: list[str]) -> dict[str, Any]:
    """Write each model as `.keras` and `.h5`, and `count` images with its predictions to an `.npz` of the same name."""
    import image_data
    from base.keras_models.files import model_from_bytes, write_model
    from model_store import get_card, read_model

    for name in models:
        model = model_from_bytes(read_model(name))
        digits = image_data.load(get_card(name).dataset).x_test[:count]
        images = np.divide(digits, 255, dtype=np.float32).reshape(-1, *model.input_shape[1:])
        np.savez(folder / f"{name}.npz", images=images, answers=np.asarray(model(images, training=False)))
        for suffix in (".keras", ".h5"):
            write_model(model, folder / f"{name}{suffix}")
    return {"written": models}


def ask(package: str, files: list[Path]) -> dict[str, Any]:
    """Open files with the Keras in `package`; return its version, and each file's largest difference."""
    keras = importlib.import_module(package)
    return {"version": keras.__version__, "differences": [_difference(keras, file) for file in files]}


def _difference(keras: Any, file: Path) -> float:
    known = np.load(file.with_suffix(".npz"))
    model = keras.models.load_model(str(file), compile=False)
    return float(np.abs(model.predict(known["images"], verbose=0) - known["answers"]).max())


if __name__ == "__main__":
    task, *arguments = sys.argv[1:]
    if task == "write":
        print(json.dumps(write(Path(arguments[0]), int(arguments[1]), arguments[2:])))
    else:
        print(json.dumps(ask(arguments[0], [Path(file) for file in arguments[1:]])))
