"""Keras models to bytes and back, in the processes that have TensorFlow."""

import tempfile
from pathlib import Path

import keras


def model_from_bytes(content: bytes) -> keras.Model:
    """Open a `.keras` file's bytes, without running any code that it may hold (Keras' safe mode), uncompiled."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(content)
        return keras.saving.load_model(path, compile=False, safe_mode=True)


def model_to_bytes(model: keras.Model, suffix: str = ".keras") -> bytes:
    """A model as the bytes of a file.

    Args:
        model: any Keras model.
        suffix: ".keras", or ".h5" for programs that only know the older format.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"model{suffix}"
        model.save(path)
        return path.read_bytes()
