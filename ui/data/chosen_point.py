"""The image of a map that a visitor clicked or tapped: what it is, and the way to all its numbers."""

import streamlit as st
from PIL import Image

import image_data
from image_data.exploration.maps import MapSample
from ui import state
from ui.data.address import TRAIN, Address, go_to
from ui.data.map_chart import CHOSEN, INDEX
from ui.data.source import Source
from ui.language import gettext as _
from ui.session_key import Key
from ui.state import Report

PICTURE_PX = 40


def chosen_key(source: Source) -> Key[Report]:
    """The key of the map's chart: what is chosen on one data set's map says nothing of another's."""
    return state.DATA_CHOSEN.of(source.dataset)


def show_chosen(source: Source, sample: MapSample, address: Address) -> None:
    """Draw the chosen image in a row; where none is chosen, how to choose one. The row is as high either way."""
    index = _chosen(source, sample)
    with st.container(horizontal=True, vertical_alignment="center", key="data_chosen"):
        if index is None:
            st.caption(_("Point at an image to see it. Click or tap it to keep it here."))
            return
        data = image_data.load(source.dataset)
        words = _("Image {index}: {name}").format(index=index, name=source.class_titles[data.y_train[index]])
        st.image(Image.fromarray(data.x_train[index]), width=PICTURE_PX, alt=words)
        st.markdown(words, width="content")
        look = {"dataset": source.dataset, "view": "image", "part": TRAIN, "image": index}
        st.button(
            _("See its numbers"),
            type="tertiary",
            icon=":material/grid_on:",
            key=state.DATA_LOOK,
            on_click=go_to,
            args=(address,),
            kwargs=look,
        )


def _chosen(source: Source, sample: MapSample) -> int | None:
    """The index that the browser sent, where it is one of the map's."""
    event = chosen_key(source).get()
    points = event.get("selection", {}).get(CHOSEN) or [{}]
    index = points[0].get(INDEX)
    return index if isinstance(index, int) and index in sample.indices else None
