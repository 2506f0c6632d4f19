"""What a network says of its data set."""

import numpy as np
from numpy.typing import NDArray

from datasets import Dataset
from evaluation.worker.network import Network
from jobs.worker import Progress

# What stands for the logarithm of a probability of 0, as in Keras.
TINY = 1e-7


def predictions(network: Network, dataset: Dataset, progress: Progress) -> dict[str, NDArray[np.generic]]:
    """The probabilities of each test image, and how well the training images are read.

    Returns:
        `probabilities`: float32 (10000, 10), of the test images, in their order.
        `train_loss`, `train_accuracy`: float64 (), the mean cross-entropy and the share of right answers on the
        60,000 training images, with dropout off.
    """
    tested, trained = len(dataset.x_test), len(dataset.x_train)
    share = tested / (tested + trained)
    test = network.read(dataset.x_test, lambda done: progress(done * share))
    train = network.read(dataset.x_train, lambda done: progress(share + done * (1 - share)))
    right = train[np.arange(trained), dataset.y_train]
    return {
        "probabilities": test,
        "train_loss": np.array(-np.log(np.maximum(right, TINY)).mean()),
        "train_accuracy": np.array((train.argmax(axis=1) == dataset.y_train).mean()),
    }
