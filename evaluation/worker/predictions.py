"""What a network says of its data set."""

import numpy as np
from numpy.typing import NDArray

from datasets import Dataset
from evaluation.metrics import loss, right_answers
from evaluation.worker.network import Network
from jobs.worker import Progress


def predictions(network: Network, dataset: Dataset, progress: Progress) -> dict[str, NDArray[np.generic]]:
    """The probabilities of each test image, and how well the training images are read.

    Returns:
        `probabilities`: float32 (10000, 10), of the test images, in their order.
        `train_loss`, `train_accuracy`: float64 (), the mean cross-entropy and the share of right answers on the
        60,000 training images, with dropout off.
    """
    share = len(dataset.x_test) / (len(dataset.x_test) + len(dataset.x_train))
    test = network.read(dataset.x_test, lambda done: progress(done * share))
    train = network.read(dataset.x_train, lambda done: progress(share + done * (1 - share)))
    return {
        "probabilities": test,
        "train_loss": np.array(loss(train, dataset.y_train)),
        "train_accuracy": np.array(right_answers(train, dataset.y_train).mean()),
    }
