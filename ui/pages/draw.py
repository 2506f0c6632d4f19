"""Draw digits and see at once what a network makes of them."""

import functools

import streamlit as st

from ui import state
from ui.components.canvas import show_canvas
from ui.components.choices import Choices, show_choices
from ui.components.lens import is_narrow, lens_route, show_lens
from ui.components.pinning import take_pin
from ui.components.samples import show_samples
from ui.components.served import Served, serve
from ui.components.served_answer import show_served_answer
from ui.components.verdicts import show_agreement, take_verdict
from ui.language import gettext as _


@st.fragment
def show_drawing() -> None:
    """Canvas and answer: what a stroke runs again."""
    canvas_side, answer_side = st.columns([0.38, 0.62], gap="medium")
    with canvas_side, st.container(border=True, key="canvas_panel"):
        drawing = show_canvas(is_narrow(), st.session_state.get(state.PEN_WIDTH, state.DEFAULT_PEN_WIDTH))
        st.slider(_("Pen width"), 4, 40, state.DEFAULT_PEN_WIDTH, key=state.PEN_WIDTH)
        show_samples()
    with answer_side:
        answer_panel = st.container(border=True, key="answer_panel")
        with st.container(border=True, key="model_panel"):
            choices = show_choices()
        with answer_panel:
            served = _served(drawing, choices)
            about = (choices.question, served)
            show_lens(
                choices, served, functools.partial(take_verdict, *about), on_pin=functools.partial(take_pin, *about)
            )
            if served and lens_route() is None:
                show_served_answer(served)
    show_agreement()


def _served(drawing: bytes | None, choices: Choices) -> Served | None:
    """A photograph is read here; a drawing only where the lens, whose work it is, does not get through."""
    if choices.photograph is not None:
        return serve(choices.photograph, choices.question, is_photograph=True)
    if drawing and lens_route() != "ok":
        served = serve(drawing, choices.question, is_photograph=False)
        # While the recognizer starts, the lens says so, and answers the drawing as soon as it can.
        return None if served.waits else served
    return None


with st.container(key="draw_page"):
    show_drawing()
