"""Measure a network's accuracy on distorted test images."""

import numpy as np
from numpy.typing import NDArray

from base.jobs.worker import Progress
from evaluation.distortions import DISTORTIONS
from evaluation.metrics import right_answers
from evaluation.worker.network import Network
from image_data import Dataset

# Enough for ±1.4 points at 95 %. Sampled randomly, as the first 5,000 of MNIST's test images are tidier.
IMAGES = 1000
SEED = 28


def stress(network: Network, dataset: Dataset, progress: Progress) -> dict[str, NDArray[np.generic]]:
    """Count the right answers on a fixed sample of test images, by kind and level of distortion.

    Returns:
        `count`: int64 (), how many images. Of each of `DISTORTIONS`, after its name: `_levels`, float64 (levels,);
        `_right`, int64 (levels,), how many were read right; `_sample`, uint8 (levels, 28, 28), the first test image.
    """
    chosen = np.sort(np.random.default_rng(SEED).choice(len(dataset.x_test), IMAGES, replace=False))
    images, labels = dataset.x_test[chosen], dataset.y_test[chosen]
    undistorted = _count_right(network, images, labels)
    found = {name: np.full(len(each.levels), undistorted) for name, each in DISTORTIONS.items()}
    levels = [(name, level) for name, each in DISTORTIONS.items() for level in range(1, len(each.levels))]
    for done, (name, level) in enumerate(levels):
        progress(done / len(levels))
        distortion = DISTORTIONS[name]
        found[name][level] = _count_right(network, distortion.apply(images, distortion.levels[level]), labels)
    kept: dict[str, NDArray[np.generic]] = {"count": np.array(len(images))}
    for name, each in DISTORTIONS.items():
        samples = [each.apply(dataset.x_test[:1], level)[0] for level in each.levels]
        kept |= {
            f"{name}_levels": np.array(each.levels, float),
            f"{name}_right": found[name],
            f"{name}_sample": np.stack(samples),
        }
    return kept


def _count_right(network: Network, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> int:
    return int(right_answers(network.read(images), labels).sum())
