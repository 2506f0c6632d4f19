"""Measure a network on unscaled test images, a mistake in a tutorial that misspells their name."""

import numpy as np
from numpy.typing import NDArray

from base.jobs.worker import Progress
from evaluation.metrics import right_answers
from evaluation.worker.network import Answers, Network
from image_data import Dataset


def unscaled(network: Network, dataset: Dataset, progress: Progress) -> dict[str, NDArray[np.generic]]:
    """Measure the test images with pixels from 0.0 to 1.0, and with pixels from 0 to 255.

    Returns:
        `loss`, `accuracy`, `wrong_sureness`: each float64 (2,), scaled and unscaled; the last is the mean confidence of
        the wrong answers, 0.0 if there are none.
    """
    images, labels = dataset.x_test, dataset.y_test
    scaled = _figures(network.test(images, labels, lambda done: progress(done / 2)), labels)
    forgotten = _figures(network.test(images, labels, lambda done: progress((1 + done) / 2), scale=1), labels)
    # The last name is part of the cache's format: the mean confidence of wrong answers.
    names = ("loss", "accuracy", "wrong_sureness")
    return {
        name: np.array(pair, np.float64) for name, pair in zip(names, zip(scaled, forgotten, strict=True), strict=True)
    }


def _figures(answers: Answers, labels: NDArray[np.uint8]) -> tuple[float, float, float]:
    is_right = right_answers(answers.probabilities, labels)
    confidences = answers.probabilities.max(axis=1)[~is_right]
    return answers.loss, float(is_right.mean()), float(confidences.mean()) if len(confidences) else 0.0
