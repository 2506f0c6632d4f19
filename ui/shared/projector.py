"""The projector view of a page: the essentials as large as the screen allows."""

import streamlit as st

from ui import assets, state
from ui.language import gettext as _

PARAMETER = "view"
PROJECTOR = "projector"
# The button's value for the normal view.
USUAL = "usual"

_component = st.components.v2.component(
    "projector_button",
    html='<button type="button" class="projector-button"></button>',
    js=assets.script_loader("shared/projector_button.js"),
    isolate_styles=False,
)


def is_projector() -> bool:
    """Return whether the page is in its projector view: the last choice, initially the URL's.

    Later URLs are ignored, as a fast browser may send the one from before its last change.
    """
    if not state.IS_PROJECTOR.is_set:
        state.IS_PROJECTOR.set(st.query_params.get(PARAMETER) == PROJECTOR)
    return state.IS_PROJECTOR.get()


def show_projector_button() -> None:
    """Show a button in the top bar that toggles the projector view, like the keys P and Esc.

    Call it outside of a fragment, since the whole page runs again, and before fragments that call
    `rerun_if_view_changed`. What a page hides in its projector view is a matter of CSS, so that nothing is built anew:
    `.stApp:has(.st-key-projector_on)`. frame.css hides the top bar in this way.
    """
    is_on = is_projector()
    state.PROJECTOR_SHOWN.set(is_on)
    _write_address(is_on)
    with st.container(key="projector_on" if is_on else "projector_off"):
        _component(
            key=state.PROJECTOR.name,
            data={"is_on": is_on, "words": _("Leave the projector view") if is_on else _("Projector view")},
            on_view_change=_change_view,
        )


def rerun_if_view_changed() -> None:
    """Rerun the whole page if the view changed; for fragments.

    The browser batches simultaneous changes: a press of the button together with a stroke's report reruns only the
    canvas' fragment.
    """
    if state.PROJECTOR_SHOWN.get() not in (None, is_projector()):
        st.rerun()


def _change_view() -> None:
    asked = state.PROJECTOR.get().get("view")
    if asked in (PROJECTOR, USUAL):
        state.IS_PROJECTOR.set(asked == PROJECTOR)


def _write_address(is_on: bool) -> None:
    if is_on and st.query_params.get(PARAMETER) != PROJECTOR:
        st.query_params[PARAMETER] = PROJECTOR
    elif not is_on:
        st.query_params.pop(PARAMETER, None)
