"""Tasks of a Dask worker. Importing this module does not import TensorFlow, as the web process uses it, too."""

import contextlib
import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from base.errors import TrainingPausedError
from base.keras_models.quiet import quiet_tensorflow
from training.controls import Controls
from training.own_drawings import OwnDrawings
from training.recipe.recipes import Recipe
from training.results import NetworkFiles, Progress, TrainingResult

# Give up if the client has not consumed a checkpoint for this long.
ABANDONED_AFTER_S = 60
WAITING_CHECKPOINTS = 8
# Events of an attempt: its training started; a checkpoint is in `checkpoint_queue` as (run id, attempt, `Progress` as a
# dict, bytes).
STARTED, CHECKPOINT = "begun", "kept"


# Timeout for polling the controls from a busy scheduler.
CONTROL_TIMEOUT_S = 5


@dataclass(frozen=True)
class Inputs:
    """The inputs of a task.

    Attributes:
        recipe: the recipe to train.
        pinned, start, drawings: as in `train`.
        checkpoint: the checkpoint to resume from, see `Checkpoint.to_bytes`; None: start from the beginning.
    """

    recipe: Recipe
    pinned: NDArray[np.uint8] | None = None
    start: bytes | None = None
    drawings: OwnDrawings | None = None
    checkpoint: bytes | None = None


@dataclass(frozen=True)
class Task:
    """One attempt to train a run.

    Attributes:
        run_id: the run's id.
        attempt: a unique name of this attempt.
        topic: where events go: {"run", "attempt", "news"}, see `STARTED` and `CHECKPOINT`; else `Progress` as a dict.
        inputs: the task's inputs.
    """

    run_id: str
    attempt: str
    topic: str
    inputs: Inputs


def warm_up() -> None:
    """Import TensorFlow ahead of the first run."""
    with quiet_tensorflow():
        import training.worker.trainer  # noqa: F401


def run_task(task: Task) -> tuple[TrainingResult, NetworkFiles] | TrainingPausedError:
    """Train in a Dask worker; progress is sent as events, checkpoints through a queue.

    Returns:
        The training's result. A pause is returned, too, as Dask would log a raised error as a failure.

    Raises:
        DatasetError: the recipe's data set cannot be loaded.
        CheckpointError: the checkpoint cannot be read, or belongs to another network.
        StartModelError, OwnDrawingsError: as in `train`.
    """
    import distributed

    from training.worker.checkpoint import Checkpoint
    from training.worker.trainer import train

    worker = distributed.get_worker()
    controls = distributed.Variable(controls_name(task.attempt))
    inputs = task.inputs
    checkpoints = distributed.Queue(checkpoint_queue(task.topic), maxsize=WAITING_CHECKPOINTS)

    def report(news: str | Progress) -> None:
        plain = dataclasses.asdict(news) if isinstance(news, Progress) else news
        worker.log_event(task.topic, {"run": task.run_id, "attempt": task.attempt, "news": plain})

    def keep(checkpoint: Checkpoint) -> None:
        stand = Progress(checkpoint.epoch, 1.0, None, checkpoint.history, checkpoint.pinned)
        kept = (task.run_id, task.attempt, dataclasses.asdict(stand), checkpoint.to_bytes())
        checkpoints.put(kept, timeout=ABANDONED_AFTER_S)
        report(CHECKPOINT)

    asked = Controls()

    def ask() -> Controls:
        nonlocal asked
        known = worker.state.tasks.get(task.attempt)
        # Dask marks a task as cancelled if its client is gone: the web process ended, and will submit it again.
        if known is not None and known.state == "cancelled":
            return Controls(stop=True)
        with contextlib.suppress(TimeoutError):  # the scheduler is busy: no new requests yet
            asked = Controls(**controls.get(timeout=CONTROL_TIMEOUT_S))
        return asked

    report(STARTED)
    try:
        return train(
            inputs.recipe,
            report,
            ask,
            keep=keep,
            resume=Checkpoint.from_bytes(inputs.checkpoint) if inputs.checkpoint else None,
            start=inputs.start,
            drawings=inputs.drawings,
            pinned=inputs.pinned,
        )
    except TrainingPausedError as paused:
        return paused
    finally:
        controls.delete()


def controls_name(attempt: str) -> str:
    """Return the name of the Dask variable with an attempt's `Controls` as a dict."""
    return f"digitlab-controls-{attempt}"


def checkpoint_queue(topic: str) -> str:
    """Return the name of the Dask queue of a topic's checkpoints."""
    return f"{topic}-checkpoints"
