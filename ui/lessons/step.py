"""A step of a lesson: text, code, results, and the task."""

import streamlit as st

from lessons import Lesson, Step, worded
from ui import state
from ui.language import PARAMETER, current_language
from ui.language import gettext as _
from ui.lessons.address import go_to
from ui.lessons.progress import Done, done_steps, mark_done
from ui.lessons.results import show_result
from ui.page_table import page_table


def show_step(lesson: Lesson, step: Step, visitor: str) -> None:
    """Show a step, with the row of all steps above it and the buttons back and forth.

    Args:
        lesson: the lesson.
        step: one of its steps.
        visitor: the visitor whose progress is shown and updated.
    """
    language = current_language()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("All lessons"),
            key=state.LESSON_LIST,
            type="tertiary",
            icon=":material/arrow_back:",
            on_click=go_to,
            args=(None,),
        )
        st.markdown(f"**{worded(lesson.title, language)}**", width="content")
        number, total = lesson.steps.index(step) + 1, len(lesson.steps)
        st.caption(_("step {number} of {total}").format(number=number, total=total), width="content")
    _show_steps(lesson, step, done_steps(visitor))
    left, right = st.columns([0.4, 0.6], gap="medium")
    with left, st.container(key="lesson_text"):
        st.subheader(worded(step.title, language), anchor=False)
        st.markdown(worded(step.text, language))
        if lesson.source and step is lesson.steps[0]:
            st.caption(worded(lesson.source, language))
    with right, st.container(key="lesson_result"):
        if step.code:
            st.code(step.code, language="python", wrap_lines=True)
        if step.show:
            show_result(step.show)
    with left, st.container(key="lesson_task"):
        _show_task(step, language)
        _show_ways(lesson, step, visitor)


def _show_steps(lesson: Lesson, step: Step, done: Done) -> None:
    names = {
        each.id: f"{number} {_title(each)}{' ✓' if (lesson.id, each.id) in done else ''}"
        for number, each in enumerate(lesson.steps, start=1)
    }
    key = state.LESSON_STEP.of(lesson.id)
    key.set(step.id)
    st.pills(
        _("Steps"),
        list(names),
        format_func=names.__getitem__,
        required=True,
        key=key.name,
        on_change=lambda: go_to(lesson.id, key.get()),
        label_visibility="collapsed",
    )


def _title(step: Step) -> str:
    return worded(step.title, current_language())


def _show_task(step: Step, language: str) -> None:
    if step.task is None and step.link is None:
        return
    with st.container(border=True, gap="small"):
        st.markdown(":material/pan_tool_alt: **" + _("Now you") + "**")
        if step.task:
            st.markdown(worded(step.task, language))
        if step.link:
            # Opens in a new tab, so that the lesson stays open.
            address = step.link.address(**{PARAMETER: language})
            (title,) = (page.title for page in page_table(_) if page.name == step.link.page)
            words = _("Open {page}").format(page=title)
            st.link_button(words, address, icon=":material/open_in_new:", key=f"lesson_link_{step.id}")


def _show_ways(lesson: Lesson, step: Step, visitor: str) -> None:
    index = lesson.steps.index(step)
    before = lesson.steps[index - 1].id if index else None
    after = lesson.steps[index + 1].id if index + 1 < len(lesson.steps) else None
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Back"),
            key=state.LESSON_BACK,
            icon=":material/chevron_left:",
            disabled=before is None,
            on_click=go_to,
            args=(lesson.id, before),
        )
        st.button(
            _("Next") if after else _("Done"),
            key=state.LESSON_NEXT,
            type="primary",
            icon=":material/chevron_right:" if after else ":material/check:",
            icon_position="right",
            on_click=_complete_step,
            args=(visitor, lesson.id, step.id, after),
        )


def _complete_step(visitor: str, lesson: str, step: str, after: str | None) -> None:
    """Mark a step as done when its visitor continues to the next one."""
    mark_done(visitor, lesson, step)
    if after is None:
        go_to(None)
    else:
        go_to(lesson, after)
