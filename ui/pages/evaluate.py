"""The Evaluate page: how well a model reads its data set, where it fails, and how far it can be trusted."""

import streamlit as st

from errors import DigitLabError
from ui.components.evaluation_choice import choose
from ui.components.evaluation_confusion import show_confusion
from ui.components.evaluation_drawn import show_drawn
from ui.components.evaluation_figures import show_figures
from ui.components.evaluation_mistakes import show_mistakes
from ui.components.evaluation_reliability import show_reliability
from ui.components.evaluation_stress import show_stress
from ui.error_text import error_text

VIEWS = {
    "figures": show_figures,
    "confusion": show_confusion,
    "mistakes": show_mistakes,
    "reliability": show_reliability,
    "stress": show_stress,
    "drawn": show_drawn,
}

choice = choose()
try:
    VIEWS[choice.view](choice)
except DigitLabError as error:
    st.error(error_text(error), icon=":material/error:")
