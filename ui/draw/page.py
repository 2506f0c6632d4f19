"""The Draw page: a canvas with live predictions."""

import functools

import streamlit as st

from ui import state
from ui.draw.canvas_tools import show_canvas_tools
from ui.draw.choices import Choices, show_choices
from ui.draw.lens import lens_route, show_lens
from ui.draw.link import follow_link, write_link
from ui.draw.pinning import take_pin
from ui.draw.served import Served, serve
from ui.draw.served_answer import show_served_answer
from ui.draw.verdicts import show_agreement, take_verdict
from ui.language import gettext as _
from ui.shared.canvas import drawn_picture, remove_photograph, show_canvas
from ui.shared.drawing_history import Sheet
from ui.shared.png_url import to_png
from ui.shared.projector import rerun_if_view_changed, show_projector_button
from ui.shared.samples import show_samples


@st.fragment
def show_drawing() -> None:
    """Show the canvas and the answer, which are rerun after a stroke."""
    rerun_if_view_changed()
    follow_link()
    with st.container(key="drawing"):
        _show_panels()
    show_agreement()
    write_link()


def _show_panels() -> None:
    # frame.css positions the parts, so that nothing is rebuilt when a tablet is rotated.
    canvas_panel = st.container(border=True, key="canvas_panel")
    answer_panel = st.container(border=True, key="answer_panel")
    with st.container(border=True, key="model_panel"):
        choices = show_choices()
    with canvas_panel:
        sheet = show_canvas()
        if sheet.photograph is not None:
            _show_photograph_bar()
        show_canvas_tools()
        show_samples()
        # Below the canvas, which must not move when this appears during a stroke.
        if lens_route() == "blocked":
            st.caption(_("Live answers are blocked here. You get an answer after each stroke."))
    with answer_panel:
        served = _served(sheet, choices)
        about = (choices.query, served)
        # While the route is unknown, the lens requests answers itself; this one is for browsers without the lens.
        is_for_lens = sheet.photograph is not None or lens_route() == "blocked"
        show_lens(
            choices,
            served if is_for_lens else None,
            functools.partial(take_verdict, *about),
            on_pin=functools.partial(take_pin, *about),
        )
        if served and lens_route() is None:
            show_served_answer(served)


def _show_photograph_bar() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="photograph_bar"):
        title = _("Photograph")
        st.markdown(f":material/photo_camera: **{title}**")
        st.space("stretch")
        st.button(
            _("Remove"),
            icon=":material/close:",
            type="tertiary",
            on_click=remove_photograph,
            key=state.PHOTOGRAPH_REMOVE,
        )


def _served(sheet: Sheet, choices: Choices) -> Served | None:
    """Recognize a photograph here; a drawing only if the lens cannot reach its route."""
    if sheet.photograph is not None:
        return serve(
            sheet.photograph, choices.query, is_photograph=True, compared=[card.id for card in choices.compared]
        )
    if lens_route() == "ok":
        return None
    drawing = drawn_picture()
    if drawing is None:
        return None
    served = serve(to_png(drawing), choices.query, is_photograph=False)
    # While the recognizer starts, the lens shows that, and retries until it gets an answer.
    return None if served.waits and lens_route() is None else served


show_projector_button()
show_drawing()
