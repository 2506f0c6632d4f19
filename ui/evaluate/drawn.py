"""A model's accuracy on visitors' saved drawings, beside its test accuracy."""

import io
from collections.abc import Sequence

import streamlit as st
from PIL import Image

import feedback
from base.errors import DigitLabError
from evaluation.drawings import Reading
from image_data import are_digits
from model_store import ModelCard
from recognition.preparation import prepare
from ui.error_text import error_text
from ui.evaluate.choice import Choice
from ui.evaluate.words import SMALL_PX, interval_text
from ui.language import gettext as _
from ui.shared.image_strip import Captioned, show_image_strip
from ui.shared.measured import follow_job
from ui.shared.model_words import model_name
from ui.shared.recipe_words import percent_text
from ui.visitor import visitor_id
from use_cases.drawings import request_readings
from use_cases.services import services

# With fewer drawings the accuracy's interval is wider than 30 points.
ENOUGH = 30
MOST_SHOWN = 40


def show_drawn(choice: Choice) -> None:
    """Show the view for one or two models. Only the visitor's own drawings are shown as pictures."""
    if not are_digits(choice.card.class_names):
        st.info(_("The drawings are digits, but this model knows other pictures. Choose a model for digits."))
        return
    try:
        drawn = feedback.drawn_digits(visitor_id())
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    if not drawn:
        st.info(_("Nothing is kept yet. Draw a digit on the Draw page and tap whether the answer is right."))
        return
    for column, card in zip(st.columns(len(choice.cards), gap="medium"), choice.cards, strict=True):
        with column, st.container(border=True, gap="xsmall"):
            _show(card, drawn)


def _show(card: ModelCard, drawn: Sequence[feedback.DrawnDigit]) -> None:
    readings = _readings(card, [digit.id for digit in drawn])
    if readings is None:
        return
    read = [digit for digit in drawn if digit.id in readings]
    wrong = [digit for digit in read if readings[digit.id].prediction != digit.truth]
    if not read:
        return
    right = len(read) - len(wrong)
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            _("Of {count} drawings").format(count=len(read)),
            percent_text(right / len(read)),
            delta=interval_text(right, len(read)),
            delta_color="off",
            delta_arrow="off",
            width="content",
        )
        st.metric(_("Test accuracy"), percent_text(card.test_accuracy, 2), width="content")
    st.text(model_name(card))
    if len(read) < ENOUGH:
        st.caption(_("Fewer than {count} drawings: this can be chance. Keep drawing.").format(count=ENOUGH))
    own = [digit for digit in wrong if digit.is_own]
    st.markdown(
        _("It gets **{wrong}** of them wrong; **{own}** are yours:").format(wrong=len(wrong), own=len(own))
        if own
        else _("It gets **{wrong}** of them wrong, none of them yours.").format(wrong=len(wrong))
    )
    _show_own(own[:MOST_SHOWN], readings)
    st.caption(_("Others agreed to have their drawings tested, not shown to you."))


def _readings(card: ModelCard, drawings: list[int]) -> dict[int, Reading] | None:
    """Return the model's readings; None while they are computed, or after an error."""
    board = services().evaluations
    job = board.drawings_job(card, drawings)
    if job is not None and job.result is not None:
        readings: dict[int, Reading] = job.result
        return readings
    follow_job(
        f"drawn_{card.id}",
        lambda: board.drawings_job(card, drawings),
        lambda: request_readings(board, visitor_id(), card, drawings),
    )
    return None


def _show_own(own: Sequence[feedback.DrawnDigit], readings: dict[int, Reading]) -> None:
    """Show the visitor's own drawings, as the network's inputs."""
    try:
        pictures = feedback.pictures_of([digit.id for digit in own])
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
        return
    show_image_strip(
        [
            _captioned(pictures[digit.id], digit.truth, readings[digit.id])
            for digit in own
            if digit.id in pictures  # it may have been deleted meanwhile
        ],
        SMALL_PX,
    )


def _captioned(picture: bytes, truth: int, reading: Reading) -> Captioned:
    prediction = "–" if reading.prediction is None else str(reading.prediction)
    share = percent_text(reading.confidence, 0)
    alt = _("Your drawing of a {truth}, predicted {prediction}, {share} confidence").format(
        truth=truth, prediction=prediction, share=share
    )
    digit = prepare(Image.open(io.BytesIO(picture))).digit
    return Captioned(digit, f"{truth}→{prediction} {share}", alt, is_wrong=True)
