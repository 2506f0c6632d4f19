"""An overview of a data set: its arrays, class counts, class means, and first images."""

import altair as alt
import pandas as pd
import streamlit as st

from image_data.exploration.facts import array_facts, class_counts, first_and_last, mean_images
from ui import cached
from ui.data.address import TEST, TRAIN, Address
from ui.data.source import Source
from ui.language import gettext as _
from ui.shared.collected import show_collected_words
from ui.shared.image_strip import Captioned, show_image_strip

# As many as tutorials show with predictions.
FIRST = 20
# Sized so that these fit in one row, and ten means in two, on a projector.
FIRST_PX = 48
MEAN_PX = 96
ROW_PX = 16
LEGEND_PX = 60
# The theme's text colours, which Vega does not apply to text marks.
TEXT = {"light": "#16224d", "dark": "#eef1fb"}


def show_overview(source: Source, _address: Address) -> None:
    """Show the overview."""
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        if source.collected:
            show_collected_words(source.collected)
        with st.container(key="data_facts"):
            st.table(facts_table(source))
        with st.container(key="drawn_means" if source.collected else "data_means"):
            _show_means(source)
    with right:
        _show_counts(source)
    _show_first(source)


def facts_table(source: Source) -> pd.DataFrame:
    """Return shape, dtype and range of each array, one row each; for labels also the first and last values."""
    rows = {}
    for name, part in source.parts.items():
        for array_name, array in ((f"x_{name}", part.images), (f"y_{name}", part.labels)):
            facts = array_facts(array)
            rows[f"`{array_name}`"] = {
                _("Shape"): str(facts.shape),
                _("Type"): facts.dtype,
                _("Values"): _("{low} to {high}").format(low=facts.low, high=facts.high),
                _("First and last"): f"`{first_and_last(array)}`" if array.ndim == 1 else "",
            }
    return pd.DataFrame.from_dict(rows, orient="index")


def _show_first(source: Source) -> None:
    name, part = source.part(TEST)
    title = _("The first {count} test images") if name == TEST else _("The newest {count} drawings")
    count = min(FIRST, len(part.labels))
    st.markdown(f"**{title.format(count=count)}**")
    names = source.class_names
    show_image_strip(
        [
            Captioned(image, names[label], _("Image {index}: {name}").format(index=index, name=names[label]))
            for index, (image, label) in enumerate(zip(part.images[:count], part.labels[:count], strict=True))
        ],
        FIRST_PX,
    )


def _show_counts(source: Source) -> None:
    title = _("Images per class")
    st.markdown(f"**{title}**")
    counts = _counts(source)
    summary = "; ".join(
        f"{class_name}: " + ", ".join(f"{counts[part][label]:,}" for part in counts)
        for label, class_name in enumerate(source.class_titles)
    )
    chart = count_chart(counts, source.class_titles)
    st.altair_chart(chart, height=LEGEND_PX + 10 * ROW_PX * len(counts), alt=f"{title}. {summary}")


def _counts(source: Source) -> dict[str, list[int]]:
    """Return the counts of each class: by part, or, for drawings, by right and wrong predictions."""
    drawn = source.collected
    if drawn:
        return {
            _("Right"): class_counts(drawn.labels[drawn.is_right]),
            _("Wrong"): class_counts(drawn.labels[~drawn.is_right]),
        }
    words = {TRAIN: _("Training images"), TEST: _("Test images")}
    return {words[name]: class_counts(part.labels) for name, part in source.parts.items()}


def count_chart(counts: dict[str, list[int]], names: tuple[str, ...]) -> alt.LayerChart:
    """Return a bar chart of class counts, with the numbers at the bars' ends.

    Args:
        counts: ten counts by label, for each legend entry.
        names: the ten class names.
    """
    parts = list(counts)
    rows = [
        {"class": class_name, "part": part, "count": counts[part][label]}
        for label, class_name in enumerate(names)
        for part in parts
    ]
    most = max(max(each) for each in counts.values())
    base = alt.Chart(pd.DataFrame(rows)).encode(
        # Leaves space for the numbers after the longest bars.
        x=alt.X("count:Q", title=None, axis=None, scale=alt.Scale(domain=[0, most * 1.12])),
        y=alt.Y("class:N", title=None, sort=list(names), scale=alt.Scale(paddingInner=0.3)),
        yOffset=alt.YOffset("part:N", sort=parts),
    )
    legend = alt.Legend(title=None, orient="top")
    bars = base.mark_bar().encode(color=alt.Color("part:N", scale=alt.Scale(domain=parts), legend=legend))
    ink = TEXT["dark" if st.context.theme.type == "dark" else "light"]
    numbers = base.mark_text(align="left", dx=4, fontSize=12, color=ink).encode(text=alt.Text("count:Q", format=","))
    return alt.LayerChart(layer=[bars, numbers])


def _show_means(source: Source) -> None:
    part = next(iter(source.parts.values()))
    counts = class_counts(part.labels)
    means = mean_images(*part) if source.collected else cached.mean_images(source.dataset)
    title = _("Your mean drawing of each digit") if source.collected else _("The mean training image of each class")
    st.markdown(f"**{title}**")
    show_image_strip(
        [
            Captioned(
                means[label],
                class_name,
                _("Mean of {count} images: {name}").format(count=f"{counts[label]:,}", name=class_name),
            )
            for label, class_name in enumerate(source.class_titles)
            if counts[label]
        ],
        MEAN_PX,
    )
