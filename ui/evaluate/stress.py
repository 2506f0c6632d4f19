"""A model's accuracy on test images that are shifted, rotated and distorted, by level."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from evaluation.distortions import DISTORTIONS
from evaluation.measurement_cache import Arrays
from evaluation.metrics import wilson_interval
from model_store import ModelCard
from ui.evaluate.choice import Choice
from ui.language import gettext as _
from ui.shared.image_strip import Captioned, show_image_strip
from ui.shared.measured import measured
from ui.shared.model_curves import by_model, names_of
from ui.shared.percent_axis import percent_axis
from ui.shared.recipe_words import percent_text

HEIGHT_PX = 118
SAMPLE_PX = 34
IN_A_ROW = 3


def show_stress(choice: Choice) -> None:
    """Show the view for one or two models."""
    found = [measured(card, "stress") for card in choice.cards]
    shown = [(card, arrays) for card, arrays in zip(choice.cards, found, strict=True) if arrays is not None]
    if not shown:
        return
    _show_summary(shown)
    kinds = list(DISTORTIONS)
    for start in range(0, len(kinds), IN_A_ROW):
        for column, kind in zip(st.columns(IN_A_ROW, gap="small"), kinds[start : start + IN_A_ROW], strict=False):
            with column, st.container(border=True, gap="xsmall"):
                _show_kind(kind, shown)


def _show_summary(shown: Sequence[tuple[ModelCard, Arrays]]) -> None:
    """Show a legend of the models, and the confidence interval of a measured accuracy."""
    count = int(shown[0][1]["count"])
    styles, names = (_("solid: {name}"), _("dashed: {name}")), names_of([card for card, _arrays in shown])
    legend = [style.format(name=name) for style, name in zip(styles, names, strict=False)]
    low, high = wilson_interval(round(count * 0.95), count)
    note = _(
        "Accuracy on {count} test images at each level: a measured 95\u00a0% can mean anything from {low} to {high}."
    ).format(count=f"{count:,}", low=percent_text(low), high=percent_text(high))
    st.text(" · ".join([*legend, note]))


def _show_kind(kind: str, shown: Sequence[tuple[ModelCard, Arrays]]) -> None:
    title, unit = _words().get(kind, (kind, ""))
    names = names_of([card for card, _arrays in shown])
    levels: list[float] = shown[0][1][f"{kind}_levels"].tolist()
    samples = shown[0][1][f"{kind}_sample"]
    st.markdown(f"**{title}**, {unit}" if unit else f"**{title}**")
    curves = [arrays[f"{kind}_right"] / arrays["count"] for _card, arrays in shown]
    description = "; ".join(f"{name}: {_in_words(levels, curve)}" for name, curve in zip(names, curves, strict=True))
    st.altair_chart(
        _chart(levels, curves, names), height=HEIGHT_PX, key=f"stress_{kind}", alt=f"{title}. {description}"
    )
    images = [
        Captioned(sample, f"{level:g}", f"{title}: {level:g} {unit}".rstrip())
        for level, sample in zip(levels, samples, strict=True)
    ]
    with st.container(key=f"stress_sample_{kind}"):
        show_image_strip(images, SAMPLE_PX)


def _in_words(levels: Sequence[float], curve: NDArray[np.floating]) -> str:
    return ", ".join(f"{level:g} {percent_text(share, 0)}" for level, share in zip(levels, curve, strict=True))


def _chart(levels: Sequence[float], curves: Sequence[NDArray[np.floating]], names: Sequence[str]) -> alt.Chart:
    rows = [
        (level, float(share), percent_text(share), name)
        for name, curve in zip(names, curves, strict=True)
        for level, share in zip(levels, curve, strict=True)
    ]
    color, dash = by_model(names, has_legend=False)
    return (
        alt.Chart(pd.DataFrame(rows, columns=["level", "accuracy", "percent", "name"]))
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(filled=True, opacity=1, size=30))
        .encode(
            # Levels are equally spaced, so that each is about above its picture.
            x=alt.X("level:O", title=None, axis=alt.Axis(labels=False, ticks=False, labelAngle=0)),
            y=alt.Y(
                "accuracy:Q",
                title=None,
                scale=alt.Scale(domain=[0, 1]),
                axis=percent_axis(values=[0, 0.5, 1]),
            ),
            color=color,
            strokeDash=dash,
            tooltip=[
                alt.Tooltip("name:N", title=_("Model")),
                alt.Tooltip("level:O", title=_("Level")),
                alt.Tooltip("percent:N", title=_("Accuracy")),
            ],
        )
    )


def _words() -> dict[str, tuple[str, str]]:
    """Return the name of each of `DISTORTIONS`, and the unit of its levels."""
    return {
        "shift": (_("Shifted"), _("pixels of 28")),
        "turn": (_("Rotated"), _("degrees")),
        "smaller": (_("Smaller"), _("percent")),
        "thinner": (_("Thinner"), _("pixels off each edge")),
        "thicker": (_("Thicker"), _("pixels onto each edge")),
        "noisier": (_("Noisier"), _("percent of full ink")),
    }
