"""Write a Keras model in other programs' formats."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import keras
import tensorflow as tf

from base.keras_models.files import write_model
from conversion.worker.web_page.page import write_web_page

# The newest that tf2onnx writes for every layer here; runtimes of the last four years read it.
ONNX_OPSET = 17


def write_savedmodel(model: keras.Model, path: Path) -> None:
    """Write TensorFlow's SavedModel, a folder, as one zip file."""
    with tempfile.TemporaryDirectory(dir=path.parent) as name:
        model.export(name, verbose=False)
        shutil.make_archive(str(path.with_suffix("")), "zip", name)


def write_tflite(model: keras.Model, path: Path) -> None:
    """Write LiteRT (formerly TensorFlow Lite), for phones and small computers."""
    model.export(path, format="litert", verbose=False)


def write_onnx(model: keras.Model, path: Path) -> None:
    """Write ONNX; the input is named "images", the output "probabilities"."""
    import tf2onnx

    signature = [tf.TensorSpec((None, *model.input_shape[1:]), tf.float32, name="images")]
    answer = tf.function(lambda images: {"probabilities": model(images, training=False)}, input_signature=signature)
    tf2onnx.convert.from_function(answer, signature, opset=ONNX_OPSET, output_path=str(path))


WRITERS: dict[str, Callable[[keras.Model, Path], None]] = {
    "h5": write_model,
    "savedmodel": write_savedmodel,
    "tflite": write_tflite,
    "onnx": write_onnx,
    "html": write_web_page,
}
