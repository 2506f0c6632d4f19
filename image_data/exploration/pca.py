"""Principal components: the directions in which images differ most from each other."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

PIXELS = 28 * 28


@dataclass(frozen=True)
class Pca:
    """The first principal components of images.

    Attributes:
        mean: float64 (784,), the mean image, 0.0 to 1.0.
        axes: float64 (k, 784), orthonormal, by decreasing variance.
        shares: float64 (k,), each axis' share of the total variance.

    Source: Pearson 1901, "On lines and planes of closest fit to systems of points in space"; Hotelling 1933.
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    shares: NDArray[np.float64]

    @classmethod
    def fit(cls, images: NDArray[np.uint8], count: int) -> Self:
        """Compute the components.

        Args:
            images: uint8 (n, 28, 28), at least two different ones.
            count: number of components, 1 to 784.
        """
        flat = _flat(images)
        mean = flat.mean(axis=0)
        # The covariance's eigenvectors take a quarter of the time of the images' singular values.
        variances, vectors = np.linalg.eigh(np.cov(flat - mean, rowvar=False))
        axes = _with_fixed_signs(vectors.T[::-1][:count])
        return cls(mean, axes, variances[::-1][:count] / variances.sum())

    def transform(self, images: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return the coordinates of images, fitted or new, along the components.

        Args:
            images: uint8 (n, 28, 28).

        Returns:
            float64 (n, k).
        """
        return (_flat(images) - self.mean) @ self.axes.T


def _flat(images: NDArray[np.uint8]) -> NDArray[np.float64]:
    return images.reshape(len(images), PIXELS).astype(np.float64) / 255


def _with_fixed_signs(axes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Choose each axis' sign so that its largest number is positive, for reproducible maps."""
    largest = axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)]
    return np.where(largest[:, None] < 0, -axes, axes)
