"""The confusion matrix, and the images behind each of its cells."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

import image_data
from evaluation.metrics import confusion, in_cell
from model_store import ModelCard
from ui.evaluate.choice import Choice
from ui.evaluate.confusion_table import Cell, show_confusion_table
from ui.evaluate.words import captioned, has_short_names, side_px
from ui.language import gettext as _
from ui.shared.image_strip import show_image_strip
from ui.shared.measured import measured

# So that they fit beside the matrix without scrolling.
MOST, MOST_WITH_LONG_NAMES = 24, 12


def show_confusion(choice: Choice) -> None:
    """Show the view, for the first model."""
    card = choice.card
    found = measured(card, "predictions")
    if found is None:
        return
    probabilities, labels = found["probabilities"], image_data.load(card.dataset).y_test
    left, right = st.columns([0.56, 0.44], gap="medium")
    with left:
        cell = show_confusion_table(confusion(probabilities, labels), card.class_names)
        st.caption(
            _("The more mistakes of a kind, the stronger the color. Choose a number to see the images behind it.")
        )
    with right:
        _show_cell(card, probabilities, cell)


def _show_cell(card: ModelCard, probabilities: NDArray[np.floating], cell: Cell) -> None:
    """Show the images of a cell."""
    indices = in_cell(probabilities, image_data.load(card.dataset).y_test, *cell)
    most = MOST if has_short_names(card) else MOST_WITH_LONG_NAMES
    label, prediction = (card.class_names[each] for each in cell)
    if len(indices):
        words = _("**{label}, predicted {prediction}**: {count} images")
    else:
        words = _("**{label}, predicted {prediction}**: none")
    st.markdown(words.format(label=label, prediction=prediction, count=f"{len(indices):,}"))
    show_image_strip(captioned(card, probabilities, indices[:most]), side_px(card))
    if len(indices) > most:
        st.caption(_("The {count} most confident are shown.").format(count=most))
