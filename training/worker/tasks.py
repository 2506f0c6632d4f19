"""What runs in a Dask worker. Importing this module imports no TensorFlow: the web process names its functions."""

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

# Nobody takes checkpoints any more: the web process that wanted this run hangs.
ABANDONED_AFTER_S = 60
WAITING_CHECKPOINTS = 8
# News of an attempt: its training begins; a checkpoint of it is in `checkpoint_queue`: run id, attempt, `Progress` as a
# dict, bytes.
BEGUN, KEPT = "begun", "kept"


# How long a training waits for a busy scheduler to say what is asked of it.
CONTROL_TIMEOUT_S = 5


@dataclass(frozen=True)
class Inputs:
    """What a run is trained from.

    Attributes:
        recipe: what to train.
        pinned, start, drawings: as in `train`.
        checkpoint: where an earlier attempt stood, see `Checkpoint.to_bytes`; None: from the beginning.
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
        run_id: the run's.
        attempt: a name for this attempt alone.
        topic: where events go: {"run", "attempt", "news"}, see `BEGUN` and `KEPT`; else `Progress` as a dict.
        inputs: what it is trained from.
    """

    run_id: str
    attempt: str
    topic: str
    inputs: Inputs


def warm_up() -> None:
    """Import TensorFlow, so that the first run does not wait for it."""
    with quiet_tensorflow():
        import training.worker.trainer  # noqa: F401


def run_task(task: Task) -> tuple[TrainingResult, NetworkFiles] | TrainingPausedError:
    """Train in a Dask worker; progress goes out as events, a checkpoint after each epoch through a queue.

    Returns:
        What the training ended with. That it was paused is no failure, which Dask would log: so it is returned, too.

    Raises:
        DatasetError: the recipe's data set cannot be loaded.
        CheckpointError: the checkpoint cannot be read, or is of another network.
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
        report(KEPT)

    asked = Controls()

    def ask() -> Controls:
        nonlocal asked
        known = worker.state.tasks.get(task.attempt)
        # Dask calls a task so whose client has gone: the web process ended, and will ask anew.
        if known is not None and known.state == "cancelled":
            return Controls(stop=True)
        with contextlib.suppress(TimeoutError):  # a scheduler that is busy: nothing new is asked yet
            asked = Controls(**controls.get(timeout=CONTROL_TIMEOUT_S))
        return asked

    report(BEGUN)
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
    """The name of the Dask variable that holds what is asked of an attempt, `Controls` as a dict."""
    return f"digitlab-controls-{attempt}"


def checkpoint_queue(topic: str) -> str:
    """The name of the Dask queue that takes a topic's checkpoints."""
    return f"{topic}-checkpoints"
