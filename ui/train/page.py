"""The Train page: the recipe's form on the left, its run on the right."""

import streamlit as st

from base.errors import DigitLabError
from ui import state
from ui.error_text import error_text
from ui.language import gettext as _
from ui.shared.loss_chart import PAGE, PROJECTOR
from ui.shared.projector import is_projector, show_projector_button
from ui.shared.run_view import Empty, show_run
from ui.shared.run_words import is_active
from ui.train.recipe_code import show_code
from ui.train.recipe_form import begin_form, show_recipe_form
from ui.train.run_choice import chosen_run, show_run_choice, watch_runs
from ui.train.run_scroller import show_run_scroller
from ui.visitor import visitor_id
from use_cases.services import services

# The code scrolls separately, so that the form stays visible.
CODE_HEIGHT_PX = 560

visitor = visitor_id()
try:
    services().runs.open()
    own = services().runs.runs_of(visitor)
    run = chosen_run(visitor)
except DigitLabError as error:
    st.error(error_text(error))
    st.stop()

begin_form(run.recipe if run else None)
with st.container(key="train_page"):
    left, right = st.columns([0.36, 0.64])
with left.container(border=True, gap="xsmall", key="train_form"):
    recipe = show_recipe_form(visitor, any(is_active(each) and not each.sweep for each in own))
if is_projector():
    state.TRAIN_TAB.set(_("Run"))
run_tab, code_tab = right.tabs([_("Run"), _("Code")], key=state.TRAIN_TAB.name, on_change="rerun")
if run_tab.open:
    with run_tab:
        show_run_choice(run, own)
        is_own = run is None or any(each.id == run.id for each in own)
        empty = Empty(recipe, _("**No run yet.** Choose a recipe and press Train to see the curves."))
        show_run(visitor, run, empty, is_own, PROJECTOR if is_projector() else PAGE)
elif recipe:
    with code_tab.container(height=CODE_HEIGHT_PX, border=False):
        show_code(recipe)
else:
    code_tab.caption(_("No code: this network is too large."))
watch_runs(visitor, own)
show_run_scroller()
show_projector_button()
