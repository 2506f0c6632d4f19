"""The results that a step can show, each with its function."""

from collections.abc import Callable

import streamlit as st

from base.errors import DigitLabError
from lessons import Show
from ui.error_text import error_text
from ui.lessons import answers as lesson_answers
from ui.lessons import data as lesson_data
from ui.lessons import network as lesson_network
from ui.lessons import photograph as lesson_photograph
from ui.lessons import training as lesson_training

# By kind, see `lessons.shows.KINDS`.
DRAWN_BY: dict[str, Callable[[Show], None]] = {
    "shapes": lesson_data.show_shapes,
    "labels": lesson_data.show_labels,
    "names": lesson_data.show_names,
    "image": lesson_data.show_image,
    "pixels": lesson_data.show_pixels,
    "one_hot": lesson_data.show_one_hot,
    "scaled": lesson_data.show_scaled,
    "flattened": lesson_data.show_flattened,
    "photograph": lesson_photograph.show_photograph,
    "photograph_array": lesson_photograph.show_photograph_array,
    "photograph_answer": lesson_photograph.show_photograph_answer,
    "layers": lesson_network.show_layers_of,
    "architecture": lesson_network.show_picture,
    "compile": lesson_network.show_compile,
    "held_out": lesson_network.show_held_out,
    "syntax": lesson_network.show_syntax,
    "fit": lesson_training.show_fit,
    "curves": lesson_training.show_curves_of,
    "evaluate": lesson_training.show_evaluate,
    "gap": lesson_training.show_gap,
    "runs": lesson_training.show_runs,
    "saved": lesson_answers.show_saved,
    "predictions": lesson_answers.show_predictions,
    "probabilities": lesson_answers.show_probabilities,
    "mistakes": lesson_answers.show_mistakes,
    "unscaled": lesson_answers.show_unscaled,
}


def show_result(show: Show) -> None:
    """Draw a step's result, or a message if it is unavailable."""
    try:
        DRAWN_BY[show.kind](show)
    except DigitLabError as error:
        st.error(error_text(error), icon=":material/error:")
