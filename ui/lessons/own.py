"""The network that a lesson shows: the visitor's own, if they trained or saved one, else Digit Lab's."""

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
    """The outcome of a training.

    Attributes:
        source: whose training it was, in words.
        history: see `Progress`.
        trained_accuracy: the training accuracy of the epoch whose weights were kept; 0.0 to 1.0.
        test_loss, test_accuracy: on the test images.
    """

    source: str
    history: History
    trained_accuracy: float
    test_loss: float
    test_accuracy: float


def own_runs(visitor: str) -> list[RunSnapshot]:
    """Return a visitor's runs, newest first."""
    return services().runs.runs_of(visitor)


def own_run(visitor: str, recipe: Recipe) -> RunSnapshot | None:
    """Return a visitor's latest run of a recipe; None if there is none."""
    return next((run for run in own_runs(visitor) if _is_same(run.recipe, recipe)), None)


def trained(recipe: Recipe) -> Trained:
    """Return the outcome of the visitor's latest finished run of a recipe; else that of Digit Lab's model."""
    for run in own_runs(visitor_id()):
        result = run.result
        if result and result.kept_epoch and _is_same(run.recipe, recipe):
            accuracy = result.history["accuracy"][result.kept_epoch - 1]
            return Trained(_("Your own training"), result.history, accuracy, result.test_loss, result.test_accuracy)
    card = _shipped(recipe)
    source = _("Digit Lab's own training of this network. Train yours to see its results here.")
    return Trained(source, card.history, card.history["accuracy"][-1], card.test_loss, card.test_accuracy)


def model_of(recipe: Recipe) -> tuple[ModelCard, str]:
    """Return the visitor's latest saved model of a recipe, else Digit Lab's, and a text which one it is."""
    owner = visitor_digest(visitor_id())
    own = [card for card in cards_with(None).values() if card.owner == owner]
    same = [card for card in own if (made := recipe_of(card)) and _is_same(made, recipe)]
    if same:
        newest = max(same, key=lambda card: card.created)
        return newest, _("Your own model “{name}”").format(name=newest.name)
    return _shipped(recipe), _("Digit Lab's own model of this network. Train and save yours to see it here.")


def _shipped(recipe: Recipe) -> ModelCard:
    """A built-in recipe's shipped model has the recipe's name."""
    return cards_with(None)[recipe.name]


def _is_same(one: Recipe, other: Recipe) -> bool:
    return replace(one, name=other.name) == other
