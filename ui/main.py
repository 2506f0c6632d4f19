"""Runs on every visit: page, language, navigation; then the chosen page."""

import streamlit as st

import settings
from ui.components.frame import show_language_switch, show_style
from ui.language import gettext as _
from ui.language import use_language

ICON = settings.ROOT / "ui" / "components" / "icon.png"

st.set_page_config(page_title="Digit Lab", page_icon=str(ICON), layout="wide")
use_language()
show_style()
page = st.navigation(
    [
        st.Page("pages/draw.py", title=_("Draw"), icon=":material/draw:", default=True),
        st.Page("pages/lessons.py", title=_("Lessons"), icon=":material/school:"),
        st.Page("pages/data.py", title=_("Data"), icon=":material/dataset:"),
        st.Page("pages/train.py", title=_("Train"), icon=":material/model_training:"),
        st.Page("pages/compare.py", title=_("Compare"), icon=":material/stacked_line_chart:"),
        st.Page("pages/evaluate.py", title=_("Evaluate"), icon=":material/fact_check:"),
        st.Page("pages/inside.py", title=_("Inside"), icon=":material/account_tree:"),
        st.Page("pages/models.py", title=_("Models"), icon=":material/deployed_code:"),
    ],
    position="top",
)
show_language_switch()
page.run()
