"""Whose network a lesson shows: the visitor's own where they trained or saved one, else the one of Digit Lab."""

from dataclasses import dataclass, replace

from base.identity import visitor_digest
from model_store import ModelCard
from training.recipe.recipes import Recipe
from training.results import History
from training.runs.board import RunSnapshot
from ui.cached import cards_with
from ui.language import gettext as _
from ui.shared.model_words import recipe_of
from ui.visitor import visitor_id
from use_cases.services import services


@dataclass(frozen=True)
class Trained:
    """What a training came to.

    Attributes:
        source: whose it was, in words.
        history: as in `Progress`.
        trained_accuracy: on the training images, in the epoch that was kept; 0.0 to 1.0.
        test_loss, test_accuracy: on the test images.
    """

    source: str
    history: History
    trained_accuracy: float
    test_loss: float
    test_accuracy: float


def own_runs(visitor: str) -> list[RunSnapshot]:
    """A visitor's runs, newest first."""
    return services().runs.runs_of(visitor)


def own_run(visitor: str, recipe: Recipe) -> RunSnapshot | None:
    """A visitor's newest run of a recipe; None if there is none."""
    return next((run for run in own_runs(visitor) if _is_same(run.recipe, recipe)), None)


def trained(recipe: Recipe) -> Trained:
    """What the visitor's newest finished run of a recipe came to; else what Digit Lab's model did."""
    for run in own_runs(visitor_id()):
        result = run.result
        if result and result.kept_epoch and _is_same(run.recipe, recipe):
            accuracy = result.history["accuracy"][result.kept_epoch - 1]
            return Trained(_("Your own training"), result.history, accuracy, result.test_loss, result.test_accuracy)
    card = _shipped(recipe)
    source = _("Digit Lab's own training of this network. Train yours to see its results here.")
    return Trained(source, card.history, card.history["accuracy"][-1], card.test_loss, card.test_accuracy)


def model_of(recipe: Recipe) -> tuple[ModelCard, str]:
    """The model of a recipe that the visitor saved last, else Digit Lab's; and which one it is, in words."""
    owner = visitor_digest(visitor_id())
    own = [card for card in cards_with(None).values() if card.owner == owner]
    same = [card for card in own if (made := recipe_of(card)) and _is_same(made, recipe)]
    if same:
        newest = max(same, key=lambda card: card.created)
        return newest, _("Your own model “{name}”").format(name=newest.name)
    return _shipped(recipe), _("Digit Lab's own model of this network. Train and save yours to see it here.")


def _shipped(recipe: Recipe) -> ModelCard:
    """A built-in recipe's shipped model has its name."""
    return cards_with(None)[recipe.name]


def _is_same(one: Recipe, other: Recipe) -> bool:
    return replace(one, name=other.name) == other
