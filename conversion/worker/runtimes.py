"""Run exported files in their own runtimes."""

import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from base.keras_models.files import open_model
from conversion.check import MAX_DIFFERENCE
from conversion.worker.web_page.reading import ask_web_page

Images = NDArray[np.float32]
Answers = NDArray[np.float32]


@dataclass(frozen=True)
class Runtime:
    """A runtime of exported files.

    Attributes:
        name: its name in the check's record.
        ask: maps a file's path and images, float32 in the network's input shape, to float32 (n, classes).
        tolerance: the largest accepted difference from the model's probabilities.
    """

    name: str
    ask: Callable[[Path, Images], Answers]
    tolerance: float = MAX_DIFFERENCE


def _ask_keras(path: Path, images: Images) -> Answers:
    return np.asarray(open_model(path)(images, training=False))


def _ask_savedmodel(path: Path, images: Images) -> Answers:
    with tempfile.TemporaryDirectory(dir=path.parent) as name, zipfile.ZipFile(path) as packed:
        packed.extractall(name)
        loaded = tf.saved_model.load(name)
        return np.asarray(loaded.serve(tf.constant(images)))


def _ask_tflite(path: Path, images: Images) -> Answers:
    interpreter = tf.lite.Interpreter(model_path=str(path))
    given = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(given, images.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(given, images)
    interpreter.invoke()
    return np.array(interpreter.get_tensor(interpreter.get_output_details()[0]["index"]))


def _ask_onnx(path: Path, images: Images) -> Answers:
    from onnx.reference import ReferenceEvaluator

    return np.asarray(ReferenceEvaluator(str(path)).run(["probabilities"], {"images": images})[0])


RUNTIMES = {
    "h5": Runtime(f"Keras {keras.__version__}", _ask_keras),
    "savedmodel": Runtime("TensorFlow", _ask_savedmodel),
    "tflite": Runtime("LiteRT interpreter", _ask_tflite),
    "onnx": Runtime("ONNX reference evaluator", _ask_onnx),
    # Its weights are rounded to 16 bits of precision.
    "html": Runtime("the page's own numbers, NumPy", ask_web_page, tolerance=1e-3),
}
