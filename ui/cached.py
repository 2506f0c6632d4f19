"""All of the pages' `st.cache_*` functions, shared by all visitors."""

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

# Avoids reading all cards at each stroke; models saved by other visitors appear with this delay.
CARDS_TTL_S = 2


@st.cache_data(ttl=CARDS_TTL_S, max_entries=1, show_spinner=False)
def model_cards() -> list[ModelCard]:
    """Return the cards of all models, see `model_store.list_cards`."""
    return list_cards()


def cards_with(wanted: str | None) -> dict[str, ModelCard]:
    """Return all cards by id, the default one first; reload them if the wanted one is missing, as it may be new."""
    cards = {card.id: card for card in model_cards()}
    if wanted and wanted not in cards:
        model_cards.clear()
        cards = {card.id: card for card in model_cards()}
    return cards


@st.cache_data(ttl=CARDS_TTL_S, max_entries=1, show_spinner=False)
def store_error() -> DigitLabError | None:
    """Return the error if the store is unavailable, so that saved models are missing; else None."""
    try:
        saved_cards()
    except DigitLabError as error:
        return error
    return None


@st.cache_data(max_entries=len(BUNDLED), show_spinner=False)
def mean_images(name: str) -> NDArray[np.uint8]:
    """Return the mean training image of each class of a data set: uint8 (10, 28, 28)."""
    return image_data.exploration.facts.mean_images(image_data.load(name).x_train, image_data.load(name).y_train)


@st.cache_resource(max_entries=len(BUNDLED), show_spinner=False)
def map_sample(name: str) -> MapSample:
    """Return the sample of images on a data set's map."""
    return MapSample.of(image_data.load(name).x_train)


@st.cache_resource(max_entries=len(BUNDLED), show_spinner=False)
def map_pictures(name: str) -> tuple[str, ...]:
    """Return the images of `map_sample` as data: URLs."""
    images = image_data.load(name).x_train[map_sample(name).indices]
    return tuple(to_png_url(Image.fromarray(image)) for image in images)
