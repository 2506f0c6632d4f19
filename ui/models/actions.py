"""Actions on a model: draw with it, set as default, share, rename, delete, undo the deletion."""

from collections.abc import Callable
from urllib.parse import urljoin

import streamlit as st

from model_store import ModelCard, delete_model, may_change, rename_model, restore_model
from model_store.names import MAX_NAME_LENGTH
from ui import state
from ui.cached import model_cards
from ui.language import PARAMETER as LANGUAGE_PARAMETER
from ui.language import current_language
from ui.language import gettext as _
from ui.page_table import page_file
from ui.session_key import Key
from ui.shared.callback_error import keep_error, show_error
from ui.shared.model_picker import PARAMETER, WITH


def open_model(model: str) -> None:
    """Open a model's own page, by its id in the URL."""
    st.query_params[PARAMETER] = model


def close_model() -> None:
    """Return to the list."""
    for name in (PARAMETER, WITH):
        st.query_params.pop(name, None)
    state.MODELS_WITH.pop()


def show_draw_button(card: ModelCard, key: str, *, is_small: bool = False) -> None:
    """Show a button that opens the Draw page with this model."""
    words = _("Draw with it")
    if st.button(
        "" if is_small else words,
        key=key,
        icon=":material/draw:",
        type="secondary" if is_small else "primary",
        help=words if is_small else None,
    ):
        state.MODEL.set(card.id)
        st.switch_page(page_file("draw"), query_params={LANGUAGE_PARAMETER: current_language(), PARAMETER: card.id})


def show_actions(card: ModelCard, visitor: str) -> None:
    """Show the buttons of a model's own page; only its owner can change it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_draw_button(card, f"{state.MODEL_DRAW}_{card.id}")
        _show_train_further(card)
        _show_default(card)
        _show_share(card)
        if may_change(card, visitor):
            _show_rename(card, visitor)
            st.button(
                _("Delete"), key=state.MODEL_DELETE, icon=":material/delete:", on_click=_delete, args=(card, visitor)
            )


def show_last_change(visitor: str) -> None:
    """Show the last change's error, or a button to undo a deletion."""
    show_error(state.MODEL_ERROR)
    deleted = state.MODEL_DELETED.get()
    if deleted is not None:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            st.text(_("“{name}” is deleted.").format(name=deleted.name), width="content")
            st.button(
                _("Undo"), key=state.MODEL_UNDO, icon=":material/undo:", on_click=_restore, args=(deleted, visitor)
            )


def _show_default(card: ModelCard) -> None:
    is_default = state.MODEL.get() == card.id
    st.button(
        _("Your default") if is_default else _("Set as default"),
        key=state.MODEL_DEFAULT,
        icon=":material/check:" if is_default else ":material/star:",
        disabled=is_default,
        on_click=_set_default,
        args=(card,),
        help=_("The Draw page uses it in this tab. To keep it longer, bookmark the link under “Share”."),
    )


def _set_default(card: ModelCard) -> None:
    state.MODEL.set(card.id)


def _show_share(card: ModelCard) -> None:
    address = urljoin(st.context.url or "", "./")
    with st.popover(_("Share"), icon=":material/share:"):
        st.caption(_("Draw with this model:"))
        st.code(f"{address}?{PARAMETER}={card.id}", language=None, wrap_lines=True)
        st.caption(_("This page:"))
        st.code(f"{address}models?{PARAMETER}={card.id}", language=None, wrap_lines=True)


def _show_rename(card: ModelCard, visitor: str) -> None:
    key = state.MODEL_NAME.of(card.id)
    with st.popover(_("Rename"), icon=":material/edit:"):
        st.text_input(_("Name"), value=card.name, max_chars=MAX_NAME_LENGTH, key=key.name)
        st.button(_("Rename"), key=state.MODEL_RENAME, type="primary", on_click=_rename, args=(card, key, visitor))


def _rename(card: ModelCard, key: Key[str], visitor: str) -> None:
    _try(lambda: rename_model(card.id, key.get(), visitor))


def _delete(card: ModelCard, visitor: str) -> None:
    deleted = _try(lambda: delete_model(card.id, visitor))
    if deleted:
        state.MODEL_DELETED.set(deleted)
        close_model()


def _restore(card: ModelCard, visitor: str) -> None:
    if _try(lambda: restore_model(card.id, visitor)):
        open_model(card.id)


def _try(change: Callable[[], ModelCard]) -> ModelCard | None:
    """Make a change after clearing the previous message; on failure store the error and return None."""
    state.MODEL_DELETED.set(None)
    try:
        with keep_error(state.MODEL_ERROR):
            return change()
        return None
    finally:
        model_cards.clear()


def _show_train_further(card: ModelCard) -> None:
    """Show a button that opens the Train page with this model as the start."""
    if st.button(
        _("Train it further"),
        key=f"{state.MODEL_TRAIN}_{card.id}",
        icon=":material/model_training:",
        help=_("On the Train page, starting with this model's weights."),
    ):
        query = {LANGUAGE_PARAMETER: current_language(), "dataset": card.dataset, "start": card.id}
        st.switch_page(page_file("train"), query_params=query)
