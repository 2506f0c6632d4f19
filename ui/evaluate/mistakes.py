"""A model's misclassified images, the most confident mistakes first."""

import streamlit as st

import image_data
from evaluation.metrics import mistakes
from ui.evaluate.choice import Choice
from ui.evaluate.words import captioned, side_px
from ui.language import gettext as _
from ui.shared.image_strip import show_image_strip
from ui.shared.measured import measured

MOST_SHOWN = 60


def show_mistakes(choice: Choice) -> None:
    """Show the view, for the first model."""
    card = choice.card
    found = measured(card, "predictions")
    if found is None:
        return
    probabilities = found["probabilities"]
    indices = mistakes(probabilities, image_data.load(card.dataset).y_test)
    st.markdown(
        _("**It gets {count} of {total} test images wrong.** The most confident mistakes first.").format(
            count=f"{len(indices):,}", total=f"{len(probabilities):,}"
        )
    )
    st.caption(
        _("Actual → predicted, confidence, number of the test image; at most {count} are shown.").format(
            count=MOST_SHOWN
        )
    )
    show_image_strip(captioned(card, probabilities, indices[:MOST_SHOWN]), side_px(card))
