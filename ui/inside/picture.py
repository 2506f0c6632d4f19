"""The choice of the Inside page's picture: the visitor's drawing, a pinned digit, a sample, or a test image."""

import base64
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

import image_data
from model_store import ModelCard
from recognition.recognize_query import RecognizeQuery
from ui import state
from ui.inside.link import DRAWING, PINNED, SAMPLE, SOURCES, TEST, TEST_IMAGES
from ui.inside.tab_drawing import tab_drawing
from ui.language import gettext as _
from ui.shared.inside_answers import cached_answer
from ui.shared.pinned import pinned_pictures
from ui.shared.png_url import from_png_url, to_png
from ui.shared.samples import sample_digits
from use_cases.services import services

SIDE = 28
SHOWN_PX = 168


@dataclass(frozen=True)
class Chosen:
    """The chosen picture.

    Attributes:
        digit: uint8 (28, 28), 0 paper to 255 ink.
        words: its description.
        image: its index in the test images; None for other pictures.
    """

    digit: NDArray[np.uint8]
    words: str
    image: int | None = None


def choose_picture(card: ModelCard) -> Chosen | None:
    """Show the choice of a picture, and return it. Initially the visitor's drawing, else a sample.

    Returns:
        None if there is none, after showing the reason.
    """
    has_reported, drawing = tab_drawing()
    if not state.INSIDE_SOURCE.is_set:
        if not has_reported and image_data.are_digits(card.class_names):
            return None  # until the browser reports, a tenth of a second
        state.INSIDE_SOURCE.set(_first_source(card, drawing))
    source = st.selectbox(_("Picture"), SOURCES, key=state.INSIDE_SOURCE.name, format_func=_source_name)
    match source:
        case "drawing":
            chosen = _drawn(card, drawing)
        case "pinned":
            chosen = _pinned()
        case "sample":
            chosen = _sample()
        case _:
            chosen = _test_image(card)
    if chosen is not None:
        # Enlarged here, as the browser would smooth the pixels.
        shown = Image.fromarray(chosen.digit).resize((SHOWN_PX, SHOWN_PX), Image.Resampling.NEAREST)
        st.image(shown, caption=chosen.words, width=SHOWN_PX, alt=chosen.words)
    return chosen


def _first_source(card: ModelCard, drawing: object) -> str:
    if not image_data.are_digits(card.class_names):
        return TEST
    return DRAWING if from_png_url(drawing) else SAMPLE


def _source_name(source: str) -> str:
    names = {
        DRAWING: _("My drawing"),
        PINNED: _("A pinned digit"),
        SAMPLE: _("A sample"),
        TEST: _("A test image"),
    }
    return names[source]


def _drawn(card: ModelCard, drawing: object) -> Chosen | None:
    picture = from_png_url(drawing)
    ask = services().recognizer.recognize
    answer = cached_answer((card.id, drawing), lambda: ask(to_png(picture), RecognizeQuery(card.id))) if picture else {}
    if answer is None:
        return None
    found = [] if answer.get("reason") in ("blank", "dot") else answer.get("digits", [])
    if not found:
        st.caption(_("Nothing is drawn yet. Draw a digit on the Draw page, then come back."))
        return None
    index = 0
    if len(found) > 1:
        index = st.selectbox(
            _("Digit"), range(len(found)), key=state.INSIDE_DIGIT_INDEX, format_func=lambda each: f"{each + 1}"
        )
    digit = np.frombuffer(base64.b64decode(found[index]["digit"]), np.uint8).reshape(SIDE, SIDE)
    return Chosen(digit, _("Your drawing, as the network sees it"))


def _pinned() -> Chosen | None:
    pictures = pinned_pictures()
    if pictures is None:
        st.caption(_("Nothing is pinned. Tap “Pin for training” under an answer on the Draw page."))
        return None
    index = st.selectbox(
        _("Digit"), range(len(pictures)), key=state.INSIDE_PINNED, format_func=lambda each: f"{each + 1}"
    )
    return Chosen(pictures[index], _("Pinned digit {number}").format(number=index + 1))


def _sample() -> Chosen:
    state.INSIDE_SAMPLE.setdefault()
    label = st.selectbox(_("Digit"), range(10), key=state.INSIDE_SAMPLE.name)
    return Chosen(sample_digits()[label], _("A sample {digit}").format(digit=label))


def _test_image(card: ModelCard) -> Chosen:
    state.INSIDE_IMAGE.setdefault()
    image = int(st.number_input(_("Number"), 0, TEST_IMAGES - 1, step=1, key=state.INSIDE_IMAGE.name))
    dataset = image_data.load(card.dataset)
    name = card.class_names[int(dataset.y_test[image])]
    return Chosen(dataset.x_test[image], _("Test image {number}: {name}").format(number=image, name=name), image)
