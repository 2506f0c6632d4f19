"""What forgetting to scale the test images costs, against NumPy's own pass through the network."""

import numpy as np
import pytest

import image_data
from evaluation.worker.network import Network
from evaluation.worker.unscaled import unscaled
from image_data import Dataset
from model_store import read_model

IMAGES = 2000


def test_figures_are_those_of_pixels_that_are_divided_and_of_those_that_are_not() -> None:
    mnist = image_data.load("mnist")
    some = Dataset(mnist.x_train[:1], mnist.y_train[:1], mnist.x_test[:IMAGES], mnist.y_test[:IMAGES])
    network = Network(read_model("dense-128"))
    told: list[float] = []
    found = unscaled(network, some, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    hidden, bias, last, last_bias = (weights.numpy() for weights in network.model.weights)
    for place, scale in enumerate((255, 1)):
        made = np.maximum(some.x_test.reshape(-1, 784) / scale @ hidden + bias, 0) @ last + last_bias
        likely = np.exp(made - made.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        wrong = likely.argmax(axis=1) != some.y_test
        right = (made - made.max(axis=1, keepdims=True))[np.arange(IMAGES), some.y_test]
        losses = np.log(np.exp(made - made.max(axis=1, keepdims=True)).sum(axis=1)) - right
        assert found["accuracy"][place] == pytest.approx(1 - wrong.mean())
        assert found["loss"][place] == pytest.approx(losses.mean(), rel=1e-3)
        assert found["wrong_sureness"][place] == pytest.approx(likely.max(axis=1)[wrong].mean(), rel=1e-3)
    assert found["loss"][1] > 2 * found["loss"][0]
