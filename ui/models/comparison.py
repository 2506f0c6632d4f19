"""Compare two models: figures, recipes and curves."""

import html
import math

import altair as alt
import pandas as pd
import streamlit as st

from model_store import ModelCard
from ui import state
from ui.language import gettext as _
from ui.shared.loss_chart import value_domain
from ui.shared.model_curves import by_model, names_of
from ui.shared.model_picker import WITH
from ui.shared.model_words import epochs_text, figures_of, model_name, recipe_of, recipe_sentence
from ui.shared.recipe_fields import differing_fields, field_name, value_text
from ui.shared.recipe_words import dataset_name, percent_text

HEIGHT_PX = 230


def show_comparison(card: ModelCard, cards: dict[str, ModelCard]) -> None:
    """Show the choice of a second model, stored in the URL, and the comparison with it."""
    others = [model for model in cards if model != card.id]
    if not state.MODELS_WITH.is_set:
        state.MODELS_WITH.set(st.query_params.get(WITH))
    if state.MODELS_WITH.get() not in others:
        state.MODELS_WITH.set(None)
    chosen = st.selectbox(
        _("Compare with"),
        others,
        format_func=lambda model: f"{model_name(cards[model])} · {percent_text(cards[model].test_accuracy, 2)}",
        placeholder=_("Choose another model"),
        key=state.MODELS_WITH.name,
        on_change=_keep_in_url,
    )
    if chosen:
        _show(card, cards[chosen])


def _keep_in_url() -> None:
    chosen = state.MODELS_WITH.get()
    if chosen:
        st.query_params[WITH] = chosen
    else:
        st.query_params.pop(WITH, None)


def _show(first: ModelCard, second: ModelCard) -> None:
    st.html(_table(first, second))
    chart = _curves(first, second)
    if chart is None:
        st.caption(_("No record of their training."))
    else:
        st.altair_chart(chart, height=HEIGHT_PX, key="model_comparison_chart", alt=_("Accuracy"))


def _table(first: ModelCard, second: ModelCard) -> str:
    head = "".join(f"<th>{html.escape(model_name(card))}</th>" for card in (first, second))
    rows = [(name, value, figures_of(second)[name]) for name, value in figures_of(first).items()]
    rows += _differences(first, second)
    body = "".join(
        f'<tr class="{"model-same" if one == other else "model-differs"}"><th>{html.escape(name)}</th>'
        f"<td>{html.escape(one)}</td><td>{html.escape(other)}</td></tr>"
        for name, one, other in rows
    )
    return f'<table class="model-comparison"><thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>'


def _differences(first: ModelCard, second: ModelCard) -> list[tuple[str, str, str]]:
    """Return a row for each field in which the recipes differ; if one has no recipe, both summaries."""
    one, other = recipe_of(first), recipe_of(second)
    if one is None or other is None:
        data = (_("Recognizes"), dataset_name(first.dataset), dataset_name(second.dataset))
        return [data, (_("Recipe"), recipe_sentence(first), recipe_sentence(second))]
    trained = epochs_text(first.history, one), epochs_text(second.history, other)
    rows = [
        (field_name(field), value_text(field, getattr(one, field)), value_text(field, getattr(other, field)))
        for field in differing_fields([one, other])
        if field != "epochs"
    ]
    return rows if trained[0] == trained[1] else [*rows, (field_name("epochs"), *trained)]


def _curves(first: ModelCard, second: ModelCard) -> alt.Chart | None:
    """Return a chart of both accuracies by epoch: of validation if both models have it, else of training."""
    is_validated = all("val_accuracy" in card.history for card in (first, second))
    figure = "val_accuracy" if is_validated else "accuracy"
    names = names_of([first, second])
    rows = [
        (epoch, value, name)
        for name, card in zip(names, (first, second), strict=True)
        for epoch, value in enumerate(card.history.get(figure, ()), start=1)
        if math.isfinite(value)
    ]
    if not rows:
        return None
    low, high = value_domain({"accuracy": [value for _epoch, value, _name in rows]}, "accuracy")
    title = _("Validation accuracy") if is_validated else _("Training accuracy")
    color, dash = by_model(names)
    last = max(epoch for epoch, _value, _name in rows)
    return (
        alt.Chart(pd.DataFrame(rows, columns=["epoch", "value", "name"]))
        .mark_line(strokeWidth=2, point=alt.OverlayMarkDef(filled=True, opacity=1, size=20))
        .encode(
            x=alt.X(
                "epoch:Q",
                title=_("Epoch"),
                scale=alt.Scale(domain=[1, max(2, last)], nice=False),
                axis=alt.Axis(format="d", tickCount=min(last, 10), grid=False),
            ),
            y=alt.Y("value:Q", title=title, scale=alt.Scale(domain=[low, high], nice=False, zero=False)),
            color=color,
            strokeDash=dash,
        )
    )
