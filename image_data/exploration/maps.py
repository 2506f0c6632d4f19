"""Some thousand images of a data set, chosen once for everybody, and where a new drawing belongs among them."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from image_data.exploration.pca import Pca

# As many as can be told apart on a screen; their pictures are 1 MB on the way to the browser.
POINTS = 2_000
SEED = 1998
# t-SNE's authors reduce images to so many numbers before: it takes out noise, and time.
COMPONENTS = 50
NEIGHBORS = 5


@dataclass(frozen=True)
class MapSample:
    """The images of a map.

    Attributes:
        places: intp (n,), where they stand among the training images.
        pca: their first components.
        components: float64 (n, 50), where each lies along these; the first two are the map of PCA.
    """

    places: NDArray[np.intp]
    pca: Pca
    components: NDArray[np.float64]

    @classmethod
    def of(cls, images: NDArray[np.uint8], points: int = POINTS) -> Self:
        """Choose the images: the same ones whenever and wherever it is asked.

        Args:
            images: uint8 (n, 28, 28), all training images.
            points: how many to choose, at most n.
        """
        places = np.sort(np.random.default_rng(SEED).permutation(len(images))[:points])
        chosen = images[places]
        pca = Pca.fit(chosen, COMPONENTS)
        return cls(places, pca, pca.place(chosen))

    def place_on_pca(self, drawings: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Where drawings lie on the map of PCA: exactly, as it places any image.

        Args:
            drawings: uint8 (m, 28, 28).

        Returns:
            float64 (m, 2).
        """
        return self.pca.place(drawings)[:, :2]

    def place_by_neighbors(
        self, drawings: NDArray[np.uint8], points: NDArray[np.float32], count: int = NEIGHBORS
    ) -> NDArray[np.float64]:
        """Where drawings may lie on a map that has no rule for new images, such as t-SNE's: among their likes.

        Each comes to the mean of the places of the images that are nearest to it along the components, the nearer
        ones counting for more (the inverse of the distance). Where these lie apart, it lies between them, perhaps
        where nothing is: an estimate.

        Args:
            drawings: uint8 (m, 28, 28).
            points: float (n, 2), where the images of this sample lie on that map.
            count: of how many neighbors.

        Returns:
            float64 (m, 2).

        Source: inverse distance weighting; Shepard 1968, "A two-dimensional interpolation function for
        irregularly-spaced data".
        """
        apart = np.linalg.norm(self.pca.place(drawings)[:, None] - self.components[None], axis=2)
        nearest = np.argsort(apart, axis=1)[:, :count]
        weights = 1 / np.maximum(np.take_along_axis(apart, nearest, axis=1), 1e-9)
        weights /= weights.sum(axis=1, keepdims=True)
        places: NDArray[np.float64] = (weights[:, :, None] * points[nearest]).sum(axis=1)
        return places
