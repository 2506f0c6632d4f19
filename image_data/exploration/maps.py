"""A fixed sample of a data set's images for maps, and the positions of new drawings among them."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from image_data.exploration.pca import Pca

# As many as a screen can show distinctly; their pictures take 1 MB to transfer.
POINTS = 2_000
SEED = 1998
# Like t-SNE's authors, reduce images to so many components first: it removes noise and saves time.
COMPONENTS = 50
NEIGHBORS = 5


@dataclass(frozen=True)
class MapSample:
    """The images of a map.

    Attributes:
        indices: intp (n,), their indices in the training images.
        pca: their principal components.
        components: float64 (n, 50), their coordinates along these; the first two are the PCA map.
    """

    indices: NDArray[np.intp]
    pca: Pca
    components: NDArray[np.float64]

    @classmethod
    def of(cls, images: NDArray[np.uint8], points: int = POINTS) -> Self:
        """Choose the images, always the same ones.

        Args:
            images: uint8 (n, 28, 28), all training images.
            points: number of images to choose, at most n.
        """
        indices = np.sort(np.random.default_rng(SEED).permutation(len(images))[:points])
        chosen = images[indices]
        pca = Pca.fit(chosen, COMPONENTS)
        return cls(indices, pca, pca.transform(chosen))

    def project_on_pca(self, drawings: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return the exact positions of drawings on the PCA map.

        Args:
            drawings: uint8 (m, 28, 28).

        Returns:
            float64 (m, 2).
        """
        return self.pca.transform(drawings)[:, :2]

    def project_by_neighbors(
        self, drawings: NDArray[np.uint8], points: NDArray[np.float32], count: int = NEIGHBORS
    ) -> NDArray[np.float64]:
        """Estimate the positions of drawings on a map without a projection of new images, such as t-SNE's.

        Each is the mean position of its nearest neighbors along the components, weighted by inverse distance. If these
        are far apart on the map, the estimate lies between them.

        Args:
            drawings: uint8 (m, 28, 28).
            points: float (n, 2), the positions of this sample's images on that map.
            count: number of neighbors.

        Returns:
            float64 (m, 2).

        Source: inverse distance weighting; Shepard 1968, "A two-dimensional interpolation function for
        irregularly-spaced data".
        """
        apart = np.linalg.norm(self.pca.transform(drawings)[:, None] - self.components[None], axis=2)
        nearest = np.argsort(apart, axis=1)[:, :count]
        weights = 1 / np.maximum(np.take_along_axis(apart, nearest, axis=1), 1e-9)
        weights /= weights.sum(axis=1, keepdims=True)
        positions: NDArray[np.float64] = (weights[:, :, None] * points[nearest]).sum(axis=1)
        return positions
