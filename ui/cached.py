"""Every `st.cache_*` of the pages: what is read once for all visitors."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

import image_data
import image_data.exploration.facts
from base.errors import DigitLabError
from image_data import BUNDLED
from image_data.exploration.maps import MapSample
from model_store import ModelCard, list_cards, saved_cards
from ui.shared.png_url import to_png_url

# A stroke must not read every card of the store anew; a model that another visitor saved may appear this much later.
CARDS_TTL_S = 2


@st.cache_data(ttl=CARDS_TTL_S, max_entries=1, show_spinner=False)
def model_cards() -> list[ModelCard]:
    """The cards of all models, see `model_store.list_cards`."""
    return list_cards()


def cards_with(wanted: str | None) -> dict[str, ModelCard]:
    """All cards by id, the default one first; read anew where the wanted one, just saved perhaps, is missing."""
    cards = {card.id: card for card in model_cards()}
    if wanted and wanted not in cards:
        model_cards.clear()
        cards = {card.id: card for card in model_cards()}
    return cards


@st.cache_data(ttl=CARDS_TTL_S, max_entries=1, show_spinner=False)
def store_error() -> DigitLabError | None:
    """Why saved models are not among the cards, where the store does not answer."""
    try:
        saved_cards()
    except DigitLabError as error:
        return error
    return None


@st.cache_data(max_entries=len(BUNDLED), show_spinner=False)
def mean_images(name: str) -> NDArray[np.uint8]:
    """The mean training image of each class of a data set: uint8 (10, 28, 28)."""
    return image_data.exploration.facts.mean_images(image_data.load(name).x_train, image_data.load(name).y_train)


@st.cache_resource(max_entries=len(BUNDLED), show_spinner=False)
def map_sample(name: str) -> MapSample:
    """The images of a data set's map."""
    return MapSample.of(image_data.load(name).x_train)


@st.cache_resource(max_entries=len(BUNDLED), show_spinner=False)
def map_pictures(name: str) -> tuple[str, ...]:
    """The pictures of `map_sample`, as data: URLs."""
    images = image_data.load(name).x_train[map_sample(name).indices]
    return tuple(to_png_url(Image.fromarray(image)) for image in images)
