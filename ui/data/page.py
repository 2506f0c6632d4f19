"""The Data page: the images that networks learn from, one by one, and as a map."""

import streamlit as st

from base.errors import DigitLabError
from ui.data.address import read_address
from ui.data.choice import show_choice
from ui.data.image import show_image
from ui.data.map import show_map
from ui.data.overview import show_overview
from ui.data.samples import show_samples
from ui.data.source import open_source
from ui.error_text import error_text
from ui.shared.collected import has_collected, show_how_to_collect
from ui.visitor import visitor_id

VIEWS = {"overview": show_overview, "image": show_image, "samples": show_samples, "map": show_map}

visitor = visitor_id()
address = read_address()
show_choice(address, has_collected(visitor))
try:
    source = open_source(address.dataset, visitor)
except DigitLabError as error:
    st.error(error_text(error))
    st.stop()
if source is None:
    show_how_to_collect()
else:
    VIEWS[address.view](source, address)
