"""Which class is taken for which, and the images behind each number."""

import streamlit as st

import datasets
from evaluation.metrics import confusion, in_cell
from ui.components.confusion_table import show_confusion_table
from ui.components.evaluation_choice import Choice
from ui.components.evaluation_words import captioned, side_px
from ui.components.image_strip import show_image_strip
from ui.components.measured import measured
from ui.language import gettext as _

MOST_SHOWN = 24


def show_confusion(choice: Choice) -> None:
    """Draw the view, of the first model."""
    card = choice.card
    found = measured(card, "predictions")
    if found is None:
        return
    probabilities, labels = found["probabilities"], datasets.load(card.dataset).y_test
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        cell = show_confusion_table(confusion(probabilities, labels), card.class_names)
        st.caption(
            _("The more mistakes of a kind, the stronger the color. Choose a number to see the images behind it.")
        )
    places = in_cell(probabilities, labels, *cell)
    with right:
        words = (
            _("**{label}, read as {prediction}**: {count} images")
            if len(places)
            else _("**{label}, read as {prediction}**: none")
        )
        label, prediction = (card.class_names[each] for each in cell)
        st.markdown(words.format(label=label, prediction=prediction, count=len(places)))
        show_image_strip(captioned(card, probabilities, places[:MOST_SHOWN]), side_px(card))
        if len(places) > MOST_SHOWN:
            st.caption(_("The {count} surest are shown.").format(count=MOST_SHOWN))
