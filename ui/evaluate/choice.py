"""The Evaluate page's state: a model, an optional second one, and a view, all in the page's URL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from base.errors import ModelNotFoundError
from model_store import ModelCard
from ui import state
from ui.cached import cards_with
from ui.error_text import error_text
from ui.language import gettext as _
from ui.session_key import Key
from ui.shared.model_picker import PARAMETER, WITH
from ui.shared.model_words import model_name
from ui.shared.recipe_words import percent_text

VIEW = "view"
VIEWS = ("figures", "confusion", "mistakes", "reliability", "stress", "drawn")
_MOST_SHOWN = 40
_KEYS: dict[str, Key[Any]] = {PARAMETER: state.EVALUATE_MODEL, WITH: state.EVALUATE_WITH, VIEW: state.EVALUATE_VIEW}


@dataclass(frozen=True)
class Choice:
    """The page's state.

    Attributes:
        card: the model's card.
        other: the second model's card; None for none.
        view: one of `VIEWS`.
    """

    card: ModelCard
    other: ModelCard | None
    view: str

    @property
    def cards(self) -> Sequence[ModelCard]:
        """The one or two models."""
        return [self.card, self.other] if self.other else [self.card]


def choose() -> Choice:
    """Show the choices at the top of the page. The URL is the source of truth; invalid values show a message."""
    cards = cards_with(st.query_params.get(PARAMETER)) | cards_with(st.query_params.get(WITH))
    left, middle, right = st.columns([0.26, 0.26, 0.48], gap="small")
    with left:
        card = cards[_pick_model(cards)]
    with middle:
        other = _pick_other(cards, card)
    with right:
        view = _pick_view()
    return Choice(card, cards[other] if other else None, view)


def _pick_model(cards: dict[str, ModelCard]) -> str:
    """Show the choice of the first model, by default the Draw page's."""
    asked = st.query_params.get(PARAMETER)
    _refuse_unknown(cards, asked)
    drawn_with = state.MODEL.get()
    known = (model for model in (asked, drawn_with, next(iter(cards))) if model in cards)
    state.EVALUATE_MODEL.set(next(known))
    return st.selectbox(_("Model"), list(cards), **_as_models(cards, PARAMETER))


def _pick_other(cards: dict[str, ModelCard], first: ModelCard) -> str | None:
    """Show the choice of a second model for the same data set; None for none."""
    asked = st.query_params.get(WITH)
    _refuse_unknown(cards, asked)
    options = [model for model, card in cards.items() if card.dataset == first.dataset and card.id != first.id]
    state.EVALUATE_WITH.set(asked if asked in options else None)
    return st.selectbox(
        _("Compare with"), options, placeholder=_("Compare with"), index=None, **_as_models(cards, WITH)
    )


def _as_models(cards: dict[str, ModelCard], name: str) -> dict[str, Any]:
    """Return the common arguments of both choices of a model."""
    return {
        "format_func": lambda model: f"{model_name(cards[model])} · {percent_text(cards[model].test_accuracy, 2)}",
        "key": _KEYS[name].name,
        "label_visibility": "collapsed",
        "on_change": _keep_in_address,
        "args": (name,),
    }


def _refuse_unknown(cards: dict[str, ModelCard], asked: str | None) -> None:
    if asked and asked not in cards:
        st.warning(error_text(ModelNotFoundError(f"There is no model {asked!r}.", model=asked)))


def _pick_view() -> str:
    asked = st.query_params.get(VIEW, VIEWS[0])
    if asked not in VIEWS:
        words = _("This link has an error: {field} cannot be {value}. The defaults are used instead.")
        with st.container(border=True):
            st.text(words.format(field=VIEW, value=asked[:_MOST_SHOWN]))  # as plain text, since the URL is untrusted
        asked = VIEWS[0]
    state.EVALUATE_VIEW.set(asked)
    st.segmented_control(
        _("View"),
        VIEWS,
        format_func=lambda view: _view_names()[view],
        required=True,
        key=state.EVALUATE_VIEW.name,
        label_visibility="collapsed",
        on_change=_keep_in_address,
        args=(VIEW,),
    )
    return asked


def _keep_in_address(name: str) -> None:
    chosen = _KEYS[name].get()
    if chosen:
        st.query_params[name] = chosen
    else:
        st.query_params.pop(name, None)


def _view_names() -> dict[str, str]:
    return {
        "figures": _("Metrics"),
        "confusion": _("Confusion"),
        "mistakes": _("Mistakes"),
        "reliability": _("Calibration"),
        "stress": _("Stress"),
        "drawn": _("Drawings"),
    }
