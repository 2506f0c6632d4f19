"""What a run ended with: test figures, Keras' summary, saving, files to take home."""

import functools
import math

import streamlit as st

from errors import DigitLabError
from identity import visitor_digest
from model_store import ModelCard, list_cards, save_model
from training.run_files import KINDS
from training.runs import RunSnapshot, TrainingResult, board
from ui import state
from ui.components.recipe_words import percent_text, seconds_text
from ui.components.run_words import ending_sentence, gap_sentence
from ui.language import PARAMETER, current_language
from ui.language import gettext as _

DRAW_PAGE = "pages/draw.py"


def show_result(visitor: str, run: RunSnapshot, result: TrainingResult, is_own: bool) -> None:
    """Draw the result of a run that ended, or was stopped; its visitor can save it."""
    _show_figures(result)
    if is_own:
        _show_saving(visitor, run, result)


def _show_figures(result: TrainingResult) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="small"):
        st.metric(
            _("Test accuracy"),
            percent_text(result.test_accuracy),
            help=_("How many of 10,000 pictures that it never saw it reads right."),
            width="content",
        )
        st.metric(
            _("Test loss"),
            f"{result.test_loss:.4f}" if math.isfinite(result.test_loss) else "—",
            help=_("How far its probabilities are from the right answers on those pictures; smaller is better."),
            width="content",
        )
        st.metric(_("Training time"), seconds_text(result.train_seconds), width="content")
    st.caption(" ".join(part for part in (ending_sentence(result), gap_sentence(result)) if part))


def _show_saving(visitor: str, run: RunSnapshot, result: TrainingResult) -> None:
    card = _saved_card(result)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if card:
            _show_saved(card)
        else:
            _show_save(visitor, run, result)
        _show_downloads(run)


def _saved_card(result: TrainingResult) -> ModelCard | None:
    """The card under which a network was saved; after a reload, the one in the store with the same digest."""
    saved = st.session_state.setdefault(state.TRAIN_SAVED, {})
    if result.sha256 not in saved:
        saved[result.sha256] = next((card for card in list_cards() if card.sha256 == result.sha256), None)
    return saved[result.sha256]


def _show_save(visitor: str, run: RunSnapshot, result: TrainingResult) -> None:
    key = f"{state.TRAIN_NAME}_{run.id}"
    st.text_input(_("Name"), value=run.recipe.name, max_chars=60, key=key, width=220, label_visibility="collapsed")
    st.button(
        _("Save"),
        type="primary",
        icon=":material/save:",
        on_click=_save,
        args=(visitor, run, result, key),
        key=state.TRAIN_SAVE,
    )


def _save(visitor: str, run: RunSnapshot, result: TrainingResult, key: str) -> None:
    st.session_state[state.TRAIN_ERROR] = None
    if _saved_card(result):
        return
    try:
        content = board().read_file(run.id, "keras")
        card = save_model(content, result.card(name=st.session_state[key]), owner=visitor_digest(visitor))
    except DigitLabError as error:
        st.session_state[state.TRAIN_ERROR] = error
    else:
        st.session_state[state.TRAIN_SAVED][result.sha256] = card


def _show_saved(card: ModelCard) -> None:
    st.text(_("Saved as “{name}”").format(name=card.name), width="content")
    if st.button(_("Draw with it"), type="primary", icon=":material/draw:", key=state.TRAIN_DRAW):
        st.session_state[state.MODEL] = card.id
        st.switch_page(DRAW_PAGE, query_params={PARAMETER: current_language(), "model": card.id})


def _show_downloads(run: RunSnapshot) -> None:
    for kind in KINDS:
        st.download_button(
            f".{kind}",
            functools.partial(board().read_file, run.id, kind),  # read when asked for, not at each look at the page
            file_name=f"{run.recipe.name}.{kind}",
            mime="application/octet-stream",
            icon=":material/download:",
            on_click="ignore",
            help=_("Download the trained network as a .{suffix} file.").format(suffix=kind),
        )
