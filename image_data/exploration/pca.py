"""Principal components: the directions in which images differ most from each other."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

PIXELS = 28 * 28


@dataclass(frozen=True)
class Pca:
    """The first principal components of some images.

    Attributes:
        mean: float64 (784,), the mean image, scaled to 0.0 to 1.0.
        axes: float64 (k, 784), each of length 1, at right angles to each other, the one of most variance first.
        shares: float64 (k,), the share of all variance that lies along each axis.

    Source: Pearson 1901, "On lines and planes of closest fit to systems of points in space"; Hotelling 1933.
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    shares: NDArray[np.float64]

    @classmethod
    def fit(cls, images: NDArray[np.uint8], count: int) -> Self:
        """Find the components.

        Args:
            images: uint8 (n, 28, 28), two at least that differ.
            count: how many components, 1 to 784.
        """
        flat = _flat(images)
        mean = flat.mean(axis=0)
        # Of the covariance, because 784×784 numbers take a quarter of the time that all images' singular values do.
        variances, vectors = np.linalg.eigh(np.cov(flat - mean, rowvar=False))
        axes = _with_fixed_signs(vectors.T[::-1][:count])
        return cls(mean, axes, variances[::-1][:count] / variances.sum())

    def place(self, images: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Where images lie along the components, also images that these were not found from.

        Args:
            images: uint8 (n, 28, 28).

        Returns:
            float64 (n, k).
        """
        return (_flat(images) - self.mean) @ self.axes.T


def _flat(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    return images.reshape(len(images), PIXELS).astype(np.float64) / 255


def _with_fixed_signs(axes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Either direction of an axis is right; this takes the one whose largest number is positive, so maps stay alike."""
    largest = axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]
    return np.where(largest[:, None] < 0, -axes, axes)
