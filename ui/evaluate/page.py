"""The Evaluate page: a model's accuracy, its mistakes, its calibration and its robustness."""

import streamlit as st

from base.errors import DigitLabError
from ui.error_text import error_text
from ui.evaluate.choice import choose
from ui.evaluate.confusion import show_confusion
from ui.evaluate.drawn import show_drawn
from ui.evaluate.figures import show_figures
from ui.evaluate.mistakes import show_mistakes
from ui.evaluate.reliability import show_reliability
from ui.evaluate.stress import show_stress

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
