"""Training a recipe: epoch by epoch, report, keep, stop when asked, test."""

import hashlib
import logging
import math
import platform
import time
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

import datasets
from datasets import Dataset
from errors import CheckpointError
from model_store.keras_files import model_to_bytes
from training.checkpoint import Arrays, Checkpoint
from training.loop import Examples, Loop, Sums
from training.networks import LOSSES, build_network, compile_network
from training.order import keras_order
from training.progress import Pace
from training.recipes import VALIDATION_SHARE, Recipe
from training.results import Ending, History, NetworkFiles, Pinned, Progress, TrainingResult

Report = Callable[[Progress], None]
ShouldStop = Callable[[], bool]
Keep = Callable[[Checkpoint], None]

SUMMARY_WIDTH = 78
MAX_BUILDS = 20
# Of a probability, in what is told of pinned pictures.
DIGITS = 4

# Keras says at each .h5 file that the format is an old one; it is on offer for programs that know no other.
logging.getLogger("absl").setLevel(logging.ERROR)
_log = logging.getLogger(__name__)


def train(
    recipe: Recipe,
    report: Report = lambda _progress: None,
    should_stop: ShouldStop = lambda: False,
    *,
    keep: Keep = lambda _checkpoint: None,
    resume: Checkpoint | None = None,
    pinned: NDArray[np.uint8] | None = None,
    dataset: Dataset | None = None,
) -> tuple[TrainingResult, NetworkFiles]:
    """Train a recipe's network and test it. The same seed gives the same start, order and dropout.

    Args:
        recipe: what to train.
        report: called about four times a second, and after each epoch.
        should_stop: asked about four times a second; training ends soon after it says yes.
        keep: called after each epoch with what it takes to go on from there.
        resume: where an earlier training of this recipe stood: the result is as if it had never been broken off.
        pinned: uint8 (n, 28, 28), 0 paper to 255 ink: pictures that the network is asked about after each epoch.
        dataset: other images than those that the recipe names; for tests.

    Raises:
        DatasetError: the recipe's data set cannot be loaded.
        CheckpointError: what to resume from is of another network.
    """
    data = datasets.load(recipe.dataset) if dataset is None else dataset
    fit = _Fit(recipe, data, report, should_stop, keep, pinned)
    if resume is not None:
        fit.restore(resume)
    ending = fit.run()
    kept_epoch = fit.use_kept_weights(ending)
    test = _last(fit.loop.test(Examples.of(data.x_test, data.y_test)))
    network = fit.network
    compile_network(network, recipe)
    files = NetworkFiles(model_to_bytes(network), model_to_bytes(network, ".h5"))
    result = TrainingResult(
        recipe=recipe,
        summary=summary_of(network),
        history=fit.history,
        test_loss=test.mean_loss,
        test_accuracy=test.accuracy,
        train_seconds=fit.seconds,
        parameters=network.count_params(),
        ending=ending,
        kept_epoch=kept_epoch,
        versions=versions(),
        sha256=hashlib.sha256(files.keras).hexdigest(),
        pinned=fit.pinned,
    )
    return result, files


class _Fit:
    """One training under way; arguments as those of `train`.

    Attributes:
        network: what is trained.
        loop: its compiled steps.
        history, pinned: of the finished epochs, as in `Progress`.
        seconds: of training so far.
    """

    def __init__(
        self,
        recipe: Recipe,
        data: Dataset,
        report: Report,
        should_stop: ShouldStop,
        keep: Keep,
        pinned: NDArray[np.uint8] | None,
    ) -> None:
        self.network = _build_from_seed(recipe)
        self.loop = Loop(self.network, LOSSES[recipe.loss])
        self.history: History = {}
        self.pinned: Pinned = []
        self.seconds = 0.0
        self._recipe = recipe
        self._train, self._held_out = _split(recipe, data)
        self._order = keras_order(len(self._train), recipe.seed)
        self._report = report
        self._should_stop = should_stop
        self._keep = keep
        self._pictures = None if pinned is None or not len(pinned) else pinned / np.float32(255)
        self._pace = Pace()
        self._best_epoch = 0
        self._best_weights: Arrays = ()

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go to where an earlier training of this recipe stood."""
        _put(checkpoint.weights, self.network.variables)
        _put(checkpoint.optimizer, self.loop.optimizer.variables)
        self.history = {name: list(values) for name, values in checkpoint.history.items()}
        self.pinned = list(checkpoint.pinned)
        self.seconds = checkpoint.seconds
        self._best_epoch = checkpoint.best_epoch
        self._best_weights = checkpoint.best_weights or _weights(self.network)

    def run(self) -> Ending:
        """Train the epochs that are left; why it ended."""
        epochs_before = self._epochs_done
        for epoch in range(epochs_before + 1, self._recipe.epochs + 1):
            begun, seconds_before = time.perf_counter(), self.seconds
            figures = self._run_epoch(epoch)
            self.seconds = seconds_before + time.perf_counter() - begun
            if figures is None:
                return Ending.STOPPED
            self._note(figures)
            self._keep(self._checkpoint())
            self._tell(epoch, 1.0)
            if not math.isfinite(figures["loss"]):
                return Ending.DIVERGED
            if self._recipe.patience and epoch - self._best_epoch >= self._recipe.patience:
                return Ending.EARLY
        return Ending.COMPLETE

    def use_kept_weights(self, ending: Ending) -> int:
        """Give the network the weights to hand out; the epoch after which it had them.

        With early stopping that is its best epoch, whatever ended it, as Keras' `EarlyStopping` has it.
        """
        is_last_kept = ending is Ending.COMPLETE and not self._recipe.patience
        if is_last_kept or not self._best_epoch:
            return self._epochs_done
        self.network.set_weights(self._best_weights)
        return self._best_epoch

    @property
    def _epochs_done(self) -> int:
        return len(self.history.get("loss", ()))

    def _run_epoch(self, epoch: int) -> dict[str, float] | None:
        """An epoch's figures; None where it was stopped."""
        trained = self._watch(self.loop.train(self._train, self._order, self._recipe.batch_size), epoch)
        if trained is None:
            return None
        figures = {"loss": trained.mean_loss, "accuracy": trained.accuracy}
        if self._held_out is not None:
            looked_at = self._watch(self.loop.test(self._held_out))
            if looked_at is None:
                return None
            figures |= {"val_loss": looked_at.mean_loss, "val_accuracy": looked_at.accuracy}
        return figures

    def _watch(self, slices: Iterator[Sums], epoch: int | None = None) -> Sums | None:
        """The figures at the end of some slices; None where it shall stop. With an epoch, progress is reported."""
        sums = Sums()
        for sums in slices:
            if self._should_stop():
                return None
            if epoch is not None:
                self._tell(epoch, sums.count / len(self._train))
        return sums

    def _note(self, figures: dict[str, float]) -> None:
        for name, value in figures.items():
            self.history.setdefault(name, []).append(value)
        monitored = self.history.get("val_loss") or self.history["loss"]
        if not self._best_epoch or monitored[-1] < monitored[self._best_epoch - 1]:
            self._best_epoch = len(monitored)
            self._best_weights = _weights(self.network)
        if self._pictures is not None:
            answers = self.network(self._pictures, training=False).numpy()
            self.pinned.append(np.round(answers.astype(np.float64), DIGITS).tolist())

    def _checkpoint(self) -> Checkpoint:
        is_best = self._best_epoch == self._epochs_done
        return Checkpoint(
            weights=tuple(variable.numpy() for variable in self.network.variables),
            optimizer=tuple(variable.numpy() for variable in self.loop.optimizer.variables),
            history={name: list(values) for name, values in self.history.items()},
            best_epoch=self._best_epoch,
            best_weights=() if is_best else self._best_weights,
            pinned=list(self.pinned),
            seconds=self.seconds,
        )

    def _tell(self, epoch: int, fraction: float) -> None:
        share_done = (epoch - 1 + fraction) / self._recipe.epochs
        history = {name: list(values) for name, values in self.history.items()}
        self._report(Progress(epoch, fraction, self._pace.seconds_left(share_done), history, list(self.pinned)))


def _build_from_seed(recipe: Recipe) -> keras.Model:
    """A new network that depends on nothing but the recipe.

    Keras draws its seeds from Python's own random numbers, of which other threads of a Dask worker take some at any
    time. So it is built until it comes out as it did before: then nobody drew in between.
    """
    seen: set[str] = set()
    for _attempt in range(MAX_BUILDS):
        keras.utils.clear_session()  # so that layers are called "dense", "dense_1" as in a fresh program
        keras.utils.set_random_seed(recipe.seed)
        network = build_network(recipe)
        digest = hashlib.sha256(b"".join(variable.numpy().tobytes() for variable in network.variables)).hexdigest()
        if digest in seen:
            return network
        seen.add(digest)
    _log.warning("Other threads draw random numbers all the time: seed %s may give another network.", recipe.seed)
    return network


def summary_of(network: keras.Model) -> str:
    """The text of Keras' `model.summary()`, without the blank lines around it."""
    lines: list[str] = []
    network.summary(line_length=SUMMARY_WIDTH, print_fn=lines.append)
    return "\n".join(lines).strip()


def versions() -> dict[str, str]:
    """What a network was trained with."""
    return {"python": platform.python_version(), "tensorflow": tf.__version__, "keras": keras.__version__}


def _split(recipe: Recipe, data: Dataset) -> tuple[Examples, Examples | None]:
    """What is trained on, and what is held out and looked at after each epoch."""
    used = max(1, round(len(data.x_train) * recipe.train_share))
    cut = int(used * (1.0 - VALIDATION_SHARE)) if recipe.validation == "split" else used
    trained_on = Examples.of(data.x_train[:cut], data.y_train[:cut])
    if recipe.validation == "test":
        return trained_on, Examples.of(data.x_test, data.y_test)
    if recipe.validation == "split":
        return trained_on, Examples.of(data.x_train[cut:used], data.y_train[cut:used])
    return trained_on, None


def _weights(network: keras.Model) -> Arrays:
    return tuple(network.get_weights())


def _put(arrays: Arrays, variables: Any) -> None:
    """Give variables their values back."""
    if [array.shape for array in arrays] != [tuple(variable.shape) for variable in variables]:
        raise CheckpointError("This checkpoint is of another network. Train again from the start.", reason="shapes")
    for array, variable in zip(arrays, variables, strict=True):
        variable.assign(array)


def _last(slices: Iterator[Sums]) -> Sums:
    """The figures at the end."""
    *_, sums = slices
    return sums
