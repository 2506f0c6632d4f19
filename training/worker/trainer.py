"""Train a recipe, with progress reports, checkpoints, stop requests, and a final test."""

import dataclasses
import hashlib
import itertools
import logging
import math
import platform
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras.src.random import seed_generator
from numpy.typing import NDArray

import image_data
from base.errors import CheckpointError, OwnDrawingsError, StartModelError, TrainingPausedError
from base.keras_models.files import model_from_bytes, model_to_bytes
from image_data import Dataset
from training.controls import Controls
from training.own_drawings import OwnDrawings
from training.progress import Pace
from training.recipe.layers import CLASSES, INPUT_SHAPE
from training.recipe.limits import MAX_SECONDS
from training.recipe.recipes import VALIDATION_SHARE, Recipe, layers
from training.results import Ending, History, NetworkFiles, Pinned, Progress, TrainingResult
from training.worker.checkpoint import Arrays, Checkpoint
from training.worker.example_order import keras_order
from training.worker.loop import Examples, Loop, Totals
from training.worker.networks import LOSSES, build_network, compile_network

Report = Callable[[Progress], None]
Ask = Callable[[], Controls]
Keep = Callable[[Checkpoint], None]

SUMMARY_WIDTH = 78
# Forward multiplications of a batch from which halving it saves time: benchmarks/training.py has the figures.
HALVED_FROM = 30_000_000
# Decimals of the reported probabilities of pinned pictures.
DIGITS = 4

# Suppress Keras' warning that .h5 is a legacy format; it is written for programs that need it.
logging.getLogger("absl").setLevel(logging.ERROR)


def train(
    recipe: Recipe,
    report: Report = lambda _progress: None,
    ask: Ask = Controls,
    *,
    keep: Keep = lambda _checkpoint: None,
    resume: Checkpoint | None = None,
    start: bytes | None = None,
    drawings: OwnDrawings | None = None,
    pinned: NDArray[np.uint8] | None = None,
    dataset: Dataset | None = None,
) -> tuple[TrainingResult, NetworkFiles]:
    """Train a recipe's network and test it. The same seed gives the same start, order and dropout.

    Args:
        recipe: the recipe to train.
        report: called about four times a second, and after each epoch.
        ask: called about four times a second for requests to the training.
        keep: called with a checkpoint after each epoch and before a pause.
        resume: the checkpoint of an interrupted training of this recipe; the result is the same as without the
            interruption.
        start: the bytes of the `.keras` file of the recipe's `start`.
        drawings: the own drawings, if the recipe's `own_drawings` is above 0.
        pinned: uint8 (n, 28, 28), 0 paper to 255 ink: pictures to predict after each epoch.
        dataset: images to use instead of the recipe's data set; for tests.

    Raises:
        DatasetError: the recipe's data set cannot be loaded.
        CheckpointError: the checkpoint belongs to another network.
        StartModelError: the recipe's starting model is missing, or has no trainable weights.
        OwnDrawingsError: the recipe needs own drawings, and there are none.
        TrainingPausedError: a pause was requested; `keep` was called with the checkpoint.
    """
    if recipe.own_drawings and drawings is None:
        raise OwnDrawingsError("This recipe learns from your own drawings. Received: none.", count=0, limit=1)
    data = image_data.load(recipe.dataset) if dataset is None else dataset
    network = _build_from_seed(recipe) if not recipe.start else _open_start(recipe, start)
    fit = _Fit(recipe, network, data, drawings if recipe.own_drawings else None, report, ask, keep, pinned)
    if resume is not None:
        fit.restore(resume)
    ending = fit.run()
    kept_epoch = fit.use_best_weights(ending)
    test = _last(fit.loop.test(Examples.of(data.x_test, data.y_test)))
    compile_network(network, recipe)
    files = NetworkFiles(model_to_bytes(network), model_to_bytes(network, ".h5"))
    result = TrainingResult(
        recipe=fit.recipe_as_trained(),
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
        drawn_count=len(drawings.y_test) if drawings and recipe.own_drawings else 0,
        drawn_before=fit.drawn_before,
    )
    return result, files


class _Fit:
    """A running training; arguments as for `train`.

    Attributes:
        network: the network.
        loop: its compiled steps.
        history, pinned: for the finished epochs, as in `Progress`.
        seconds: training time so far.
    """

    def __init__(
        self,
        recipe: Recipe,
        network: keras.Model,
        data: Dataset,
        drawings: OwnDrawings | None,
        report: Report,
        ask: Ask,
        keep: Keep,
        pinned: NDArray[np.uint8] | None,
    ) -> None:
        self.network = network
        compile_network(network, recipe)
        self.loop = Loop(network, LOSSES[recipe.loss], in_halves=_is_worth_halving(recipe))
        self.history: History = {}
        self.pinned: Pinned = []
        self.seconds = 0.0
        self._recipe = recipe
        self._train, self._held_out = _split(recipe, data, drawings)
        self._drawn = Examples.of(drawings.x_test, drawings.y_test) if drawings else None
        self.drawn_before = self._drawn_accuracy()
        self._order = keras_order(len(self._train), recipe.seed)
        self._report = report
        self._ask = ask
        self._keep = keep
        self._pictures = None if pinned is None or not len(pinned) else pinned / np.float32(255)
        self._pace = Pace()
        self._best_epoch = 0
        self._best_weights: Arrays = ()
        self._begun = Totals()
        # The learning rate of each started epoch.
        self._rates: list[float] = []

    def restore(self, checkpoint: Checkpoint) -> None:
        """Restore the state of an earlier training of this recipe."""
        _put(checkpoint.weights, self.network.variables)
        _put(checkpoint.optimizer, self.loop.optimizer.variables)
        self.history = {name: list(values) for name, values in checkpoint.history.items()}
        self.pinned = list(checkpoint.pinned)
        self.seconds = checkpoint.seconds
        self.drawn_before = checkpoint.drawn_before
        self._best_epoch = checkpoint.best_epoch
        self._best_weights = checkpoint.best_weights or _weights(self.network)
        self._begun = Totals(*checkpoint.begun)
        self._rates = list(checkpoint.rates)

    def run(self) -> Ending:
        """Train the remaining epochs, and return why training ended."""
        epochs_before = self._epochs_done
        for epoch in range(epochs_before + 1, self._recipe.epochs + 1):
            begun, seconds_before = time.perf_counter(), self.seconds
            figures = self._run_epoch(epoch)
            self.seconds = seconds_before + time.perf_counter() - begun
            if figures is None and self._ask().stop:
                return Ending.STOPPED
            if figures is None:
                self._keep(self._checkpoint())
                raise TrainingPausedError("This training is paused. Resume it when you like.")
            self._begun = Totals()
            self._note(figures)
            self._keep(self._checkpoint())
            self._report_progress(epoch, 1.0)
            if not math.isfinite(figures["loss"]):
                return Ending.DIVERGED
            if self._recipe.patience and epoch - self._best_epoch >= self._recipe.patience:
                return Ending.EARLY
            if self.seconds > MAX_SECONDS:
                return Ending.STOPPED
        return Ending.COMPLETE

    def use_best_weights(self, ending: Ending) -> int:
        """Restore the best weights unless the last ones count, and return their epoch.

        With early stopping that is the best epoch, whatever ended the training, like in Keras' `EarlyStopping`.
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
        """Train an epoch and return its figures; None if it was stopped or paused."""
        if len(self._rates) < epoch:
            asked = self._ask().learning_rate
            self._rates.append(self._recipe.rate_at(epoch) if asked is None else asked)
        self.loop.optimizer.learning_rate = self._rates[-1]
        slices = self.loop.train(self._train, self._order, self._recipe.batch_size, self._begun)
        trained = self._watch(slices, epoch)
        if trained is None:
            return None
        figures = {"loss": trained.mean_loss, "accuracy": trained.accuracy}
        if self._held_out is not None:
            looked_at = self._watch(self.loop.test(self._held_out))
            if looked_at is None:
                return None
            figures |= {"val_loss": looked_at.mean_loss, "val_accuracy": looked_at.accuracy}
        if self._drawn is not None:
            figures["own_accuracy"] = self._drawn_accuracy()
        return figures

    def _drawn_accuracy(self) -> float:
        """Return the accuracy on the held-out own drawings; 0.0 without any."""
        return 0.0 if self._drawn is None else _last(self.loop.test(self._drawn)).accuracy

    def _watch(self, slices: Iterator[Totals], epoch: int | None = None) -> Totals | None:
        """Return the totals after the last slice; None on a request to stop or pause. `epoch`: report its progress."""
        totals = Totals() if epoch is None else self._begun
        for totals in slices:
            if epoch is not None:
                self._begun = totals
                self._report_progress(epoch, totals.count / len(self._train))
            asked = self._ask()
            if asked.stop or asked.pause:
                return None
        return totals

    def _note(self, figures: dict[str, float]) -> None:
        for name, value in figures.items():
            self.history.setdefault(name, []).append(value)
        if any(rate != self._recipe.learning_rate for rate in self._rates):
            self.history["learning_rate"] = list(self._rates)
        monitored = self.history.get("val_loss") or self.history["loss"]
        if not self._best_epoch or monitored[-1] < monitored[self._best_epoch - 1]:
            self._best_epoch = len(monitored)
            self._best_weights = _weights(self.network)
        if self._pictures is not None:
            answers = self.network(self._pictures, training=False).numpy()
            self.pinned.append(np.round(answers[:, :CLASSES].astype(np.float64), DIGITS).tolist())

    def _checkpoint(self) -> Checkpoint:
        # Within an epoch the network is no longer as it was at the last one's end.
        is_best = self._best_epoch == self._epochs_done and not self._begun.count
        return Checkpoint(
            weights=tuple(variable.numpy() for variable in self.network.variables),
            optimizer=tuple(variable.numpy() for variable in self.loop.optimizer.variables),
            history={name: list(values) for name, values in self.history.items()},
            best_epoch=self._best_epoch,
            best_weights=() if is_best else self._best_weights,
            pinned=list(self.pinned),
            seconds=self.seconds,
            begun=(self._begun.loss, self._begun.right, self._begun.count),
            rates=tuple(self._rates),
            drawn_before=self.drawn_before,
        )

    def recipe_as_trained(self) -> Recipe:
        """The recipe with the changes of the learning rate requested during training."""
        done = self._rates[: self._epochs_done]
        rates = [self._recipe.learning_rate, *done]
        changes = [
            (epoch, rate) for epoch, (before, rate) in enumerate(itertools.pairwise(rates), start=1) if rate != before
        ]
        # A manual change overrides the changes planned for later epochs.
        if done == [self._recipe.rate_at(epoch) for epoch in range(1, len(done) + 1)]:
            changes += [change for change in self._recipe.rate_changes if change[0] > len(done)]
        return dataclasses.replace(self._recipe, rate_changes=tuple(changes))

    def _report_progress(self, epoch: int, fraction: float) -> None:
        share_done = (epoch - 1 + fraction) / self._recipe.epochs
        history = {name: list(values) for name, values in self.history.items()}
        self._report(Progress(epoch, fraction, self._pace.seconds_left(share_done), history, list(self.pinned)))


def _build_from_seed(recipe: Recipe) -> keras.Model:
    """Build a new network deterministically, equal to Keras' after `set_random_seed`.

    Keras takes its layers' seeds from Python's global random generator, which other threads of a Dask worker use, too.
    So it gets a generator of its own.
    """
    keras.utils.clear_session()  # so that layers are named "dense", "dense_1" as in a new process
    keras.utils.set_random_seed(recipe.seed)
    shared = seed_generator.python_random
    seed_generator.python_random = random.Random(recipe.seed)
    try:
        return build_network(recipe)
    finally:
        seed_generator.python_random = shared


def _open_start(recipe: Recipe, content: bytes | None) -> keras.Model:
    """Load the network that training starts from: float32 (n, 28, 28) in, probabilities (n, 10 or 11) out."""
    if content is None:
        raise StartModelError(
            f"The model that this training goes on from is not given. Received: start={recipe.start!r}.",
            model=recipe.start,
        )
    keras.utils.clear_session()
    saved = model_from_bytes(content)
    keras.utils.set_random_seed(recipe.seed)
    if not saved.trainable_variables:
        raise StartModelError(
            f"All weights of this model are frozen. Received: start={recipe.start!r}. Choose another model.",
            model=recipe.start,
        )
    if saved.input_shape[1:] == INPUT_SHAPE:
        return saved
    return keras.Sequential([keras.Input(INPUT_SHAPE), keras.layers.Reshape(saved.input_shape[1:]), saved])


def summary_of(network: keras.Model) -> str:
    """Return the text of Keras' `model.summary()`, stripped of blank lines."""
    lines: list[str] = []
    network.summary(line_length=SUMMARY_WIDTH, print_fn=lines.append)
    return "\n".join(lines).strip()


def versions() -> dict[str, str]:
    """Return the versions of python, tensorflow and keras."""
    return {"python": platform.python_version(), "tensorflow": tf.__version__, "keras": keras.__version__}


def _is_worth_halving(recipe: Recipe) -> bool:
    """Return whether a step is long enough to split over two cores; never if a layer needs the whole batch."""
    multiplies = sum(row.multiplies for row in layers(recipe)) * recipe.batch_size
    return multiplies >= HALVED_FROM and not recipe.batch_normalization


def _split(recipe: Recipe, data: Dataset, drawings: OwnDrawings | None) -> tuple[Examples, Examples | None]:
    """Return training and validation examples. Own drawings come first, so that the last share, which a split holds
    out, belongs to the data set."""
    used = max(1, round(len(data.x_train) * recipe.train_share))
    images, labels = data.x_train[:used], data.y_train[:used]
    if drawings is not None:
        images = np.concatenate([*[drawings.x_train] * recipe.own_drawings, images])
        labels = np.concatenate([*[drawings.y_train] * recipe.own_drawings, labels])
    if recipe.validation == "test":
        return Examples.of(images, labels), Examples.of(data.x_test, data.y_test)
    if recipe.validation == "split":
        cut = int(len(images) * (1.0 - VALIDATION_SHARE))
        return Examples.of(images[:cut], labels[:cut]), Examples.of(images[cut:], labels[cut:])
    return Examples.of(images, labels), None


def _weights(network: keras.Model) -> Arrays:
    return tuple(network.get_weights())


def _put(arrays: Arrays, variables: Any) -> None:
    """Assign saved values to variables."""
    if [array.shape for array in arrays] != [tuple(variable.shape) for variable in variables]:
        raise CheckpointError("This checkpoint is of another network. Train again from the start.", reason="shapes")
    for array, variable in zip(arrays, variables, strict=True):
        variable.assign(array)


def _last(slices: Iterator[Totals]) -> Totals:
    """Return the totals after the last slice."""
    *_, totals = slices
    return totals
