"""The visitor's progress: stored in the database, or in the session while it is unavailable."""

import contextlib

import streamlit as st

from base.errors import DatabaseError
from lessons import Lesson, progress
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _

Done = frozenset[tuple[str, str]]


def done_steps(visitor: str) -> Done:
    """Return all completed (lesson, step) of a visitor. An unavailable database shows a warning."""
    unkept = state.LESSON_UNKEPT.get()
    try:
        return progress.done_steps(visitor) | unkept
    except DatabaseError as error:
        note = _("Your progress lasts as long as this page is open.")
        st.warning(error_text(error) + " " + note, icon=":material/cloud_off:")
        return unkept


def mark_done(visitor: str, lesson: str, step: str) -> None:
    """Mark a step as done; retry steps that could not be stored before."""
    waiting = state.LESSON_UNKEPT.get() | {(lesson, step)}
    with contextlib.suppress(DatabaseError):  # the page shows a warning when it reads the progress
        for each in waiting:
            progress.mark_done(visitor, *each)
        waiting = frozenset()
    state.LESSON_UNKEPT.set(waiting)


def forget_progress(visitor: str) -> None:
    """Delete a visitor's progress, in the session and in the database."""
    state.LESSON_UNKEPT.set(frozenset())
    with contextlib.suppress(DatabaseError):  # see above
        progress.forget(visitor)


def count_done(lesson: Lesson, done: Done) -> int:
    """Return how many of a lesson's steps are done."""
    return sum((lesson.id, step.id) in done for step in lesson.steps)
