"""The comparison table: rank, state, differing recipe fields, results; sortable by column."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from training.recipe.recipes import Recipe
from ui.compare.chart import colors
from ui.compare.compared import Entry
from ui.language import gettext as _
from ui.shared.model_words import epochs_text
from ui.shared.recipe_fields import differing_fields, field_name, value_text

ROW_PX = 35
# Decimals of accuracies: trainings of one recipe differ by a tenth of a percent.
DECIMALS = 2


def show_comparison_table(entries: Sequence[Entry], names: Sequence[str]) -> None:
    """Draw the table, best first.

    Args:
        entries: the compared entries.
        names: their names in the chart.
    """
    table, marks = comparison_table(entries, names)
    styles = [f"color: {mark}; font-weight: 700" for mark in marks]
    styled = table.style.apply(lambda _column: styles, subset=[""])
    st.dataframe(
        styled,
        hide_index=True,
        height=ROW_PX * (len(table) + 1) + 3,
        row_height=ROW_PX,
        column_config={
            "": st.column_config.TextColumn(width=30),
            _("Progress"): st.column_config.ProgressColumn(width=90, min_value=0, max_value=100, format=_percent(0)),
            **{
                name: st.column_config.NumberColumn(format=_percent(DECIMALS))
                for name in (_("Training accuracy"), _("Validation accuracy"), _("Test accuracy"))
            },
            _("Seconds"): st.column_config.NumberColumn(format="%.1f"),
            _("Parameters"): st.column_config.NumberColumn(format="localized"),
        },
        placeholder="–",
        key="comparison_table",
    )


def comparison_table(entries: Sequence[Entry], names: Sequence[str]) -> tuple[pd.DataFrame, list[str]]:
    """Build the table, best first, and each row's curve colour. Shares are in percent."""
    order = sorted(range(len(entries)), key=lambda index: -entries[index].score)
    ranked = [entries[index] for index in order]
    recipes = [entry.recipe for entry in ranked]
    table = {
        "": ["●"] * len(order),
        _("Rank"): list(range(1, len(order) + 1)),
        _("Name"): [names[index] for index in order],
        _("Status"): [entry.state for entry in ranked],
        _("Progress"): [entry.progress * 100 for entry in ranked],
        **{
            field_name(field): _column(field, recipes)
            for field in differing_fields([recipe for recipe in recipes if recipe])
            if field != "epochs"
        },
        **_epochs_column(ranked),
        _("Test accuracy"): [None if entry.test_accuracy is None else entry.test_accuracy * 100 for entry in ranked],
        _("Validation accuracy"): [_last_percent(entry, "val_accuracy") for entry in ranked],
        _("Training accuracy"): [_last_percent(entry, "accuracy") for entry in ranked],
        _("Seconds"): [entry.seconds for entry in ranked],
        _("Parameters"): [entry.parameters for entry in ranked],
    }
    return pd.DataFrame(table).dropna(axis="columns", how="all"), [colors()[index] for index in order]


def _epochs_column(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    """Build the column of epochs; none if all entries completed the same number."""
    epochs = [_epochs(entry) for entry in entries]
    is_early = any(isinstance(each, str) for each in epochs)
    if is_early:
        return {field_name("epochs"): [None if each is None else str(each) for each in epochs]}
    return {field_name("epochs"): epochs} if len({*epochs} - {None}) > 1 else {}


def _epochs(entry: Entry) -> int | str | None:
    """Return the recipe's epochs as a number; for a training that ended early as text: "3 of 20"."""
    if entry.recipe is None:
        return None
    is_early = not entry.is_active and len(entry.history.get("loss", ())) < entry.recipe.epochs
    return epochs_text(entry.history, entry.recipe) if is_early else entry.recipe.epochs


def _column(field: str, recipes: Sequence[Recipe | None]) -> list[Any]:
    """Return a field's values for sorting: numbers if all are numeric, else texts."""
    values = [None if recipe is None else getattr(recipe, field) for recipe in recipes]
    if field == "hidden" and all(value is None or len(value) == 1 for value in values):
        return [None if value is None else value[0] for value in values]
    numbers = field != "learning_rate" and all(type(value) in (int, float, type(None)) for value in values)
    return values if numbers else [None if value is None else value_text(field, value) for value in values]


def _percent(decimals: int) -> str:
    """Return a column's format of percentages, like `percent_text`."""
    return _("{number}\u00a0%").replace("%", "%%").format(number=f"%.{decimals}f")


def _last_percent(entry: Entry, figure: str) -> float | None:
    figures = entry.history.get(figure)
    return figures[-1] * 100 if figures else None
