"""Keras scripts run as their readers run them: by a Python that knows nothing of Digit Lab."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import image_data

RUNNER = Path(__file__).with_name("run_scripts.py")


@dataclass(frozen=True)
class Outcome:
    """What a script came to.

    Attributes:
        test_accuracy: as it printed it, 0.0 to 1.0.
        predicted: as it printed it, e.g. "[7 2 1 …]".
        model: the file that it saved.
    """

    test_accuracy: float
    predicted: str
    model: Path


def run_scripts(scripts: Sequence[str], folder: Path, files: Mapping[str, bytes] | None = None) -> list[Outcome]:
    """Run scripts in a folder each, in one process of their own, without any of our modules.

    Args:
        scripts: what to run.
        folder: where.
        files: what lies beside each script, by name.

    Raises:
        AssertionError: one of them failed; the message ends with its traceback.
    """
    folders = [folder / str(number) for number in range(len(scripts))]
    for own, script in zip(folders, scripts, strict=True):
        own.mkdir(parents=True)
        (own / "script.py").write_text(script, encoding="utf-8")
        for name, content in (files or {}).items():
            (own / name).write_bytes(content)
    home = {"KERAS_HOME": str(_keras_home(folder / "keras")), "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-I", str(RUNNER), *map(str, folders)]
    done = subprocess.run(command, cwd=folder, env=os.environ | home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    accuracies = re.findall(r"^Test accuracy: (\S+)$", done.stdout, re.MULTILINE)
    predicted = re.findall(r"^Predicted: (\[[^]]*\])", done.stdout, re.MULTILINE)
    return [
        Outcome(float(accuracy), words, own / "model.keras")
        for accuracy, words, own in zip(accuracies, predicted, folders, strict=True)
    ]


def _keras_home(home: Path) -> Path:
    """A folder where Keras finds both data sets, as if it had fetched them."""
    folder = home / "datasets"
    (folder / "fashion-mnist").mkdir(parents=True)
    shutil.copy(image_data.BUNDLED["mnist"].path, folder / "mnist.npz")
    data = image_data.load("fashion_mnist")
    for name, images, labels in (("train", data.x_train, data.y_train), ("t10k", data.x_test, data.y_test)):
        write_idx(folder / "fashion-mnist" / f"{name}-images-idx3-ubyte.gz", images)
        write_idx(folder / "fashion-mnist" / f"{name}-labels-idx1-ubyte.gz", labels)
    return home


def write_idx(path: Path, array: np.ndarray) -> None:
    """Write bytes as the data sets' makers did: a magic number, the sides, the bytes, all packed by gzip."""
    head = np.array([0x0800 + array.ndim, *array.shape], ">u4").tobytes()
    path.write_bytes(gzip.compress(head + array.tobytes(), compresslevel=1))
