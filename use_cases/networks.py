"""Save a trained network to the store, from a page or the command line."""

from base.errors import ModelCorruptError, ModelNotFoundError
from base.identity import visitor_digest
from model_store import ModelCard, get_card, list_cards, save_model
from training.results import TrainingResult
from training.runs.board import RunBoard


def save_network(content: bytes, result: TrainingResult, name: str, owner: str = "") -> ModelCard:
    """Save a training's network and return its card.

    Args:
        content: the bytes of its `.keras` file.
        result: the training's result.
        name: the model's name.
        owner: as for `model_store.save_model`.

    Raises:
        ModelNameError: an invalid name.
        ModelError: the store cannot be read, or written to.
    """
    return save_model(content, result.card(name, start=_start(result)), owner)


def save_run(runs: RunBoard, visitor: str, run_id: str, result: TrainingResult, name: str) -> ModelCard:
    """Save the network of a visitor's finished run; return its card if that was done before.

    Raises:
        RunNotFoundError: the run was deleted.
        ModelNameError, ModelError: as for `save_network`.
    """
    saved = saved_card(result)
    return saved or save_network(runs.read_file(run_id, "keras"), result, name, visitor_digest(visitor))


def saved_card(result: TrainingResult) -> ModelCard | None:
    """Return the card of a training's saved network; None if it was not saved."""
    return next((card for card in list_cards() if card.sha256 == result.sha256), None)


def _start(result: TrainingResult) -> ModelCard | None:
    """Return the model that a training started from; None for a new network, or if the model was deleted."""
    if not result.recipe.start:
        return None
    try:
        return get_card(result.recipe.start)
    except (ModelNotFoundError, ModelCorruptError):
        return None
