"""Loss and accuracy by epoch, side by side, on axes that stay where they are while the curves grow."""

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
    """How large a chart is written; its height is in frame.css, as it depends on the window's.

    Attributes:
        font_px: of all its words and numbers.
        line_px: the curves' width.
    """

    font_px: int
    line_px: float


@dataclass(frozen=True)
class Earlier:
    """An earlier run, to lay a run's curves over.

    Attributes:
        name: what people call it.
        history: its figures, as in `show_curves`.
    """

    name: str
    history: History


PAGE = Size(font_px=14, line_px=2)
PROJECTOR = Size(font_px=22, line_px=4)

# Solid, dashed, dotted: training, validation, own drawings.
_DASHES = [[1, 0], [5, 4], [1, 3]]
# Of an earlier run's curves, in both themes.
_EARLIER = "#8b93a7"
# Holds the place of the validation curve where there is none, before that of own drawings.
_NO_CURVE = ""
# Of a mark's words: the theme's text colours, which Vega does not give to text in a chart.
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
    """Draw both charts; frames without a line before the first epoch has ended.

    Args:
        history: per epoch `loss`, `accuracy` and, where something was held out, `val_loss` and `val_accuracy`.
        epochs: how many there will be: the width of the axis.
        validation: of what pictures there is, or will be, a validation curve: as in `Recipe`.
        summary: what the curves say, for those who do not see them.
        diagnosis: of the training; it is marked at its epoch.
        size: of words and lines.
        earlier: a run whose curves lie below these, thin and gray.
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
    """One figure's chart: training solid in the theme's first colour, validation dashed in its second.

    Args:
        history: as in `show_curves`.
        figure: "loss" or "accuracy".
        title: the figure's name, in the visitor's language.
        epochs: how many there will be.
        validation: as in `show_curves`.
        size: of words and lines.
        earlier: as in `show_curves`: the axes hold its curves, too.
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
        columns=2,  # three names are wider than a chart beside another one
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
        .mark_line(strokeWidth=size.line_px, point=points, aria=False)  # the chart's own words say what it shows
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
    """Both histories' values, one behind the other: what an axis has to hold."""
    return {name: [*history.get(name, ()), *other.get(name, ())] for name in (*history, *other)}


def _earlier_curves(earlier: Earlier, figure: str, size: Size) -> alt.Chart:
    """An earlier run's curves, without a legend: its name shows where one points at them."""
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
    """A thin line before each epoch with a new learning rate, and that rate beside it."""
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
    """A line at the epoch where the trouble begins, and its name beside it, to lay over `curve_chart`'s.

    Args:
        diagnosis: one that has a place, see `mark_text`.
        figure, epochs, validation, size: as in `curve_chart`.
    """
    base = alt.Chart(pd.DataFrame({"epoch": [diagnosis.epoch], "words": [mark_text(diagnosis)]})).encode(x="epoch:Q")
    line = base.mark_rule(strokeWidth=1.5, strokeDash=[2, 3]).encode(color=alt.ColorDatum(_curve_names(validation)[-1]))
    is_in_left_half = diagnosis.epoch <= (epochs + 1) / 2
    words = base.mark_text(
        align="left" if is_in_left_half else "right",
        dx=6 if is_in_left_half else -6,
        dy=10 if figure == "loss" else -10,  # where the curves are not: they fall, or rise
        fontSize=size.font_px,
        fontWeight=600,
        color=_text_color(),
    ).encode(text="words:N", y=alt.value(0 if figure == "loss" else "height"))
    return [line, words]


def _text_color() -> str:
    return _TEXT["dark" if st.context.theme.type == "dark" else "light"]


def value_domain(history: History, figure: str) -> tuple[float, float]:
    """The value axis: loss from 0 up to the largest seen, accuracy from just below the smallest seen up to 1.

    Both ends are round numbers, so that the axis moves at most once in a while.
    """
    seen = [value for name in (figure, f"val_{figure}") for value in history.get(name, ()) if math.isfinite(value)]
    if figure == "accuracy":
        return (min(math.floor(min(seen) * 20) / 20, 0.95) if seen else 0.0, 1.0)
    return (0.0, _round_up(max(seen)) if seen and max(seen) > 0 else 1.0)


def _round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 4, 5, 6, 8 and 10, times a power of ten."""
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
    """The ends of the epoch axis: 1 and the last, or around the only one."""
    return (1, epochs) if epochs > 1 else (0.5, 1.5)


def epoch_axis(epochs: int, size: Size = PAGE) -> alt.Axis:
    """The epoch axis: whole numbers, at most ten."""
    step = math.ceil(epochs / MAX_TICKS)
    return alt.Axis(values=list(range(1, epochs + 1, step)), format="d", grid=False, titlePadding=2, **_fonts(size))


def _value_axis(figure: str, size: Size) -> alt.Axis:
    """The value axis: loss as a number, accuracy in percent."""
    percent = _("{number}\u00a0%").format(number="' + format(datum.value * 100, '.3~g') + '")
    label: dict[str, Any] = {"labelExpr": f"'{percent}'"} if figure == "accuracy" else {}
    return alt.Axis(tickCount=4, titlePadding=8, **label, **_fonts(size))


def _fonts(size: Size) -> dict[str, Any]:
    return {"labelFontSize": size.font_px, "titleFontSize": size.font_px}


def _point_size(epochs: int) -> int:
    return 45 if epochs <= 10 else 20 if epochs <= 25 else 8
