"""The list of all models, to search and open."""

import html
import math

import streamlit as st

from model_store import ModelCard
from ui import state
from ui.clock import moment_text
from ui.language import gettext as _
from ui.models.actions import open_model, show_draw_button
from ui.models.curve_thumbnail import curve_thumbnail
from ui.shared.model_words import maker_text, matches, model_name, recipe_sentence
from ui.shared.recipe_words import dataset_name, percent_text

ROWS = 10


def show_models(cards: list[ModelCard], visitor: str) -> None:
    """Show the search, and one page of its results.

    Args:
        cards: all cards, the server's default model first.
        visitor: the viewing visitor.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        words = st.text_input(
            _("Search"),
            placeholder=_("Search by name, maker, recipe"),
            label_visibility="collapsed",
            icon=":material/search:",
            width=320,
            live=True,
            key=state.MODELS_SEARCH,
        )
        found = [card for card in cards if matches(card, words or "", visitor)]
        st.caption(_("{found} of {count} models").format(found=len(found), count=len(cards)), width="content")
    pages = max(1, math.ceil(len(found) / ROWS))
    # A new search with fewer pages starts on the first page.
    key = state.MODELS_PAGE.of(pages)
    page = key.get()
    for card in found[(page - 1) * ROWS : page * ROWS]:
        _show_row(card, visitor, is_default=card is cards[0])
    if not found:
        st.info(_("No model found. Try another word."))
    if pages > 1:
        st.pagination(pages, key=key.name)


def _show_row(card: ModelCard, visitor: str, *, is_default: bool) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small", key=f"row_{card.id}"):
        st.html(_row(card, visitor, is_default), width="stretch")
        st.button(_("Open"), key=f"{state.MODEL_OPEN}_{card.id}", on_click=open_model, args=(card.id,), width="content")
        show_draw_button(card, f"{state.MODEL_DRAW}_{card.id}", is_small=True)


def _row(card: ModelCard, visitor: str, is_default: bool) -> str:
    default = html.escape(_("Default"))
    mark = f' <span class="model-mark">{default}</span>' if is_default else ""
    facts = (
        _("{parameters} parameters").format(parameters=f"{card.parameters:,}"),
        dataset_name(card.dataset),
        maker_text(card, visitor),
        moment_text(card.created)[:10],
    )
    return (
        f'<div class="model-row">{curve_thumbnail(card.history)}'
        f'<div class="model-accuracy">{percent_text(card.test_accuracy, 2)}</div>'
        f'<div class="model-about"><strong>{html.escape(model_name(card))}</strong>{mark}'
        f"<small>{html.escape(recipe_sentence(card))}</small>"
        f"<small>{html.escape(' · '.join(fact for fact in facts if fact))}</small></div></div>"
    )
