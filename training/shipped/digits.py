"""Train the network that reads drawings: on MNIST, synthetic pen strokes and, if given, people's drawings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from base.keras_models.temperature import temper
from image_data import Dataset
from training.pen import digit_pictures, non_digit_pictures
from training.results import History
from training.shipped.calibration import find_refusal, find_temperature
from training.shipped.mixture import Part, mixed_batches
from training.shipped.network import ask, build_cnn, fit
from training.shipped.people import Drawing, drawing_pictures
from training.worker.augmentation import Distortion, distort

FILTERS = (24, 32, 64, 80, 128, 160)
NOT_A_DIGIT = 10
OUTPUTS = 11
WEIGHT_DECAY = 2e-4

MNIST_DISTORTION = Distortion(turn_deg=12.0)
# Rotated already when they were drawn.
PEN_DISTORTION = Distortion(turn_deg=5.0)
# In the last epochs, augmentation is weaker, so that pictures match those at test time (cf. Touvron and others 2019,
# "Fixing the train-test resolution discrepancy", about sizes).
GENTLE_DISTORTION = Distortion(
    turn_deg=5.0, shear=0.1, log_scale=0.06, shift_px=0.8, elastic_px=0.6, thinner_share=0.0, thicker_share=0.0
)
DISTORTIONS = {
    "mnist": MNIST_DISTORTION,
    "written": PEN_DISTORTION,
    "not digits": PEN_DISTORTION,
    "people's": PEN_DISTORTION,
}
SHARES = {"mnist": 74, "written": 20, "not digits": 8, "people's": 26}
SHARES_WITHOUT_PEOPLE = {"mnist": 74, "written": 42, "not digits": 12}

WRITTEN_DIGITS = 40_000
WRITTEN_NON_DIGITS = 15_000
TIMES_DRAWN = 8
# Held out from training for calibration.
HELD_OUT_MNIST = 2_000
HELD_OUT_WRITTEN = 2_000
HELD_OUT_WRITERS = 4
# The share of unseen non-digits to refuse.
REFUSED_SHARE = 0.975


@dataclass(frozen=True)
class TrainedReader:
    """A trained digit reader with its calibration.

    Attributes:
        network: images, float32 (n, 28, 28) from 0.0 to 1.0, to float32 (n, 11): ten digits, and "not a digit".
        history: `loss` and `accuracy`, one value per epoch.
        temperature, refusal: see `ModelCard`.
    """

    network: keras.Model
    history: History
    temperature: float
    refusal: float


@dataclass(frozen=True)
class Pictures:
    """Pictures of one origin, uint8 (n, 28, 28), with labels (n,), for training and held out."""

    images: NDArray[np.uint8]
    labels: NDArray[Any]
    held_images: NDArray[np.uint8]
    held_labels: NDArray[Any]


@dataclass(frozen=True)
class Plan:
    """Training settings of a reader; the defaults are those of the shipped one.

    Attributes:
        shares: the number of pictures per batch, by origin.
        filters: the number of filters of the six convolutions.
        is_distorted: whether pictures are augmented.
        epochs: the number of epochs, including the gentle ones.
        gentle_epochs: the number of last epochs with weaker augmentation.
        steps_per_epoch: batches per epoch.
    """

    shares: Mapping[str, int]
    filters: Sequence[int] = FILTERS
    is_distorted: bool = True
    epochs: int = 10
    gentle_epochs: int = 2
    steps_per_epoch: int = 1500


def gather(mnist: Dataset, seed: int, drawings: list[Drawing] | None = None, processes: int = 2) -> dict[str, Pictures]:
    """Collect a reader's training pictures by origin.

    Args:
        mnist: the data set; only its training images are used.
        seed: the random seed of the pen strokes and of the held-out writers.
        drawings: people's drawings.
        processes: the number of worker processes.
    """
    pictures = {
        "mnist": _mnist(mnist),
        "written": _written_digits(seed, processes),
        "not digits": _written_non_digits(seed, processes),
    }
    return pictures | ({"people's": _drawn(drawings, seed, processes)} if drawings else {})


def train_reader(pictures: Mapping[str, Pictures], plan: Plan, seed: int) -> TrainedReader:
    """Train a network that reads drawings.

    Args:
        pictures: by origin, see `gather`; only the plan's origins are used.
        plan: the training settings.
        seed: the random seed of weights, order, dropout and augmentation.
    """
    keras.utils.set_random_seed(seed)
    network = build_cnn(plan.filters, OUTPUTS)
    history = fit(network, reader_batches(pictures, plan, seed), plan.epochs, plan.steps_per_epoch, WEIGHT_DECAY)
    temperature, refusal = _calibrate(network, [pictures[origin] for origin in plan.shares])
    return TrainedReader(network, history, temperature, refusal)


def reader_batches(pictures: Mapping[str, Pictures], plan: Plan, seed: int) -> Any:
    """Return the training batches of `train_reader`, see `mixed_batches`; those of the gentle epochs come last."""
    gentle_steps = plan.gentle_epochs * plan.steps_per_epoch
    steps = plan.epochs * plan.steps_per_epoch - gentle_steps
    gently = dict.fromkeys(plan.shares, GENTLE_DISTORTION)
    return mixed_batches(_mix(pictures, plan, DISTORTIONS), OUTPUTS, steps, seed).concatenate(
        mixed_batches(_mix(pictures, plan, gently), OUTPUTS, gentle_steps, seed + 1)
    )


def _mix(pictures: Mapping[str, Pictures], plan: Plan, distortions: Mapping[str, Distortion]) -> list[Part]:
    return [
        Part(
            pictures[origin].images,
            pictures[origin].labels,
            share,
            distort(distortions[origin]) if plan.is_distorted else _unchanged,
        )
        for origin, share in plan.shares.items()
    ]


def _unchanged(images: Any, seed: Any) -> Any:
    del seed  # the identity instead of an augmentation
    return images


def _calibrate(network: keras.Model, origins: list[Pictures]) -> tuple[float, float]:
    """Return temperature and refusal threshold from the held-out pictures; each origin of digits has equal weight."""
    digits = [pictures for pictures in origins if pictures.held_labels[0] != NOT_A_DIGIT]
    others = [pictures.held_images for pictures in origins if pictures.held_labels[0] == NOT_A_DIGIT]
    count = min(len(pictures.held_labels) for pictures in digits)
    labels = np.concatenate([pictures.held_labels[:count] for pictures in digits])
    answers = ask(network, np.concatenate([pictures.held_images[:count] for pictures in digits]))
    temperature = find_temperature(temper(answers[:, :NOT_A_DIGIT], 1.0), labels)
    if not others:
        return temperature, 1.0
    return temperature, find_refusal(ask(network, np.concatenate(others))[:, NOT_A_DIGIT], REFUSED_SHARE)


def _mnist(mnist: Dataset) -> Pictures:
    cut = -HELD_OUT_MNIST
    return Pictures(mnist.x_train[:cut], mnist.y_train[:cut], mnist.x_train[cut:], mnist.y_train[cut:])


def _written_digits(seed: int, processes: int) -> Pictures:
    images, labels = digit_pictures(WRITTEN_DIGITS + HELD_OUT_WRITTEN, seed, processes=processes)
    cut = WRITTEN_DIGITS
    return Pictures(images[:cut], labels[:cut], images[cut:], labels[cut:])


def _written_non_digits(seed: int, processes: int) -> Pictures:
    images = non_digit_pictures(WRITTEN_NON_DIGITS + HELD_OUT_WRITTEN, seed, processes=processes)
    labels = np.full(len(images), NOT_A_DIGIT)
    cut = WRITTEN_NON_DIGITS
    return Pictures(images[:cut], labels[:cut], images[cut:], labels[cut:])


def _drawn(drawings: list[Drawing], seed: int, processes: int) -> Pictures:
    """Return pictures of people's drawings; all drawings of some writers are held out."""
    writers = sorted({drawing.writer for drawing in drawings})
    held_writers = set(np.random.default_rng(seed).permutation(writers)[:HELD_OUT_WRITERS].tolist())
    kept = [drawing for drawing in drawings if drawing.writer not in held_writers]
    held = [drawing for drawing in drawings if drawing.writer in held_writers]
    return Pictures(
        drawing_pictures(kept, TIMES_DRAWN, seed, processes=processes),
        np.tile([drawing.label for drawing in kept], TIMES_DRAWN),
        drawing_pictures(held, TIMES_DRAWN, seed, processes=processes),
        np.tile([drawing.label for drawing in held], TIMES_DRAWN),
    )
