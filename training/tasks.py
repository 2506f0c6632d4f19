"""What runs in a Dask worker. Importing this module imports no TensorFlow: the web process names its functions."""

import dataclasses

from model_store.quiet import quiet_tensorflow
from training.recipes import Recipe
from training.results import Progress, TrainingResult


def warm_up() -> None:
    """Import TensorFlow, so that the first run does not wait for it."""
    with quiet_tensorflow():
        import training.trainer  # noqa: F401


def run_recipe(run_id: str, recipe: Recipe, topic: str) -> TrainingResult:
    """Train a recipe in a Dask worker.

    Args:
        run_id: named in each event.
        recipe: what to train.
        topic: where events go: {"run": its id, "progress": None} when it begins, then with `Progress` as a dict.

    Raises:
        DatasetError: the recipe's data set cannot be loaded.
    """
    import distributed

    from training.trainer import train

    worker = distributed.get_worker()
    worker.log_event(topic, {"run": run_id, "progress": None})
    stop_flag = distributed.Event(stop_flag_name(run_id))

    def report(progress: Progress) -> None:
        worker.log_event(topic, {"run": run_id, "progress": dataclasses.asdict(progress)})

    try:
        return train(recipe, report, stop_flag.is_set)
    finally:
        stop_flag.clear()


def stop_flag_name(run_id: str) -> str:
    """The name of the Dask event that a run looks at: once set, it stops."""
    return f"digitlab-stop-{run_id}"
