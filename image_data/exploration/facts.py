"""Facts about a data set's arrays, and the encoding of images and labels for a network."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLASSES = 10


@dataclass(frozen=True)
class ArrayFacts:
    """Shape, dtype and range of an array.

    Attributes:
        shape: its shape, e.g. (60000, 28, 28).
        dtype: its dtype, e.g. "uint8".
        low, high: its minimum and maximum.
    """

    shape: tuple[int, ...]
    dtype: str
    low: int
    high: int


def array_facts(array: NDArray[np.uint8]) -> ArrayFacts:
    """Return shape, dtype and range of a non-empty array."""
    return ArrayFacts(array.shape, str(array.dtype), int(array.min()), int(array.max()))


def first_and_last(labels: NDArray[np.uint8]) -> str:
    """Format labels as NumPy prints long arrays: "[7 2 1 ... 4 5 6]".

    Args:
        labels: uint8 (n,).
    """
    return np.array2string(labels, threshold=6, edgeitems=3)


def class_counts(labels: NDArray[np.uint8]) -> list[int]:
    """Return the number of images of each class, by label.

    Args:
        labels: uint8 (n,), 0 to 9.
    """
    return [int(count) for count in np.bincount(labels, minlength=CLASSES)]


def one_hot(label: int) -> list[int]:
    """Encode a label as one-hot: ten numbers, 1 at the label's index, else 0.

    Args:
        label: 0 to 9.
    """
    return [int(place == label) for place in range(CLASSES)]


def scaled_and_flattened(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Scale and flatten an image for a dense network.

    Args:
        image: uint8 (28, 28), 0 background to 255 full ink.

    Returns:
        float32 (784,), 0.0 to 1.0.
    """
    return image.reshape(-1).astype(np.float32) / np.float32(255)


def mean_images(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Compute the mean image of each class.

    Args:
        images: uint8 (n, 28, 28).
        labels: uint8 (n,), 0 to 9.

    Returns:
        uint8 (10, 28, 28), rounded; all 0 for a class without images.
    """
    means = np.zeros((CLASSES, *images.shape[1:]))
    for label in np.unique(labels):
        means[label] = images[labels == label].mean(axis=0)
    return np.rint(means).astype(np.uint8)
