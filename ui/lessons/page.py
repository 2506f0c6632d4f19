"""The Lessons page: all lessons, or the step in the URL."""

import streamlit as st

from lessons import shelf
from ui.lessons.address import chosen_lesson, chosen_step
from ui.lessons.list import show_lessons
from ui.lessons.step import show_step
from ui.visitor import visitor_id

visitor = visitor_id()
found = shelf()
lesson = chosen_lesson(found)
if lesson is None:
    show_lessons(found, visitor)
else:
    with st.container(key="lesson"):
        show_step(lesson, chosen_step(lesson), visitor)
