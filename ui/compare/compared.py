"""The entries that can be compared: a visitor's runs and the store's models, in one form."""

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
# The number of entries chosen initially without a sweep.
FIRST_CHOSEN = 3


@dataclass(frozen=True)
class Entry:
    """A run or a model to compare.

    Attributes:
        id: "run:" or "model:" followed by its id.
        name: its name.
        label: its name with distinguishing details.
        recipe: its recipe; None for a network outside the recipes' family.
        history: its figures by epoch.
        state: its state's word, in the visitor's language.
        progress: its finished share, 0.0 to 1.0.
        is_active: whether it is waiting or running.
        test_accuracy: 0.0 to 1.0; None before the test.
        parameters: its number of parameters; None if unknown.
        seconds: training time; None before it ended.
        sweep: its sweep's id; "" for none.
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
        """Whether it is a run and not a model."""
        return self.id.startswith("run:")

    @property
    def score(self) -> float:
        """Its ranking score: the test accuracy, before that the last validation or training accuracy."""
        if self.test_accuracy is not None:
            return self.test_accuracy
        figures = self.history.get("val_accuracy") or self.history.get("accuracy") or [0.0]
        return figures[-1]


def entries(visitor: str) -> dict[str, Entry]:
    """Return all entries by id: the visitor's runs, newest first, then the store's models."""
    found = [entry_of_run(run) for run in services().runs.runs_of(visitor)]
    found += [entry_of_card(card) for card in list_cards() if card.history.get("loss")]
    # Numbered from the oldest, so that a new run renames none, as Streamlit identifies options by their labels.
    labels = reversed(numbered([entry.label for entry in reversed(found)]))
    return {entry.id: dataclasses.replace(entry, label=label) for entry, label in zip(found, labels, strict=True)}


def numbered(names: Sequence[str]) -> list[str]:
    """Make names distinct by appending 2, 3, … to duplicates."""
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return distinct


def entry_of_run(run: RunSnapshot) -> Entry:
    """Convert a run to an entry."""
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
    """Convert a model to an entry."""
    try:
        recipe = Recipe.from_dict(card.recipe) if card.recipe else None
    except RecipeError:
        recipe = None  # trained by an earlier version, or imported
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
    """Show the choice of entries and return the chosen ids. Initially the visitor's newest sweep, or newest entries."""
    if not state.COMPARE_CHOSEN.is_set:
        state.COMPARE_CHOSEN.set(_first(list(options.values())))
    # Setting the value clears the text being typed into the list, so it is only set if an entry has disappeared.
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
