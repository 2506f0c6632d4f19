"""How a network wants its pixels is found by asking it; how often it is asked depends on how large it is."""

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from conversion.worker.trials import FINAL_TIMES, TRIAL_IMAGES, TRIAL_MULTIPLIES, find_pixel_format
from tests.conversion.foreign_samples import weights_of

LARGE = 95_000_000


class Asked:
    """A network of one hidden layer that notes what it is asked.

    Attributes:
        images: how many it was asked about.
        times: how often it was asked about the same images, presented in the same way.
    """

    def __init__(self, weights: list[NDArray[np.float32]]) -> None:
        self._kernel, self._bias, self._last, self._last_bias = weights
        self.images = 0
        self.times = Counter[bytes]()

    def __call__(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        self.images += len(images)
        self.times[images.tobytes()] += 1
        hidden = np.maximum(images.reshape(len(images), -1) @ self._kernel + self._bias, 0)
        return np.asarray(hidden @ self._last + self._last_bias, np.float32)


def trained() -> list[NDArray[np.float32]]:
    return weights_of("dense-128")


def untrained() -> list[NDArray[np.float32]]:
    generator = np.random.default_rng(3)
    return [generator.normal(0, 0.1, array.shape).astype(np.float32) for array in trained()]


def test_network_that_learnt_nothing_is_asked_about_the_same_images_once():
    network = Asked(untrained())
    found = find_pixel_format(network, (28, 28), 100_000, may_reorder=True)
    assert found.best.accuracy < 0.5
    assert found.images == TRIAL_IMAGES
    # Both data sets in nine ways, and in the same ways transposed.
    assert network.images == 2 * 2 * 9 * TRIAL_IMAGES
    assert set(network.times.values()) == {1}


@pytest.mark.parametrize("weights", [trained, untrained])
def test_large_network_is_asked_about_fewer_images(weights):
    network = Asked(weights())
    found = find_pixel_format(network, (28, 28), LARGE, may_reorder=True)
    assert found.images == TRIAL_MULTIPLIES // LARGE
    assert network.images <= (2 * 2 * 9 + FINAL_TIMES) * found.images


def test_way_of_a_large_network_is_found_from_fewer_images():
    found = find_pixel_format(Asked(trained()), (28, 28), LARGE, may_reorder=True)
    assert (found.best.dataset, found.best.pixel_format.id) == ("mnist", "unit")


def test_order_of_a_large_networks_answers_is_found_from_fewer_images():
    *hidden, kernel, bias = trained()
    order = [3, 1, 4, 0, 5, 9, 2, 6, 8, 7]
    found = find_pixel_format(Asked([*hidden, kernel[:, order], bias[order]]), (28, 28), LARGE, may_reorder=True)
    assert found.best.order == tuple(order.index(label) for label in range(10))
