"""A model's reliability diagram: whether its confidence is calibrated."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

import image_data
from evaluation.measurement_cache import Arrays
from evaluation.metrics import bin_around, calibration_error, reliability
from model_store import ModelCard
from ui.evaluate.choice import Choice
from ui.language import gettext as _
from ui.shared.measured import measured
from ui.shared.model_curves import by_model, names_of
from ui.shared.percent_axis import percent_axis
from ui.shared.recipe_words import percent_text

HEIGHT_PX = 430
ASKED, REACH = 0.9, 0.05


def show_reliability(choice: Choice) -> None:
    """Show the view for one or two models."""
    found = {card.id: measured(card, "predictions") for card in choice.cards}
    shown = [(card, arrays) for card in choice.cards if (arrays := found[card.id]) is not None]
    if not shown:
        return
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        words = _("Accuracy at each level of confidence")
        st.altair_chart(_chart(shown), height=HEIGHT_PX, key="reliability_chart", alt=words)
    with right:
        for (card, arrays), name in zip(shown, names_of([card for card, _arrays in shown]), strict=True):
            with st.container(border=True, gap="xsmall"):
                _show_figures(card, arrays, name)
        st.caption(
            _(
                "On the dashed line, confidence equals accuracy. Below it the network is overconfident, above "
                "it underconfident. Larger dots stand for more answers."
            )
        )


def _show_figures(card: ModelCard, arrays: Arrays, name: str) -> None:
    probabilities, labels = arrays["probabilities"], image_data.load(card.dataset).y_test
    error = calibration_error(reliability(probabilities, labels))
    st.text(name)
    st.metric(
        _("Calibration error"),
        _("{points} points").format(points=f"{error * 100:.1f}"),
        help=_("How far confidence and accuracy are apart, on average: the expected calibration error (ECE)."),
    )
    about = bin_around(probabilities, labels, ASKED, REACH)
    if about is None:
        st.write(_("Its confidence is never about 90\u00a0%."))
        return
    st.write(
        _(
            "When its confidence is about 90\u00a0% (85 to 95\u00a0%, {count} test images), {share} of its "
            "answers are right."
        ).format(count=about.count, share=percent_text(about.accuracy))
    )


def _chart(shown: Sequence[tuple[ModelCard, Arrays]]) -> alt.LayerChart:
    names = names_of([card for card, _arrays in shown])
    rows = [
        (each.confidence, each.accuracy, percent_text(each.confidence), percent_text(each.accuracy), each.count, name)
        for (card, arrays), name in zip(shown, names, strict=True)
        for each in reliability(arrays["probabilities"], image_data.load(card.dataset).y_test)
    ]
    color, dash = by_model(names)
    curves = alt.Chart(pd.DataFrame(rows, columns=["confidence", "accuracy", "sure", "right", "count", "name"])).encode(
        x=alt.X("confidence:Q", title=_("Confidence"), scale=alt.Scale(domain=[0, 1]), axis=percent_axis()),
        y=alt.Y("accuracy:Q", title=_("Accuracy"), scale=alt.Scale(domain=[0, 1]), axis=percent_axis()),
        color=color,
        tooltip=[
            alt.Tooltip("name:N", title=_("Model")),
            alt.Tooltip("sure:N", title=_("Confidence")),
            alt.Tooltip("right:N", title=_("Accuracy")),
            alt.Tooltip("count:Q", title=_("Images"), format=","),
        ],
    )
    size = alt.Size("count:Q", scale=alt.Scale(type="sqrt", range=[30, 500]), legend=None)
    truth = alt.Chart(pd.DataFrame({"confidence": [0, 1], "accuracy": [0, 1]})).encode(x="confidence:Q", y="accuracy:Q")
    line = truth.mark_line(strokeDash=[3, 4], strokeWidth=1.5, color="gray")
    sides = [curves.mark_line(strokeWidth=2).encode(strokeDash=dash), curves.mark_circle(opacity=0.8).encode(size=size)]
    return alt.LayerChart(layer=[line, *sides])
