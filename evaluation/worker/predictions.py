"""Predict a network's data set."""

import numpy as np
from numpy.typing import NDArray

from base.jobs.worker import Progress
from evaluation.metrics import right_answers
from evaluation.worker.network import Network
from image_data import Dataset


def predictions(network: Network, dataset: Dataset, progress: Progress) -> dict[str, NDArray[np.generic]]:
    """Compute the test images' probabilities, and loss and accuracy on the training images.

    Returns:
        `probabilities`: float32 (10000, 10), of the test images, in their order.
        `test_loss`: float64 (), the mean cross-entropy on them.
        `train_loss`, `train_accuracy`: float64 (), mean cross-entropy and share of right answers on the 60,000 training
        images, without dropout.
    """
    share = len(dataset.x_test) / (len(dataset.x_test) + len(dataset.x_train))
    test = network.test(dataset.x_test, dataset.y_test, lambda done: progress(done * share))
    train = network.test(dataset.x_train, dataset.y_train, lambda done: progress(share + done * (1 - share)))
    return {
        "probabilities": test.probabilities,
        "test_loss": np.array(test.loss),
        "train_loss": np.array(train.loss),
        "train_accuracy": np.array(right_answers(train.probabilities, dataset.y_train).mean()),
    }
