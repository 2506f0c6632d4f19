"""The list of all lessons with the visitor's progress, and errors in a teacher's file."""

import streamlit as st

from base.languages import LANGUAGES
from lessons import Lesson, Shelf, worded
from ui import state
from ui.error_text import error_text
from ui.language import current_language
from ui.language import gettext as _
from ui.lessons.address import go_to
from ui.lessons.progress import Done, count_done, done_steps, forget_progress


def show_lessons(found: Shelf, visitor: str) -> None:
    """Show the list.

    Args:
        found: the available lessons.
        visitor: the visitor whose progress is shown.
    """
    done = done_steps(visitor)
    st.caption(_("The tutorials, step by step: see what each line of code does, computed live, and try it yourself."))
    with st.container(gap="xsmall", key="lesson_list"):
        for lesson in found.lessons.values():
            _show_row(lesson, done)
    for problem in found.problems:
        with st.container(border=True):
            st.text(error_text(problem))  # as plain text: the message quotes a file
            st.caption(_("To check the file, the teacher can run: python -m lessons FILE"))
    if any(count_done(lesson, done) for lesson in found.lessons.values()):
        with st.popover(_("Clear my progress"), icon=":material/delete:", type="tertiary"):
            st.caption(_("Only the steps you have done are kept, under a number in your browser."))
            st.button(_("Clear"), key=state.LESSON_FORGET, on_click=forget_progress, args=(visitor,))


def _show_row(lesson: Lesson, done: Done) -> None:
    language, total, count = current_language(), len(lesson.steps), count_done(lesson, done)
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(gap="xxsmall", width="stretch"):
            st.markdown(f"**{worded(lesson.title, language)}** · {lesson.id}")
            st.markdown(worded(lesson.summary, language))
            if lesson.source:
                st.caption(worded(lesson.source, language))
            if language not in lesson.languages:
                names = ", ".join(LANGUAGES[each].name for each in lesson.languages)
                st.caption(_("This lesson is written in: {languages}").format(languages=names))
        with st.container(width=190, gap="xsmall"):
            st.progress(count / total, text=_("{count} of {total} steps").format(count=count, total=total))
            st.button(
                _("Start again") if count == total else _("Continue") if count else _("Start"),
                key=f"{state.LESSON_OPEN}_{lesson.id}",
                type="secondary" if count == total else "primary",
                icon=":material/replay:" if count == total else ":material/arrow_forward:",
                on_click=go_to,
                args=(lesson.id, _next_step(lesson, done)),
                width="stretch",
            )


def _next_step(lesson: Lesson, done: Done) -> str:
    """Return the first step that is not done; the first step of a finished lesson."""
    open_steps = (step.id for step in lesson.steps if (lesson.id, step.id) not in done)
    return next(open_steps, lesson.steps[0].id)
