"""Two models over each other in a chart: the first solid in the first colour, the second dashed in the second."""

from collections.abc import Sequence

import altair as alt

from model_store import ModelCard
from ui.shared.model_words import model_name


def by_model(names: Sequence[str], has_legend: bool = True) -> tuple[alt.Color, alt.StrokeDash]:
    """The colour and the dash of each model's curve, of a column "name".

    Args:
        names: of the models, all different, at most two.
        has_legend: whether the chart tells which is which.
    """
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolSize=400, symbolStrokeWidth=2, columns=1)
    told = legend if has_legend else None
    dashes = [[1, 0], [5, 4]][: len(names)]
    return (
        alt.Color("name:N", scale=alt.Scale(domain=list(names)), legend=told),
        alt.StrokeDash("name:N", scale=alt.Scale(domain=list(names), range=dashes), legend=told),
    )


def names_of(cards: Sequence[ModelCard]) -> list[str]:
    """What models are called in a legend, all different."""
    names = [model_name(card) for card in cards]
    return [name if name not in names[:place] else f"{name} (2)" for place, name in enumerate(names)]
