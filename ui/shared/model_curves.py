"""Encodings for two models in one chart: the first solid in the first colour, the second dashed in the second."""

from collections.abc import Sequence

import altair as alt

from model_store import ModelCard
from ui.shared.model_words import model_name


def by_model(names: Sequence[str], has_legend: bool = True) -> tuple[alt.Color, alt.StrokeDash]:
    """Return colour and dash encodings by a column "name".

    Args:
        names: the models' names, distinct, at most two.
        has_legend: whether to show a legend.
    """
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=400, symbolStrokeWidth=2, columns=1)
    shown_legend = legend if has_legend else None
    dashes = [[1, 0], [5, 4]][: len(names)]
    return (
        alt.Color("name:N", scale=alt.Scale(domain=list(names)), legend=shown_legend),
        alt.StrokeDash("name:N", scale=alt.Scale(domain=list(names), range=dashes), legend=shown_legend),
    )


def names_of(cards: Sequence[ModelCard]) -> list[str]:
    """Return distinct names of models for a legend."""
    names = [model_name(card) for card in cards]
    return [name if name not in names[:index] else f"{name} (2)" for index, name in enumerate(names)]
