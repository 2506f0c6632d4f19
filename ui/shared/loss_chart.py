"""Charts of loss and accuracy by epoch, side by side, on axes that stay fixed while the curves grow."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from training.diagnosis import Diagnosis
from training.results import History
from ui.language import gettext as _
from ui.shared.diagnosis_words import mark_text
from ui.shared.recipe_words import number_text, percent_text

MAX_TICKS = 10
_PADDING = {"left": 0, "right": 8, "top": 0, "bottom": 4}


@dataclass(frozen=True)
class Size:
    """The size of a chart's text and lines; its height is in frame.css, as it depends on the window.

    Attributes:
        font_px: the font size.
        line_px: the line width of the curves.
    """

    font_px: int
    line_px: float


@dataclass(frozen=True)
class Earlier:
    """An earlier run, drawn below a run's curves.

    Attributes:
        name: the run's name.
        history: see `show_curves`.
    """

    name: str
    history: History


PAGE = Size(font_px=14, line_px=2)
PROJECTOR = Size(font_px=22, line_px=4)

# Solid, dashed, dotted: training, validation, own drawings.
_DASHES = [[1, 0], [5, 4], [1, 3]]
# The colour of an earlier run's curves, in both themes.
_EARLIER = "#8b93a7"
# An unused series that keeps the legend's order of colours when there is no validation curve.
_NO_CURVE = ""
# The theme's text colours, for marks' labels: Vega does not apply them to text marks.
_TEXT = {"light": "#16224d", "dark": "#eef1fb"}


def show_curves(
    history: History,
    epochs: int,
    validation: str,
    summary: str,
    diagnosis: Diagnosis | None = None,
    size: Size = PAGE,
    earlier: Earlier | None = None,
) -> None:
    """Draw both charts; empty frames before the first epoch has ended.

    Args:
        history: per epoch `loss`, `accuracy` and, with validation images, `val_loss` and `val_accuracy`.
        epochs: the total number of epochs, for the axis.
        validation: the kind of validation data, see `Recipe`.
        summary: a description of the curves for screen readers.
        diagnosis: the training's diagnosis, marked at its epoch.
        size: the size of text and lines.
        earlier: a run to draw below the curves, thin and grey.
    """
    with st.container(key="curves"):
        left, right = st.columns(2, gap="small")
    for column, figure, title in ((left, "loss", _("Loss")), (right, "accuracy", _("Accuracy"))):
        curves = curve_chart(history, figure, title, epochs, validation, size, earlier)
        layers: list[alt.Chart] = [curves, *_rate_marks(history, figure, size)]
        if earlier:
            layers.append(_earlier_curves(earlier, figure, size))
        if diagnosis and mark_text(diagnosis):
            layers += mark_curve(diagnosis, figure, epochs, validation, size)
        chart = (alt.LayerChart(layer=layers) if len(layers) > 1 else curves).properties(padding=_PADDING)
        column.altair_chart(chart, height="stretch", alt=f"{title}. {summary}", key=f"curve_{figure}")


def curve_chart(
    history: History,
    figure: str,
    title: str,
    epochs: int,
    validation: str,
    size: Size = PAGE,
    earlier: Earlier | None = None,
) -> alt.Chart:
    """Return the chart of one figure: training solid in the theme's first colour, validation dashed in its second.

    Args:
        history: see `show_curves`.
        figure: "loss" or "accuracy".
        title: the figure's name, in the visitor's language.
        epochs: the total number of epochs.
        validation: see `show_curves`.
        size: the size of text and lines.
        earlier: see `show_curves`; the axes' ranges include its curves.
    """
    names = _curve_names(validation)
    if figure == "accuracy" and "own_accuracy" in history:
        names = [*names, *([] if len(names) > 1 else [_NO_CURVE]), _("Own drawings")]
    rows = _rows(history, figure, names)
    names = [name for name in names if name != _NO_CURVE]
    seen = _joined(history, earlier.history if earlier else {})
    epochs = max(epochs, len(earlier.history.get("loss", ())) if earlier else 0)
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=2,  # three names do not fit beside another chart
        columnPadding=4,
        symbolType="stroke",
        symbolSize=225,
        symbolStrokeWidth=size.line_px,
        labelFontSize=size.font_px,
        offset=4,
        padding=0,
    )
    point_size = _point_size(epochs) * size.line_px / PAGE.line_px
    points = alt.OverlayMarkDef(filled=True, opacity=1, size=point_size, aria=False)
    return (
        alt.Chart(rows)
        .mark_line(strokeWidth=size.line_px, point=points, aria=False)  # the chart's own description is used instead
        .encode(
            x=alt.X("epoch:Q", title=_("Epoch"), scale=_scale(*epoch_domain(epochs)), axis=epoch_axis(epochs, size)),
            y=alt.Y("value:Q", title=title, scale=_scale(*value_domain(seen, figure)), axis=_value_axis(figure, size)),
            color=alt.Color("curve:N", scale=alt.Scale(domain=names), legend=legend),
            strokeDash=alt.StrokeDash(
                "curve:N", scale=alt.Scale(domain=names, range=_DASHES[: len(names)]), legend=legend
            ),
            tooltip=[
                alt.Tooltip("curve:N", title=_("Curve")),
                alt.Tooltip("epoch:Q", title=_("Epoch")),
                alt.Tooltip("text:N", title=title),
            ],
        )
    )


def _joined(history: History, other: History) -> History:
    """Concatenate both histories' values, for the axes' ranges."""
    return {name: [*history.get(name, ()), *other.get(name, ())] for name in (*history, *other)}


def _earlier_curves(earlier: Earlier, figure: str, size: Size) -> alt.Chart:
    """Return an earlier run's curves, without a legend: a tooltip shows its name."""
    names = [_("Training"), _("Validation")]
    rows = _rows(earlier.history, figure, names)
    rows["curve"] = [f"{earlier.name}: {curve}" for curve in rows["curve"]]
    return (
        alt.Chart(rows)
        .mark_line(strokeWidth=size.line_px, opacity=0.7, aria=False)
        .encode(
            x="epoch:Q",
            y="value:Q",
            color=alt.value(_EARLIER),
            detail="curve:N",
            tooltip=[
                alt.Tooltip("curve:N", title=_("Curve")),
                alt.Tooltip("epoch:Q", title=_("Epoch")),
                alt.Tooltip("text:N", title=_("Value")),
            ],
        )
    )


def _rate_marks(history: History, figure: str, size: Size) -> list[alt.Chart]:
    """Return a thin line before each epoch with a new learning rate, labelled with that rate."""
    rates = history.get("learning_rate", ())
    changes = [epoch for epoch in range(1, len(rates)) if rates[epoch] != rates[epoch - 1]]
    if not changes:
        return []
    words = [number_text(rates[epoch]) for epoch in changes]
    # Between the last epoch with the old rate and the first with the new one.
    marks = alt.Chart(pd.DataFrame({"epoch": [epoch + 0.5 for epoch in changes], "words": words})).encode(x="epoch:Q")
    line = marks.mark_rule(strokeWidth=1, strokeDash=[1, 3], color=_EARLIER)
    text = marks.mark_text(
        align="left", dx=4, dy=26 if figure == "loss" else -26, fontSize=size.font_px - 2, color=_text_color()
    ).encode(text="words:N", y=alt.value(0 if figure == "loss" else "height"))
    return [line, text]


def mark_curve(diagnosis: Diagnosis, figure: str, epochs: int, validation: str, size: Size = PAGE) -> list[alt.Chart]:
    """Return a line with a label at the epoch where the problem begins, to layer over `curve_chart`'s.

    Args:
        diagnosis: a diagnosis with an epoch, see `mark_text`.
        figure, epochs, validation, size: see `curve_chart`.
    """
    base = alt.Chart(pd.DataFrame({"epoch": [diagnosis.epoch], "words": [mark_text(diagnosis)]})).encode(x="epoch:Q")
    line = base.mark_rule(strokeWidth=1.5, strokeDash=[2, 3]).encode(color=alt.ColorDatum(_curve_names(validation)[-1]))
    is_in_left_half = diagnosis.epoch <= (epochs + 1) / 2
    words = base.mark_text(
        align="left" if is_in_left_half else "right",
        dx=6 if is_in_left_half else -6,
        dy=10 if figure == "loss" else -10,  # opposite to the curves, which fall (loss) or rise (accuracy)
        fontSize=size.font_px,
        fontWeight=600,
        color=_text_color(),
    ).encode(text="words:N", y=alt.value(0 if figure == "loss" else "height"))
    return [line, words]


def _text_color() -> str:
    return _TEXT["dark" if st.context.theme.type == "dark" else "light"]


def value_domain(history: History, figure: str) -> tuple[float, float]:
    """Return the value axis' range: loss from 0 to the maximum, accuracy from just below the minimum to 1.

    Both ends are round numbers, so that the axis rarely changes.
    """
    seen = [value for name in (figure, f"val_{figure}") for value in history.get(name, ()) if math.isfinite(value)]
    if figure == "accuracy":
        return (min(math.floor(min(seen) * 20) / 20, 0.95) if seen else 0.0, 1.0)
    return (0.0, _round_up(max(seen)) if seen and max(seen) > 0 else 1.0)


def _round_up(value: float) -> float:
    """Round up to 1, 1.5, 2, 3, 4, 5, 6, 8 or 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * 0.999) * power


def _curve_names(validation: str) -> list[str]:
    second = {"none": "", "split": _("Validation"), "test": _("Validation (test set)")}[validation]
    return [_("Training"), second] if second else [_("Training")]


def _rows(history: History, figure: str, names: Sequence[str]) -> pd.DataFrame:
    rows = [
        (epoch, value, name, percent_text(value) if figure == "accuracy" else f"{value:.4f}")
        for name, key in zip(names, (figure, f"val_{figure}", f"own_{figure}"), strict=False)
        for epoch, value in enumerate(history.get(key, ()), start=1)
        if math.isfinite(value)
    ]
    return pd.DataFrame(rows, columns=["epoch", "value", "curve", "text"]).astype(
        {"epoch": "int64", "value": "float64"}
    )


def _scale(low: float, high: float) -> alt.Scale:
    return alt.Scale(domain=[low, high], nice=False, zero=False)


def epoch_domain(epochs: int) -> tuple[float, float]:
    """Return the ends of the epoch axis: 1 and the last; for a single epoch, a range around it."""
    return (1, epochs) if epochs > 1 else (0.5, 1.5)


def epoch_axis(epochs: int, size: Size = PAGE) -> alt.Axis:
    """Return the epoch axis: integers, at most ten."""
    step = math.ceil(epochs / MAX_TICKS)
    return alt.Axis(values=list(range(1, epochs + 1, step)), format="d", grid=False, titlePadding=2, **_fonts(size))


def _value_axis(figure: str, size: Size) -> alt.Axis:
    """Return the value axis: loss as a number, accuracy in percent."""
    percent = _("{number}\u00a0%").format(number="' + format(datum.value * 100, '.3~g') + '")
    label: dict[str, Any] = {"labelExpr": f"'{percent}'"} if figure == "accuracy" else {}
    return alt.Axis(tickCount=4, titlePadding=8, **label, **_fonts(size))


def _fonts(size: Size) -> dict[str, Any]:
    return {"labelFontSize": size.font_px, "titleFontSize": size.font_px}


def _point_size(epochs: int) -> int:
    return 45 if epochs <= 10 else 20 if epochs <= 25 else 8
