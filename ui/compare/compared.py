"""What can be compared: a visitor's runs and the models of the store, brought into one form."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from base.errors import RecipeError
from model_store import ModelCard, list_cards
from training.recipe.recipes import Recipe
from training.results import History
from training.runs.board import RunSnapshot
from ui import state
from ui.clock import time_text
from ui.language import gettext as _
from ui.shared.model_words import model_name
from ui.shared.run_words import is_active, progress, state_badge
from use_cases.services import services

MOST_COMPARED = 8
# What is chosen when a visitor comes without a sweep.
FIRST_CHOSEN = 3


@dataclass(frozen=True)
class Entry:
    """A run or a model to compare.

    Attributes:
        id: "run:" or "model:" and the id of either.
        name: what people call it.
        label: the name, and what tells it from others of that name.
        recipe: what was trained; None for a network outside the recipes' family.
        history: its figures, by epoch.
        state: a word for what it does, in the visitor's language.
        progress: how much of it is trained, 0.0 to 1.0.
        is_active: whether it still trains, or waits to.
        test_accuracy: 0.0 to 1.0; None before it was tested.
        parameters: how many numbers it holds; None while that is not known.
        seconds: of training; None before it ended.
        sweep: which sweep it is of; "" for none.
    """

    id: str
    name: str
    label: str
    recipe: Recipe | None
    history: History
    state: str
    progress: float = 1.0
    is_active: bool = False
    test_accuracy: float | None = None
    parameters: int | None = None
    seconds: float | None = None
    sweep: str = ""

    @property
    def is_run(self) -> bool:
        """Whether it is a run, not a model of the store."""
        return self.id.startswith("run:")

    @property
    def score(self) -> float:
        """What it is ranked by: its test accuracy, before that its last validation accuracy, or training accuracy."""
        if self.test_accuracy is not None:
            return self.test_accuracy
        figures = self.history.get("val_accuracy") or self.history.get("accuracy") or [0.0]
        return figures[-1]


def entries(visitor: str) -> dict[str, Entry]:
    """All that a visitor can compare, by its id: their runs, newest first, then the models of the store."""
    found = [entry_of_run(run) for run in services().runs.runs_of(visitor)]
    found += [entry_of_card(card) for card in list_cards() if card.history.get("loss")]
    # Numbered from the oldest, so that a new run renames none; Streamlit knows the options of a list by their labels.
    labels = reversed(numbered([entry.label for entry in reversed(found)]))
    return {entry.id: dataclasses.replace(entry, label=label) for entry, label in zip(found, labels, strict=True)}


def numbered(names: Sequence[str]) -> list[str]:
    """The names, all different: the second of the same name gets a 2 behind it, the third a 3."""
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return distinct


def entry_of_run(run: RunSnapshot) -> Entry:
    """A run to compare, as it is now."""
    result = run.result
    return Entry(
        id=f"run:{run.id}",
        name=run.recipe.name,
        label=f"{run.recipe.name} ({time_text(run.created)})",
        recipe=run.recipe,
        history=run.history,
        state=state_badge(run, services().runs.ready)[0],
        progress=progress(run),
        is_active=is_active(run),
        test_accuracy=result.test_accuracy if result else None,
        parameters=result.parameters if result else None,
        seconds=result.train_seconds if result else None,
        sweep=run.sweep,
    )


def entry_of_card(card: ModelCard) -> Entry:
    """A model of the store to compare."""
    try:
        recipe = Recipe.from_dict(card.recipe) if card.recipe else None
    except RecipeError:
        recipe = None  # trained by an earlier Digit Lab, or elsewhere
    return Entry(
        id=f"model:{card.id}",
        name=model_name(card),
        label=_("{name} (model)").format(name=model_name(card)),
        recipe=recipe,
        history=card.history,
        state=_("saved"),
        test_accuracy=card.test_accuracy,
        parameters=card.parameters,
        seconds=card.seconds,
    )


def choose_entries(options: dict[str, Entry]) -> list[str]:
    """The choice of what to compare; the chosen ids. At first the visitor's newest sweep, or newest few."""
    if not state.COMPARE_CHOSEN.is_set:
        state.COMPARE_CHOSEN.set(_first(list(options.values())))
    # A value that is set empties what is being typed into the list, so it is only set where something is gone.
    if not options.keys() >= set(state.COMPARE_CHOSEN.get()):
        remaining = [chosen for chosen in state.COMPARE_CHOSEN.get() if chosen in options]
        state.COMPARE_CHOSEN.set(remaining)
    return st.multiselect(
        _("Runs and models"),
        list(options),
        format_func=lambda chosen: options[chosen].label,
        max_selections=MOST_COMPARED,
        select_all=False,
        placeholder=_("Choose up to {count}").format(count=MOST_COMPARED),
        key=state.COMPARE_CHOSEN.name,
        persist_state="session",
    )


def _first(options: Sequence[Entry]) -> list[str]:
    newest = options[0].sweep if options else ""
    if newest:
        return [entry.id for entry in reversed(options) if entry.sweep == newest]
    return [entry.id for entry in options if entry.is_run][:FIRST_CHOSEN]
