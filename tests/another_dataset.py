"""A data set that the table does not have, made here: ten shapes, as many images and files as Kuzushiji-MNIST has."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from image_data import BUNDLED, Bundled, Dataset
from tests.rows import added
from tests.training.scripts import write_idx

NAME = "shapes"
CLASS_NAMES = tuple("おきすつなはまやれを")
IDX_FILES = ("train-images-idx3.gz", "train-labels-idx1.gz", "t10k-images-idx3.gz", "t10k-labels-idx1.gz")


def make_dataset() -> Dataset:
    """Ten shapes of random blots, each image moved by up to two pixels."""
    rng = np.random.default_rng(49)
    shapes = np.kron(rng.integers(0, 2, (10, 7, 7)), np.ones((4, 4))).astype(np.uint8) * 255
    moved = np.stack([np.roll(shapes, by, axis=2) for by in range(3)])
    arrays = []
    for count in (60_000, 10_000):
        labels = rng.integers(0, 10, count).astype(np.uint8)
        arrays += [moved[rng.integers(0, 3, count), labels], labels]
    return Dataset(*arrays)


def write_files(folder: Path) -> tuple[Path, tuple[Path, ...]]:
    """Write the data set as one .npz, and as four files like MNIST's."""
    data = make_dataset()
    whole, parts = folder / "made.npz", tuple(folder / name for name in IDX_FILES)
    np.savez_compressed(whole, allow_pickle=False, **data._asdict())
    for path, array in zip(parts, data, strict=True):
        write_idx(path, array)
    return whole, parts


@contextlib.contextmanager
def another_dataset(whole: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bundled]:
    """Add the row of the data set, whose file is fetched from `whole` into a new folder beside MNIST's."""
    kept = BUNDLED["mnist"].path.parent
    folder = whole.parent / "data"
    folder.mkdir(exist_ok=True)
    for name in BUNDLED:
        if not (folder / f"{name}.npz").exists():
            (folder / f"{name}.npz").symlink_to(kept / f"{name}.npz")
    monkeypatch.setenv("DIGITLAB_DATA", str(folder))
    digest = hashlib.sha256(whole.read_bytes()).hexdigest()
    row = Bundled(NAME, "Shapes", digest, (whole.as_uri(),), CLASS_NAMES)
    with added(BUNDLED, NAME, row):
        yield row
