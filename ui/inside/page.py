"""The Inside page: what each layer of a network computes, why it answers as it does, and what it is made of."""

import streamlit as st

from ui import state
from ui.inside.architecture_of import show_architecture_of
from ui.inside.flip_view import show_flip
from ui.inside.link import ARCHITECTURE, NETWORK, VIEWS, WHY, keep_link, take_link
from ui.inside.network_view import show_network
from ui.inside.picture import choose_picture
from ui.inside.tab_drawing import listen_to_tab
from ui.inside.why_view import show_why
from ui.language import gettext as _
from ui.shared.model_picker import pick_model


def _view_name(view: str) -> str:
    names = (_("Layer by layer"), _("Why this answer?"), _("What would change it?"), _("Architecture"))
    return names[VIEWS.index(view)]


for words in take_link():
    st.warning(words)
controls, inside = st.columns([0.22, 0.78], gap="medium")
with controls.container(border=True, gap="small", key="inside_controls"):
    card = pick_model()
    picture = choose_picture(card)
with inside:
    view = (
        st.segmented_control(
            _("View"),
            VIEWS,
            required=True,
            key=state.INSIDE_VIEW.name,
            format_func=_view_name,
            label_visibility="collapsed",
        )
        or NETWORK
    )
    with st.container(border=True, key="inside_view_panel"):
        if view == ARCHITECTURE:
            show_architecture_of(card)
        elif picture is None:
            st.caption(_("No picture to look at yet."))
        elif view == NETWORK:
            show_network(card, picture.digit)
        elif view == WHY:
            show_why(card, picture.digit)
        else:
            show_flip(card, picture.digit)
listen_to_tab()
keep_link(card.id, view, picture.image if picture else None)
