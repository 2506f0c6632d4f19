"""Run at every rerun: set page, language and navigation, then run the chosen page."""

import streamlit as st

from ui.frame.header import run_after_reconnection, show_heading, show_language_switch, show_logo
from ui.language import gettext, use_language
from ui.page_table import APP_NAME, page_file, page_table

st.set_page_config(page_title=APP_NAME, layout="wide")
use_language()
show_logo()
entries = page_table(gettext)
pages = [
    st.Page(
        page_file(entry.name),
        title=entry.title,
        icon=entry.icon,
        url_path=entry.name,
        default=not entry.path,
    )
    for entry in entries
]
page = st.navigation(pages, position="top")
st.set_page_config(page_title=entries[pages.index(page)].window_title)
show_heading(page.title)
show_language_switch()
reconnection = st.container(key="reconnection")
page.run()
run_after_reconnection(reconnection)
