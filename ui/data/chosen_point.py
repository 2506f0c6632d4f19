"""The image that a visitor chose on a map, with a link to its pixels."""

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
    """Return the key of the map's chart; each data set has its own selection."""
    return state.DATA_CHOSEN.of(source.dataset)


def show_chosen(source: Source, sample: MapSample, address: Address) -> None:
    """Show the chosen image, or instructions how to choose one, in a row of constant height."""
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
    """Return the index sent by the browser if it is on the map; else None."""
    event = chosen_key(source).get()
    points = event.get("selection", {}).get(CHOSEN) or [{}]
    index = points[0].get(INDEX)
    return index if isinstance(index, int) and index in sample.indices else None
