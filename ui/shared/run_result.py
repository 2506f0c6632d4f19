"""A run's figures and the actions on its network: save, draw with it, download."""

import functools
import math

import streamlit as st

from model_store import ModelCard
from model_store.names import MAX_NAME_LENGTH
from training.results import History
from training.runs.board import RunSnapshot, RunState, TrainingResult
from training.runs.files import KINDS
from ui import state
from ui.language import PARAMETER, current_language
from ui.language import gettext as _
from ui.page_table import page_file
from ui.session_key import Key
from ui.shared.callback_error import keep_error
from ui.shared.recipe_words import NOTHING, percent_text, seconds_text
from ui.shared.run_rate import show_rate
from ui.shared.run_words import is_active
from use_cases.networks import save_run, saved_card
from use_cases.services import services


def show_result(visitor: str, run: RunSnapshot | None, is_own: bool) -> None:
    """Draw a run's figures; for a finished run also the test's, and the actions on the network.

    Its space is reserved from the start, so that the layout does not change when the run ends.
    """
    result = run.result if run else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="run_result"):
        with st.container(horizontal=True, gap="medium", width="content", key="run_figures"):
            if result:
                _show_test_figures(result)
            else:
                _show_figures(run.history if run else {})
        if run and is_own:
            st.space("stretch")
            if result:
                _show_saving(visitor, run, result)
            elif is_active(run) or run.state is RunState.PAUSED:
                show_rate(visitor, run)


def _show_test_figures(result: TrainingResult) -> None:
    st.metric(
        _("Test accuracy"),
        percent_text(result.test_accuracy, 2),
        help=_("How many of 10,000 pictures it never saw it gets right."),
        width="content",
    )
    st.metric(
        _("Test loss"),
        f"{result.test_loss:.4f}" if math.isfinite(result.test_loss) else NOTHING,
        help=_("How far its probabilities are from the right answers on these pictures; smaller is better."),
        width="content",
    )
    st.metric(_("Training time"), seconds_text(result.train_seconds), width="content")


def _show_figures(history: History) -> None:
    """Show the last finished epoch's figures."""
    accuracy, val_accuracy, loss = (history.get(name, ())[-1:] for name in ("accuracy", "val_accuracy", "loss"))
    st.metric(_("Training accuracy"), percent_text(accuracy[0]) if accuracy else NOTHING, width="content")
    st.metric(_("Validation accuracy"), percent_text(val_accuracy[0]) if val_accuracy else NOTHING, width="content")
    st.metric(_("Training loss"), f"{loss[0]:.4f}" if loss else NOTHING, width="content")


def _show_saving(visitor: str, run: RunSnapshot, result: TrainingResult) -> None:
    card = _saved_card(result)
    key = state.TRAIN_NAME.of(run.id)
    if card:
        st.text(_("Saved as “{name}”").format(name=card.name), width="content")
    else:
        st.text_input(
            _("Name"),
            value=run.recipe.name,
            max_chars=MAX_NAME_LENGTH,
            key=key.name,
            width=150,
            label_visibility="collapsed",
        )
        st.button(
            _("Save"), icon=":material/save:", on_click=_save, args=(visitor, run, result, key), key=state.TRAIN_SAVE
        )
    if st.button(_("Draw with it"), type="primary", icon=":material/draw:", key=state.TRAIN_DRAW):
        if not card:
            _save(visitor, run, result, key)
        _draw_with(result)


def _draw_with(result: TrainingResult) -> None:
    """Open the Draw page with the saved network; if it could not be saved, show the error."""
    card = _saved_card(result)
    if not card:
        st.rerun()
    state.MODEL.set(card.id)
    st.switch_page(page_file("draw"), query_params={PARAMETER: current_language(), "model": card.id})


def _saved_card(result: TrainingResult) -> ModelCard | None:
    """Return the card of a saved network; after a reload, the store's card with the same digest."""
    saved = state.TRAIN_SAVED.get()
    if result.sha256 in saved:
        return saved[result.sha256]
    card = saved_card(result)
    state.TRAIN_SAVED.set({**saved, result.sha256: card})
    return card


def _save(visitor: str, run: RunSnapshot, result: TrainingResult, key: Key[str]) -> None:
    with keep_error(state.TRAIN_ERROR):
        if _saved_card(result):
            return
        card = save_run(services().runs, visitor, run.id, result, key.get())
        state.TRAIN_SAVED.set({**state.TRAIN_SAVED.get(), result.sha256: card})


def show_downloads(run: RunSnapshot) -> None:
    """Show buttons to download a finished run's network."""
    with st.container(horizontal=True, gap="small"):
        for kind in KINDS:
            st.download_button(
                f".{kind}",
                functools.partial(services().runs.read_file, run.id, kind),  # read on click, not at each rerun
                file_name=f"{run.recipe.name}.{kind}",
                mime="application/octet-stream",
                icon=":material/download:",
                on_click="ignore",
                help=_("Download the trained network as a .{suffix} file.").format(suffix=kind),
            )
