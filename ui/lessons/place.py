"""Where a visitor is among the lessons: the page's address says it, so that each step has its link."""

import streamlit as st

from lessons import Lesson, Shelf, Step
from ui.language import gettext as _

LESSON, STEP = "lesson", "step"


def chosen_lesson(found: Shelf) -> Lesson | None:
    """The lesson that the address names; None where it names none. One that is not there is said."""
    asked = st.query_params.get(LESSON)
    if asked is not None and asked not in found.lessons:
        st.warning(_("The lesson of this link is not here. Choose one of these."), icon=":material/link_off:")
    return found.lessons.get(asked or "")


def chosen_step(lesson: Lesson) -> Step:
    """The step that the address names, else the first. One that is not there is said."""
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
    # All at once: each change of the address is an entry in the browser's history, and Back shall be one step back.
    st.query_params.from_dict(others if lesson is None else others | {LESSON: lesson, STEP: step})
