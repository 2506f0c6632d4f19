"""A two-dimensional map of a sample of a data set's images, with the visitor's own drawings."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import image_data
from image_data.exploration.maps import NEIGHBORS, MapSample
from ui import cached, state
from ui.data.address import Address
from ui.data.chosen_point import chosen_key, show_chosen
from ui.data.map_chart import Own, Points, map_chart
from ui.data.own_drawings import own_drawings
from ui.data.source import Source
from ui.data.tsne_positions import tsne_positions
from ui.language import gettext as _
from ui.page_table import page_file
from ui.shared.recipe_words import percent_text

PCA, TSNE = "pca", "tsne"
HEIGHT_PX = 410


def show_map(source: Source, address: Address) -> None:
    """Draw the choice of a map, the map, and its explanation."""
    with st.container(horizontal=True, vertical_alignment="center"):
        kind = st.segmented_control(
            _("Map"),
            [PCA, TSNE],
            format_func={PCA: "PCA", TSNE: "t-SNE"}.__getitem__,
            default=PCA,
            required=True,
            key=state.DATA_MAP,
            label_visibility="collapsed",
        )
        own = own_drawings(source)
        if not own:
            words = _("Draw a digit first, and it appears on this map.")
            st.page_link(page_file("draw"), label=words, icon=":material/draw:")
    sample = cached.map_sample(source.dataset)
    st.caption("  \n".join(_words(kind, source, len(sample.indices), len(own))))
    points = _points(kind, source.dataset, sample, own)
    if points:
        chart = map_chart(
            points,
            image_data.load(source.dataset).y_train[sample.indices],
            sample.indices,
            cached.map_pictures(source.dataset),
            source.class_titles,
            own,
        )
        alt = _("A map of {count} images, each shown as the digit of its label").format(count=len(sample.indices))
        st.altair_chart(chart, height=HEIGHT_PX, alt=alt, key=chosen_key(source).name, on_select="rerun")
        show_chosen(source, sample, address)


def _points(kind: str, dataset: str, sample: MapSample, own: list[Own]) -> Points | None:
    """Return all positions; None until t-SNE is done."""
    drawings: NDArray[np.uint8] = np.array([drawing.image for drawing in own], np.uint8).reshape(-1, 28, 28)
    if kind == PCA:
        first, second = sample.pca.shares[:2]
        titles = (
            _("First component: {share} of the variance").format(share=percent_text(first)),
            _("Second component: {share} of the variance").format(share=percent_text(second)),
        )
        return Points(sample.components[:, :2], sample.project_on_pca(drawings), titles)
    positions = tsne_positions(dataset)
    return None if positions is None else Points(positions, sample.project_by_neighbors(drawings, positions))


def _words(kind: str, source: Source, count: int, own: int) -> list[str]:
    """Explain a map and its limitations."""
    if kind == PCA:
        about = _(
            "{count} training images. Of all flat shadows of their 784 dimensions, PCA finds the one that "
            "spreads them most."
        )
    else:
        about = _(
            "{count} training images. t-SNE puts similar images close together. The size of a group and the "
            "distance between groups mean little."
        )
    words = [about.format(count=f"{count:,}")]
    if kind == TSNE and own:
        words.append(
            _(
                "t-SNE cannot add new images: your drawing is placed at the mean of the {neighbors} images "
                "most like it, an estimate."
            ).format(neighbors=NEIGHBORS)
        )
    if source.collected and own < len(source.collected.labels):
        words.append(_("Only your newest {count} drawings are shown.").format(count=own))
    if source.class_titles != source.class_names:
        words.append(" · ".join(source.class_titles))
    return words
