"""The Inside page's state in its URL, read and written, so that a link can be used in a lesson."""

import streamlit as st

from base.errors import ModelNotFoundError
from ui import state
from ui.cached import cards_with
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.model_picker import PARAMETER

NETWORK, WHY, FLIP, ARCHITECTURE = VIEWS = ("network", "why", "flip", "architecture")
VIEW, IMAGE = "view", "image"
TEST_IMAGES = 10_000
# The sources of a picture.
DRAWING, PINNED, SAMPLE, TEST = SOURCES = ("drawing", "pinned", "sample", "test")


def take_link() -> list[str]:
    """Apply the URL's values when the page is opened or its URL changes.

    Returns:
        Messages about invalid values, which are ignored.
    """
    # Streamlit drops the view widget's state on other pages, so returning to the page follows the link again.
    seen = state.INSIDE_LINK.get() if state.INSIDE_VIEW.is_set else {}
    asked = {name: value for name, value in st.query_params.items() if seen.get(name) != value}
    takes = {PARAMETER: _take_model, VIEW: _take_view, IMAGE: _take_image}
    refused = [words for name, take in takes.items() if name in asked and (words := take(asked[name]))]
    state.INSIDE_VIEW.setdefault()
    return refused


def keep_link(model: str, view: str, image: int | None) -> None:
    """Write the page's state to its URL.

    Args:
        model: a model's id.
        view: one of `VIEWS`.
        image: a test image's index; None for another picture.
    """
    shown = {PARAMETER: model, VIEW: view} | ({} if image is None else {IMAGE: str(image)})
    st.query_params.update(shown)
    if image is None and IMAGE in st.query_params:
        del st.query_params[IMAGE]
    state.INSIDE_LINK.set(shown)


def _take_model(model: str) -> str | None:
    if model not in cards_with(model):
        return error_text(ModelNotFoundError(f"There is no model {model!r}.", model=model))
    state.MODEL.set(model)
    return None


def _take_view(view: str) -> str | None:
    if view not in VIEWS:
        return _("There is no view “{view}” here.").format(view=view)
    state.INSIDE_VIEW.set(view)
    return None


def _take_image(image: str) -> str | None:
    if not (image.isascii() and image.isdigit() and int(image[:9]) < TEST_IMAGES):
        return _("Test images are numbered from 0 to {last}.").format(last=TEST_IMAGES - 1)
    state.INSIDE_SOURCE.set(TEST)
    state.INSIDE_IMAGE.set(int(image))
    return None
