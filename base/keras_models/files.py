"""Read and write Keras models' files. Imports TensorFlow."""

import tempfile
from pathlib import Path

import keras

from base.keras_models.portable_config import make_portable


def open_model(path: Path) -> keras.Model:
    """Load a `.keras` or `.h5` file, uncompiled, in Keras' safe mode, which runs no code from the file."""
    model = keras.saving.load_model(path, compile=False, safe_mode=True)
    if isinstance(model, keras.Sequential) or not isinstance(model.input, list) or len(model.inputs) > 1:
        return model
    # The file lists its one input, like Keras 3.0; later versions would then expect a list of images.
    return keras.Model(model.inputs[0], model.outputs[0], name=model.name)


def model_from_bytes(content: bytes) -> keras.Model:
    """Load a `.keras` file's bytes, like `open_model`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(content)
        return open_model(path)


def write_model(model: keras.Model, path: Path) -> None:
    """Write a `.keras` or `.h5` file that older versions of Keras can open, too."""
    model.save(path)
    make_portable(path)


def model_to_bytes(model: keras.Model, suffix: str = ".keras") -> bytes:
    """Encode a model as a file's bytes, like `write_model`.

    Args:
        model: any Keras model.
        suffix: ".keras" or ".h5".
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"model{suffix}"
        write_model(model, path)
        return path.read_bytes()
