"""Results of a trained network in lessons: its file, and its predictions for test images."""

from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

import image_data
from lessons import Show
from model_store import ModelCard, read_model
from ui.language import gettext as _
from ui.lessons.data import choose_index
from ui.lessons.own import model_of
from ui.shared.image_strip import Captioned, show_image_strip
from ui.shared.measured import measured
from ui.shared.percent_axis import percent_axis
from ui.shared.recipe_words import percent_text

DIGIT_PX = 60
IMAGE_PX = 84
BARS_PX = 290


def show_saved(show: Show) -> None:
    """Show a model's file, and that its predictions are unchanged when another process loads it."""
    card = _model(show)
    found = measured(card, "predictions")
    if found is None:
        return
    labels = image_data.load(card.dataset).y_test
    loaded = float((found["probabilities"].argmax(axis=1) == labels).mean())
    facts = {
        _("The file"): _("{count} bytes").format(count=f"{len(read_model(card.id)):,}"),
        _("Parameters"): f"{card.parameters:,}",
        _("Parameters only"): _("{count} × 4 bytes (float32) = {bytes} bytes").format(
            count=f"{card.parameters:,}", bytes=f"{card.parameters * 4:,}"
        ),
        _("Test accuracy when it was saved"): percent_text(card.test_accuracy, 2),
        _("After loading in another program"): percent_text(loaded, 2),
    }
    st.table(facts, border="horizontal")


def show_predictions(show: Show) -> None:
    """Show the predictions for the first test images, with the label where they are wrong."""
    card = _model(show)
    probabilities = _probabilities(card)
    if probabilities is None:
        return
    indices = np.arange(show.count)
    _show_strip(card, indices, probabilities)
    answers = probabilities[indices].argmax(axis=1)
    st.code(str(answers), language=None, wrap_lines=True)
    right = int((answers == image_data.load(card.dataset).y_test[indices]).sum())
    st.caption(_("{right} of these {count} are right.").format(right=right, count=show.count))


def show_probabilities(show: Show) -> None:
    """Show all ten probabilities of one test image as bars."""
    card = _model(show)
    probabilities = _probabilities(card)
    if probabilities is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        index = choose_index(replace(show, part="test"), len(probabilities))
        with st.container(width="content"):
            _show_strip(card, np.array([index]), probabilities, IMAGE_PX)
    most_confident = int(probabilities[index].argmax())
    caption = _("Most likely: {name}, {share}. Right answer: {truth}.").format(
        name=card.class_names[most_confident],
        share=percent_text(float(probabilities[index, most_confident])),
        truth=card.class_names[image_data.load(card.dataset).y_test[index]],
    )
    st.altair_chart(_bars(card, probabilities[index]), height=BARS_PX, alt=caption)
    st.caption(caption)


def _bars(card: ModelCard, probabilities: NDArray[np.float32]) -> alt.Chart:
    shares = probabilities.astype(float)
    rows = pd.DataFrame({"name": card.class_names, "probability": shares, "percent": list(map(percent_text, shares))})
    return (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X(
                "probability:Q",
                title=_("Probability"),
                scale=alt.Scale(domain=[0, 1]),
                axis=percent_axis(tickCount=5),
            ),
            y=alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelOverlap=False)),
            tooltip=[
                alt.Tooltip("name:N", title=_("Class")),
                alt.Tooltip("percent:N", title=_("Probability")),
            ],
        )
    )


def show_mistakes(show: Show) -> None:
    """Show the misclassified test images, the most confident mistakes first."""
    card = _model(show)
    probabilities = _probabilities(card)
    if probabilities is None:
        return
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != image_data.load(card.dataset).y_test)
    most_confident = wrong[np.argsort(-probabilities[wrong].max(axis=1), kind="stable")]
    st.markdown(
        _("It gets {count} of {all} test pictures wrong.").format(count=len(wrong), all=f"{len(probabilities):,}")
    )
    _show_strip(card, most_confident[: show.count], probabilities)


def show_unscaled(show: Show) -> None:
    """Show loss and accuracy on the test set with scaled pixels, and with pixels from 0 to 255."""
    card = _model(show)
    found = measured(card, "unscaled")
    if found is None:
        return
    names = _("Test pictures"), _("Test accuracy"), _("Test loss"), _("Confidence when wrong")
    pixels = _("scaled, 0 to 1"), _("forgotten, 0 to 255")
    lines = [
        (
            f"**{pixels[row]}**",
            percent_text(float(found["accuracy"][row]), 2),
            f"{found['loss'][row]:.4f}",
            percent_text(float(found["wrong_sureness"][row])),
        )
        for row in range(2)
    ]
    st.table([dict(zip(names, line, strict=True)) for line in lines], border="horizontal", hide_index=True)


def _model(show: Show) -> ModelCard:
    card, source = model_of(show.recipe)
    st.caption(source)
    return card


def _probabilities(card: ModelCard) -> NDArray[np.float32] | None:
    found = measured(card, "predictions")
    return None if found is None else found["probabilities"].astype(np.float32, copy=False)


def _show_strip(
    card: ModelCard, indices: NDArray[np.intp], probabilities: NDArray[np.float32], side_px: int = DIGIT_PX
) -> None:
    data = image_data.load(card.dataset)
    answers = probabilities[indices].argmax(axis=1)
    strip = [
        _captioned(card, data.x_test[index], int(index), int(answer), int(data.y_test[index]))
        for index, answer in zip(indices, answers, strict=True)
    ]
    show_image_strip(strip, side_px)


def _captioned(card: ModelCard, image: NDArray[np.uint8], index: int, answer: int, truth: int) -> Captioned:
    read, true = card.class_names[answer], card.class_names[truth]
    is_wrong = answer != truth
    caption = _("{answer}, not {truth}").format(answer=read, truth=true) if is_wrong else f"{read} ✓"
    alt = _("Test picture {index}: predicted {answer}, right answer {truth}").format(
        index=index, answer=read, truth=true
    )
    return Captioned(image, caption, alt, is_wrong)
