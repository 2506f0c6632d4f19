"""Texts about a model: its author, recipe and figures."""

from collections.abc import Sequence

from base.errors import RecipeError
from model_store import ModelCard, is_shipped, may_change
from training.recipe.recipes import Recipe
from training.results import History
from ui.language import gettext as _
from ui.shared.recipe_words import dataset_name, number_text, optimizer_name, percent_text, seconds_text


def model_name(card: ModelCard) -> str:
    """Return a model's name; a name given by Digit Lab is translated."""
    ours = {"digits-cnn": _("Digits (convolutional)"), "fashion-cnn": _("Fashion (convolutional)")}
    return ours.get(card.id, card.name)


def recipe_of(card: ModelCard) -> Recipe | None:
    """Return a model's recipe; None for an imported network, or one that this version cannot parse."""
    try:
        return Recipe.from_dict(card.recipe) if card.recipe else None
    except RecipeError:
        return None


def maker_text(card: ModelCard, visitor: str) -> str:
    """Return a model's author: "Digit Lab", "You", or the given name."""
    if is_shipped(card.id):
        return "Digit Lab"
    if may_change(card, visitor):
        return _("You")
    return card.author or _("Somebody in class")


def network_text(recipe: Recipe) -> str:
    """Return a network's layers, e.g. "784 → 128 → 10" or "28×28 → 16@3×3 → 64 → 10"."""
    blocks = [f"{block.filters}@{block.kernel}×{block.kernel}" for block in recipe.convolutions]
    parts: Sequence[str] = ["28×28" if blocks else "784", *blocks, *map(str, recipe.hidden), "10"]
    return " → ".join(parts)


def figures_of(card: ModelCard) -> dict[str, str]:
    """Return a model's figures by their labels."""
    return {
        _("Test accuracy"): percent_text(card.test_accuracy, 2),
        _("Test loss"): f"{card.test_loss:.4f}",
        _("Parameters"): f"{card.parameters:,}",
        _("Training time"): seconds_text(card.seconds) if card.seconds else "–",
    }


def recipe_sentence(card: ModelCard) -> str:
    """Return how a model was trained, in one line."""
    recipe = recipe_of(card)
    if recipe is None:
        learnt = "; ".join(card.also_trained_with)
        return _("Also learnt from: {sources}").format(sources=learnt) if learnt else _("Not from a recipe here")
    return recipe_line(recipe, len(card.history.get("loss", ())))


def epochs_text(history: History, recipe: Recipe) -> str:
    """Return the number of trained epochs, e.g. "20"; "3 of 20" if the training ended early."""
    trained = len(history.get("loss", ()))
    if trained >= recipe.epochs:
        return str(recipe.epochs)
    return _("{trained} of {epochs}").format(trained=trained, epochs=recipe.epochs)


def recipe_line(recipe: Recipe, trained: int) -> str:
    """Return a training in one line, e.g. "784 → 128 → 10 · 5 epochs of 128 · Adam 0.001".

    Args:
        recipe: the training's recipe.
        trained: the number of trained epochs; fewer than the recipe's if it was stopped, or stopped early.
    """
    if trained < recipe.epochs:
        words = _("{network} · {trained} of {epochs} epochs of {batch} · {optimizer} {rate}")
    else:
        words = _("{network} · {epochs} epochs of {batch} · {optimizer} {rate}")
    return words.format(
        network=network_text(recipe),
        trained=trained,
        epochs=recipe.epochs,
        batch=recipe.batch_size,
        optimizer=optimizer_name(recipe.optimizer),
        rate=number_text(recipe.learning_rate),
    )


def matches(card: ModelCard, words: str, visitor: str) -> bool:
    """Return whether a model's card contains all words of a search, ignoring case."""
    text = " ".join(
        (card.name, card.id, card.dataset, dataset_name(card.dataset), maker_text(card, visitor), recipe_sentence(card))
    ).casefold()
    return all(word in text for word in words.casefold().split())
