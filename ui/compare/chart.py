"""A chart of one figure of several trainings by epoch."""

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from ui.compare.compared import Entry
from ui.language import gettext as _
from ui.shared.loss_chart import epoch_axis, epoch_domain, value_domain

HEIGHT_PX = 300
# Okabe and Ito's colour-blind safe colours, for white and the dark theme's blue; dashes distinguish curves, too.
COLORS = {
    "light": ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#3a9bd9", "#7a5195", "#16224d"),
    "dark": ("#56b4e9", "#ff8c42", "#2bcb9a", "#e69ac5", "#f0c94b", "#8aa0ff", "#c39bd3", "#eef1fb"),
}
_DASHES = ([1, 0], [7, 3], [2, 2], [8, 3, 2, 3])


def figure_names() -> dict[str, str]:
    """Return the names of the figures, by their keys in a history."""
    return {
        "val_accuracy": _("Validation accuracy"),
        "val_loss": _("Validation loss"),
        "accuracy": _("Training accuracy"),
        "loss": _("Training loss"),
    }


def colors() -> Sequence[str]:
    """Return the colours of the compared entries, in order, for the page's theme."""
    return COLORS["dark" if st.context.theme.type == "dark" else "light"]


def comparison_chart(entries: Sequence[Entry], names: Sequence[str], figure: str) -> alt.Chart:
    """Build the chart of one figure's curves.

    Args:
        entries: the compared entries, at most as many as there are colours. An entry without the figure has no curve.
        names: their distinct names in the legend.
        figure: a key of `figure_names`.
    """
    epochs = max((_epochs(entry) for entry in entries), default=1)
    rows = pd.DataFrame(
        [
            (epoch, value, name)
            for entry, name in zip(entries, names, strict=True)
            for epoch, value in enumerate(entry.history.get(figure, ()), start=1)
            if math.isfinite(value)
        ],
        columns=["epoch", "value", "name"],
    ).astype({"epoch": "int64", "value": "float64"})
    seen = {figure: list(rows["value"])}
    low, high = value_domain({figure.removeprefix("val_"): seen[figure]}, figure.removeprefix("val_"))
    first, last = epoch_domain(epochs)
    legend = alt.Legend(title=None, orient="right", symbolType="stroke", symbolSize=400, symbolStrokeWidth=2)
    title = figure_names()[figure]
    dashes = [_DASHES[index % len(_DASHES)] for index in range(len(names))]
    return (
        alt.Chart(rows)
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(filled=True, opacity=1, size=18))
        .encode(
            x=alt.X("epoch:Q", title=_("Epoch"), scale=alt.Scale(domain=[first, last]), axis=epoch_axis(epochs)),
            y=alt.Y("value:Q", title=title, scale=alt.Scale(domain=[low, high]), axis=alt.Axis(tickCount=5)),
            color=alt.Color("name:N", scale=alt.Scale(domain=names, range=colors()[: len(names)]), legend=legend),
            strokeDash=alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=dashes), legend=legend),
            tooltip=[
                alt.Tooltip("name:N", title=_("Name")),
                alt.Tooltip("epoch:Q", title=_("Epoch")),
                alt.Tooltip("value:Q", title=title, format=".4f"),
            ],
        )
        .properties(padding={"left": 0, "right": 8, "top": 4, "bottom": 0})
    )


def _epochs(entry: Entry) -> int:
    return max(len(entry.history.get("loss", ())), entry.recipe.epochs if entry.is_active and entry.recipe else 1)
