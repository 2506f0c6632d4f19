"""The chosen lesson and step in the page's URL, so that each step has a link."""

import streamlit as st

from lessons import Lesson, Shelf, Step
from ui.language import gettext as _

LESSON, STEP = "lesson", "step"


def chosen_lesson(found: Shelf) -> Lesson | None:
    """Return the URL's lesson; None if there is none. An unknown one shows a message."""
    asked = st.query_params.get(LESSON)
    if asked is not None and asked not in found.lessons:
        st.warning(_("The lesson of this link is not here. Choose one of these."), icon=":material/link_off:")
    return found.lessons.get(asked or "")


def chosen_step(lesson: Lesson) -> Step:
    """Return the URL's step, by default the first. An unknown one shows a message."""
    asked = st.query_params.get(STEP)
    for step in lesson.steps:
        if step.id == asked:
            return step
    if asked is not None:
        st.warning(_("This lesson has no such step. It starts here."), icon=":material/link_off:")
    return lesson.steps[0]


def go_to(lesson: str | None, step: str = "") -> None:
    """Have the page show a step, or the list. For a widget's callback."""
    others = {name: value for name, value in st.query_params.items() if name not in (LESSON, STEP)}
    # Set both parameters at once, since each URL change adds a history entry, and Back should undo one step.
    st.query_params.from_dict(others if lesson is None else others | {LESSON: lesson, STEP: step})
