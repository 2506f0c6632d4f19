"""The Models page: the list of all models, or the details of one."""

import streamlit as st

from base.errors import ModelNotFoundError
from ui.cached import cards_with, store_error
from ui.error_text import error_text
from ui.language import gettext as _
from ui.models.actions import show_last_change
from ui.models.card import show_model
from ui.models.import_form import has_import, show_import
from ui.models.list import show_models
from ui.shared.model_picker import PARAMETER
from ui.visitor import visitor_id

visitor = visitor_id()
wanted = st.query_params.get(PARAMETER)
cards = cards_with(wanted)
problem = store_error()
if problem is not None:
    st.error(error_text(problem), icon=":material/cloud_off:")
show_last_change(visitor)
if wanted in cards:
    show_model(cards[wanted], cards, visitor)
else:
    if wanted:
        st.warning(error_text(ModelNotFoundError(f"There is no model {wanted!r}.", model=wanted)))
    show_models(list(cards.values()), visitor)
    with st.expander(_("Import a model"), icon=":material/input:", expanded=has_import(visitor)):
        show_import(visitor)
