"""A trained network becomes a model of the store, whether a page or the command line trained it."""

from base.errors import ModelCorruptError, ModelNotFoundError
from base.identity import visitor_digest
from model_store import ModelCard, get_card, list_cards, save_model
from training.results import TrainingResult
from training.runs.board import RunBoard


def save_network(content: bytes, result: TrainingResult, name: str, owner: str = "") -> ModelCard:
    """Save what a training ended with; the card as saved.

    Args:
        content: the bytes of its `.keras` file.
        result: what the training ended with.
        name: the model's name.
        owner: as of `model_store.save_model`.

    Raises:
        ModelNameError: a name that no model can have.
        ModelError: the store cannot be read, or written to.
    """
    return save_model(content, result.card(name, start=_start(result)), owner)


def save_run(runs: RunBoard, visitor: str, run_id: str, result: TrainingResult, name: str) -> ModelCard:
    """Save the network of a visitor's finished run; where that was done before, the card that it has.

    Raises:
        RunNotFoundError: the run is no longer kept.
        ModelNameError, ModelError: as `save_network`.
    """
    saved = saved_card(result)
    return saved or save_network(runs.read_file(run_id, "keras"), result, name, visitor_digest(visitor))


def saved_card(result: TrainingResult) -> ModelCard | None:
    """The model that holds a training's network; None where it was not saved."""
    return next((card for card in list_cards() if card.sha256 == result.sha256), None)


def _start(result: TrainingResult) -> ModelCard | None:
    """The model that a training started from; None where it began anew, or the model has gone meanwhile."""
    if not result.recipe.start:
        return None
    try:
        return get_card(result.recipe.start)
    except (ModelNotFoundError, ModelCorruptError):
        return None
