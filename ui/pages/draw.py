"""Draw a digit and see at once what a network makes of it."""

import streamlit as st

from ui import state
from ui.components.canvas import show_canvas
from ui.components.lens import Served, is_narrow, lens_route, show_lens
from ui.components.model_picker import pick_model
from ui.components.photograph import serve, show_photograph_input
from ui.components.samples import show_samples
from ui.components.served_answer import show_served_answer
from ui.language import gettext as _


@st.fragment
def show_drawing() -> None:
    """Canvas and answer: what a stroke runs again."""
    canvas_side, answer_side = st.columns([0.38, 0.62], gap="medium")
    with canvas_side, st.container(border=True, key="canvas_panel"):
        narrow = is_narrow()
        drawing = show_canvas(narrow, st.session_state.get(state.PEN_WIDTH, state.DEFAULT_PEN_WIDTH))
        st.slider(_("Pen width"), 4, 40, state.DEFAULT_PEN_WIDTH, key=state.PEN_WIDTH)
        show_samples()
    with answer_side:
        answer_panel = st.container(border=True, key="answer_panel")
        with st.container(border=True, key="model_panel"):
            model, picture = _choose_model_and_photograph()
        with answer_panel:
            served = _served(picture, drawing, model)
            show_lens(model, served)
            if served and lens_route() is None:
                show_served_answer(served)


def _choose_model_and_photograph() -> tuple[str, bytes | None]:
    chosen, photograph = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with chosen:
        model = pick_model()
    with photograph:
        return model, show_photograph_input()


def _served(picture: bytes | None, drawing: bytes | None, model: str) -> Served | None:
    """A photograph is read here; a drawing only where the lens, whose work it is, does not get through."""
    if picture is not None:
        return serve(picture, model)
    if drawing and lens_route() != "ok":
        served = serve(drawing, model)
        # While the recognizer starts, the lens says so, and answers the drawing as soon as it can.
        return None if served.waits else served
    return None


with st.container(key="draw_page"):
    show_drawing()
