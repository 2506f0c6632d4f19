"""How a network from elsewhere wants its pixels: found by trying, because no file says it."""

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

import datasets
from errors import ForeignWeightsError
from model_store.cross_entropy import cross_entropies
from model_store.keras_sums import sums_of

TRIAL_IMAGES = 1000
# Ways this close to the best in accuracy are told apart by their loss.
CLOSE = 0.02
BATCH = 100


@dataclass(frozen=True)
class Way:
    """A way to present pixels: `scale * x + offset` of x, 0.0 paper to 1.0 ink.

    Attributes:
        id: for the record: what the file's author did to uint8 pixels.
        scale, offset: see above.
    """

    id: str
    scale: float
    offset: float


WAYS = (
    Way("unit", 1.0, 0.0),
    Way("bytes", 255.0, 0.0),
    Way("centred", 2.0, -1.0),
    Way("standardised", 1 / 0.3081, -0.1307 / 0.3081),
    Way("unit_inverted", -1.0, 1.0),
    Way("bytes_inverted", -255.0, 255.0),
    Way("centred_inverted", -2.0, 1.0),
)


@dataclass(frozen=True)
class Figures:
    """How well a network reads a data set's images, presented in one way.

    Attributes:
        dataset: its id.
        way: how the pixels were presented.
        loss: mean cross-entropy.
        accuracy: 0.0 to 1.0.
    """

    dataset: str
    way: Way
    loss: float
    accuracy: float


def find_way(network: keras.Model) -> Figures:
    """Which data set a network learnt, and how it wants its pixels.

    Every way is tried on the first thousand test images of every data set. Of those within two points of the best
    accuracy, the one with the lowest loss is it: unscaled pixels may be read almost as well, but too surely.

    Raises:
        ForeignWeightsError: it answers no numbers, whatever it is given.
    """
    tried = [_figures(network, dataset, way, TRIAL_IMAGES) for dataset in datasets.BUNDLED for way in WAYS]
    numbers = [figures for figures in tried if np.isfinite(figures.loss)]
    if not numbers:
        raise ForeignWeightsError(
            "The network answers no numbers. Received: nan. Train it again.", layer="all", found="nan"
        )
    best = max(figures.accuracy for figures in numbers)
    return min((one for one in numbers if one.accuracy >= best - CLOSE), key=lambda one: one.loss)


def test_figures(network: keras.Model, dataset: str, way: Way) -> Figures:
    """How well it reads all 10,000 test images."""
    return _figures(network, dataset, way, None)


def present(images: NDArray[np.uint8], way: Way, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Images as a way presents them, float32 (n, *shape)."""
    unit = np.divide(images, 255, dtype=np.float32).reshape(-1, *shape)
    return unit * np.float32(way.scale) + np.float32(way.offset)


def _figures(network: keras.Model, dataset: str, way: Way, count: int | None) -> Figures:
    loaded = datasets.load(dataset)
    images, labels = loaded.x_test[:count], loaded.y_test[:count]
    both = keras.Model(network.inputs[0], [network.outputs[0], sums_of(network)])
    answers, sums = both.predict(present(images, way, network.input_shape[1:]), batch_size=BATCH, verbose=0)
    loss = float(cross_entropies(sums, labels).mean()) if np.isfinite(answers).all() else float("nan")
    return Figures(dataset, way, loss, float((answers.argmax(axis=1) == labels).mean()))
