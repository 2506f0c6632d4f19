"""The chart of a map: each point is its label's digit, with its image as the tooltip."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from ui.language import gettext as _
from ui.shared.pinned import MAX_PINNED
from ui.shared.png_url import to_png_url

# Ten colours as distinct as possible for all colour vision, and from the second colour.
# No ten colours are easy to distinguish, so each point is also its label's digit.
LIGHT = ("#662dd6", "#0d3e08", "#0e9ebb", "#b5026f", "#510159", "#05ad01", "#0109a0", "#726702", "#b85cfc", "#fb4990")
DARK = ("#898dff", "#07940b", "#18fe07", "#54edfc", "#f828a4", "#f1fdb5", "#7ec46a", "#028fb2", "#eb99c3", "#ff382f")
COLORS = {"light": LIGHT, "dark": DARK}
PAPER = {"light": "#ffffff", "dark": "#0f1424"}
SECOND = {"light": "#d96b00", "dark": "#ffa94d"}
OWN_PX = 34
# The canvas' digit and all pins; the names of more drawings would overlap.
MOST_NAMED = 1 + MAX_PINNED
# Vega's tooltip shows the field of this name as an image; frame.css enlarges it.
PICTURE = "image"
# The chart's selection of one image, and the field that identifies it.
CHOSEN, INDEX = "chosen", "index"

Axes = tuple[alt.X, alt.Y]


@dataclass(frozen=True)
class Own:
    """A visitor's drawing on the map.

    Attributes:
        image: uint8 (28, 28), the network's input.
        name: its label on the map.
    """

    image: NDArray[np.uint8]
    name: str


@dataclass(frozen=True)
class Points:
    """The points of a map.

    Attributes:
        positions: float (n, 2), the images' positions.
        own_positions: float (m, 2), the positions of the visitor's drawings.
        titles: the titles of both axes; none if the coordinates have no meaning.
    """

    positions: NDArray[np.floating]
    own_positions: NDArray[np.floating]
    titles: tuple[str, str] | None = None


def map_chart(
    points: Points,
    labels: NDArray[np.uint8],
    indices: NDArray[np.intp],
    pictures: Sequence[str],
    titles: Sequence[str],
    own: Sequence[Own],
) -> alt.LayerChart:
    """Draw a map.

    Args:
        points: the positions.
        labels: uint8 (n,), the images' labels.
        indices: intp (n,), the images' indices in their data set.
        pictures: the images as data: URLs.
        titles: the titles of the ten classes, by label; each begins with its digit.
        own: the visitor's m drawings.
    """
    rows = pd.DataFrame(
        {
            "x": points.positions[:, 0].round(3),
            "y": points.positions[:, 1].round(3),
            "label": labels.astype(str),
            "class": [titles[label] for label in labels],
            INDEX: indices,
            PICTURE: pictures,
        }
    )
    axes = _axes(points.titles)
    layers = [_images(rows, axes, titles)]
    if own:
        layers += _own(_own_rows(points.own_positions, own), axes)
    return alt.LayerChart(layer=layers).properties(padding={"left": 0, "right": 8, "top": 8, "bottom": 0})


def _images(rows: pd.DataFrame, axes: Axes, titles: Sequence[str]) -> alt.Chart:
    color = alt.Color("class:N", scale=alt.Scale(domain=list(titles), range=COLORS[_theme()]), legend=None)
    return (
        alt.Chart(rows)
        .mark_text(fontSize=12, fontWeight=600, aria=False)
        .encode(
            *axes,
            text="label:N",
            color=color,
            tooltip=[
                alt.Tooltip(f"{PICTURE}:N"),
                alt.Tooltip("class:N", title=_("Label")),
                alt.Tooltip(f"{INDEX}:Q", title=_("Index")),
            ],
        )
        # On touch screens, which have no tooltips, a tap chooses the nearest image.
        .add_params(alt.selection_point(name=CHOSEN, fields=[INDEX], nearest=True, empty=False))
    )


def _own_rows(positions: NDArray[np.floating], own: Sequence[Own]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": positions[:, 0],
            "y": positions[:, 1],
            "name": [drawing.name for drawing in own],
            PICTURE: [to_png_url(Image.fromarray(drawing.image)) for drawing in own],
        }
    )


def _own(rows: pd.DataFrame, axes: Axes) -> list[alt.Chart]:
    """Draw each drawing as an image framed in the second colour, named unless there are many."""
    second = SECOND[_theme()]
    are_named = len(rows) <= MOST_NAMED
    base = alt.Chart(rows).encode(*axes, tooltip=[alt.Tooltip(f"{PICTURE}:N"), alt.Tooltip("name:N", title=_("Name"))])
    frame = base.mark_point(shape="square", size=(OWN_PX + 6) ** 2, color=second, filled=True, opacity=1)
    picture = base.mark_image(width=OWN_PX, height=OWN_PX).encode(url=f"{PICTURE}:N")
    # A halo of the background colour keeps the name readable among the digits.
    halo, name = (
        base.mark_text(dy=-OWN_PX / 2 - 12, fontSize=13, fontWeight=700, aria=False, **paint).encode(text="name:N")
        for paint in ({"stroke": PAPER[_theme()], "strokeWidth": 5, "strokeJoin": "round"}, {"color": second})
    )
    return [frame, picture, halo, name] if are_named else [frame, picture]


def _axes(titles: tuple[str, str] | None) -> Axes:
    x_title, y_title = titles or (None, None)
    scale = alt.Scale(zero=False, nice=False, padding=24)
    axis = functools.partial(alt.Axis, labels=titles is not None, grid=titles is not None, ticks=False, domain=False)
    return (
        alt.X("x:Q", axis=axis(title=x_title), scale=scale),
        alt.Y("y:Q", axis=axis(title=y_title), scale=scale),
    )


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"
