"""The data sets that come with Digit Lab, one row each: their files, digests and class names."""

import hashlib
import io
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from base import settings
from base.errors import DatasetCorruptError
from base.made_once import made_once
from image_data.fetching import fetch_file, fetch_idx_files

_log = logging.getLogger(__name__)


class Dataset(NamedTuple):
    """A data set's four arrays, read-only.

    Attributes:
        x_train: uint8 (60000, 28, 28), 0 background to 255 full ink.
        y_train: uint8 (60000,), labels 0 to 9.
        x_test: uint8 (10000, 28, 28).
        y_test: uint8 (10000,).
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.uint8]


@dataclass(frozen=True)
class Bundled:
    """Metadata of a data set, available without opening its file; its arrays have the shapes of `Dataset`.

    Attributes:
        name: its id, e.g. "mnist"; the file is `<name>.npz`.
        title: its display name, e.g. "MNIST".
        sha256: the file's digest, 64 hexadecimal digits.
        urls: its sources: one .npz, or the four original files in the order of `Dataset`'s arrays.
        class_names: the ten names, by label.
        keras_name: name of its module in `keras.datasets`; "": Keras does not have it.
    """

    name: str
    title: str
    sha256: str
    urls: tuple[str, ...]
    class_names: tuple[str, ...]
    keras_name: str = ""

    @property
    def path(self) -> Path:
        """The file, in the folder that the setting `data` names."""
        return Path(settings.get("data")) / f"{self.name}.npz"


DIGITS = tuple("0123456789")
_KERAS_HOST = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
_IDX_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)

BUNDLED = {
    bundled.name: bundled
    for bundled in (
        # MNIST: CC BY-SA 3.0, Y. LeCun, C. Cortes, C. J. C. Burges.
        Bundled(
            name="mnist",
            title="MNIST",
            sha256="06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64",
            urls=(_KERAS_HOST + "mnist.npz",),
            class_names=DIGITS,
            keras_name="mnist",
        ),
        # Fashion-MNIST: MIT, Zalando SE.
        Bundled(
            name="fashion_mnist",
            title="Fashion-MNIST",
            sha256="5b6d2c4c694a91887af8ab7d039c04f80af3c29378d731c93a538d2e831aa469",
            urls=tuple(_KERAS_HOST + file for file in _IDX_FILES),
            class_names=(
                "T-shirt/top",
                "Trouser",
                "Pullover",
                "Dress",
                "Coat",
                "Sandal",
                "Shirt",
                "Sneaker",
                "Bag",
                "Ankle boot",
            ),
            keras_name="fashion_mnist",
        ),
    )
}


def class_names(name: str) -> tuple[str, ...]:
    """Return the ten class names of a data set, by label.

    Raises:
        KeyError: there is no data set of this name.
    """
    return BUNDLED[name].class_names


def are_digits(class_names: Sequence[str]) -> bool:
    """Return whether classes are the ten digits, which visitors draw.

    Args:
        class_names: class names of a data set or model, by label.
    """
    return tuple(class_names) == DIGITS


@made_once
def load(name: str) -> Dataset:
    """Load a data set: cached in the process, verified, and fetched first if its file is missing.

    Args:
        name: of `BUNDLED`, e.g. "mnist".

    Raises:
        KeyError: there is no data set of this name.
        DatasetCorruptError: the file's digest is not the expected one.
        DatasetUnavailableError: the file is missing and could not be fetched.
    """
    bundled = BUNDLED[name]
    content = bundled.path.read_bytes() if bundled.path.exists() else _fetch(bundled)
    _verify(bundled, content)
    return _parse(content)


def _fetch(bundled: Bundled) -> bytes:
    """Fetch, verify and save a data set's file."""
    if len(bundled.urls) == 1:
        content = fetch_file(bundled.urls[0], bundled.path)
    else:
        content = _pack(Dataset(*fetch_idx_files(bundled.urls, bundled.path)))
    _verify(bundled, content)
    _save(bundled.path, content)
    return content


def _save(path: Path, content: bytes) -> None:
    """Write a file atomically. If the folder is not writable, the file is fetched again next time."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(content)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("The data file %s was fetched but could not be kept: %s.", path, error)


def _pack(dataset: Dataset) -> bytes:
    """Encode the four arrays as the bundled .npz, byte for byte (NumPy writes no timestamps)."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **dataset._asdict())
    return buffer.getvalue()


def _verify(bundled: Bundled, content: bytes) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != bundled.sha256:
        raise DatasetCorruptError(
            f"The data file {bundled.path} is damaged. Expected sha256 {bundled.sha256}. Received: {found}. "
            f"Delete the file: the next start fetches it anew, or `git checkout -- image_data/files` brings it back.",
            file=str(bundled.path),
            expected=bundled.sha256,
            found=found,
        )


def _parse(content: bytes) -> Dataset:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        dataset = Dataset(*(arrays[field] for field in Dataset._fields))
    for array in dataset:
        array.flags.writeable = False
    return dataset
