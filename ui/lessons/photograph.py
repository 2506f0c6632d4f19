"""A photograph of a digit in lessons: the tutorial's preprocessing line by line, and Digit Lab's."""

import base64
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

import image_data
from lessons import Show
from model_store import ModelCard
from recognition.recognize_query import PREPARED, TUTORIAL_FILE, RecognizeQuery
from ui.language import gettext as _
from ui.lessons.own import model_of
from ui.shared.image_strip import Captioned, show_image_strip
from ui.shared.inside_answers import cached_answer
from ui.shared.png_url import to_png
from ui.shared.recipe_words import NOTHING, percent_text
from use_cases.services import services

# Its size, the digit's size and position, and the brightness of paper and ink.
_SIZE = (320, 240)
_DIGIT_SIDE = 96
_CORNER = (190, 40)
_PAPER, _INK = 225, 50
_SHOWN_PX = 132
_WIDTH_PX = 176
_SIDE = 28


def show_photograph(show: Show) -> None:
    """Show a photograph of a dark digit on white, both preprocessed images, and the network's predictions."""
    photograph, card = photograph_of(show), _card(show)
    answers = _answers(show, photograph, card)
    if answers is None:
        return
    tutorial, ours = answers
    made = [
        Captioned(
            _digit(tutorial),
            _("The tutorial's way: {answer}").format(answer=_answer_text(tutorial)),
            _("Almost all white, a small dark digit in a corner"),
        ),
        Captioned(
            _digit(ours),
            _("Digit Lab's way: {answer}").format(answer=_answer_text(ours)),
            _("A white digit on black, large and in the middle"),
        ),
    ]
    with st.container(horizontal=True, gap="small"):
        st.image(photograph, width=_WIDTH_PX, caption=_("The photograph"), alt=_("A small dark digit on white paper"))
        with st.container(width="content"):
            show_image_strip(made, _SHOWN_PX)
    text = _("To the network, white is ink. The tutorial's way: {tutorial} of the pixels are ink; Digit Lab's: {ours}.")
    st.markdown(text.format(tutorial=_ink_share(_digit(tutorial)), ours=_ink_share(_digit(ours))))


def show_photograph_array(show: Show) -> None:
    """Show the photograph's array after each line: shape, dtype, range."""
    photograph, card = photograph_of(show), _card(show)
    answers = _answers(show, photograph, card)
    if answers is None:
        return
    file, digit = np.asarray(photograph), _digit(answers[0])
    scaled = digit / 255.0
    batch = np.expand_dims(scaled, axis=0)
    arrays = (
        ("cv2.imread", file),
        ("cv2.resize", digit),
        ("/ 255.0", scaled),
        ("expand_dims", batch),
        ("expand_dims", np.expand_dims(batch, axis=-1)),
    )
    names = _("Line"), _("Shape"), _("Kind of number"), _("Smallest"), _("Largest")
    lines = [
        (f"`{name}`", f"`{array.shape}`", f"`{array.dtype}`", f"{array.min():.4g}", f"{array.max():.4g}")
        for name, array in arrays
    ]
    st.table([dict(zip(names, line, strict=True)) for line in lines], border="horizontal", hide_index=True)


def show_photograph_answer(show: Show) -> None:
    """Show the output of `predict` and `argmax` for the tutorial's array, and for ours."""
    card = _card(show)
    answers = _answers(show, photograph_of(show), card)
    if answers is None:
        return
    for answer, way in zip(answers, (_("The tutorial's way"), _("Digit Lab's way")), strict=True):
        probabilities = np.array(answer["probabilities"])
        st.markdown(f"**{way}**")
        printed = np.array2string(probabilities, formatter={"float_kind": lambda share: f"{share:.4f}"})
        st.code(f"{printed}\n{probabilities.argmax()}", language=None, wrap_lines=True)
    truth = card.class_names[image_data.load(show.recipe.dataset).y_test[show.image]]
    words = _("The tutorial's way: {tutorial}. Digit Lab's way: {ours}. Right answer: {truth}.")
    tutorial, ours = map(_answer_text, answers)
    st.caption(words.format(tutorial=tutorial, ours=ours, truth=truth))


def _card(show: Show) -> ModelCard:
    card, source = model_of(show.recipe)
    st.caption(source)
    return card


def _answers(show: Show, photograph: Image.Image, card: ModelCard) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the predictions for the tutorial's and our preprocessing; None after showing an error.

    The recognizer computes them, which keeps the tutorial's OpenCV out of the web process.
    """
    content = to_png(photograph)

    def ask() -> dict[str, Any]:
        read = services().recognizer.recognize
        return {way: read(content, RecognizeQuery(card.id, way=way)) for way in (TUTORIAL_FILE, PREPARED)}

    answers = cached_answer(("photograph", card.id, card.sha256, show.recipe.dataset, show.image), ask)
    return None if answers is None else (answers[TUTORIAL_FILE], answers[PREPARED])


def _answer_text(answer: dict[str, Any]) -> str:
    """Return a digit and its probability, e.g. "4, 99.3 %", as on the Draw page."""
    if answer["number"] is not None:
        return str(answer["number"])
    if answer["label"] is None:
        return NOTHING
    return f"{answer['class_names'][answer['label']]}, {percent_text(max(answer['probabilities']))}"


def _digit(answer: dict[str, Any]) -> NDArray[np.uint8]:
    """Return the network's input, uint8 (28, 28)."""
    return np.frombuffer(base64.b64decode(answer["digit"]), np.uint8).reshape(_SIDE, _SIDE)


def _ink_share(pixels: NDArray[np.uint8]) -> str:
    return percent_text(float((pixels > 127).mean()), 0)


def photograph_of(show: Show) -> Image.Image:
    """Return a simulated photograph of a test image on paper: mode "L", 320×240 pixels."""
    digit = image_data.load(show.recipe.dataset).x_test[show.image]
    ink = Image.fromarray(digit).resize((_DIGIT_SIDE, _DIGIT_SIDE), Image.Resampling.BICUBIC)
    photograph = Image.new("L", _SIZE, _PAPER)
    photograph.paste(_INK, _CORNER, ink)
    return photograph
