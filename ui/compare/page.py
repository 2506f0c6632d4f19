"""The Compare page: several trainings at once, and the curves of any over each other."""

import streamlit as st

from base.errors import DigitLabError
from ui.compare.compared import choose_entries, entries
from ui.compare.comparison import show_comparison
from ui.compare.sweep_form import show_sweep_form
from ui.error_text import error_text
from ui.visitor import visitor_id
from use_cases.services import services

visitor = visitor_id()
try:
    services().runs.open()
    options = entries(visitor)
except DigitLabError as error:
    st.error(error_text(error))
    st.stop()

left, right = st.columns([0.3, 0.7])
with left:
    with st.container(border=True, gap="xsmall"):
        chosen = choose_entries(options)
    with st.container(border=True, gap="xsmall"):
        show_sweep_form(visitor)
with right:
    show_comparison(visitor, options, chosen)
