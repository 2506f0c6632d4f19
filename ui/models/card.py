"""A model's own page: figures, curves, origin, actions."""

import html

import streamlit as st

from conversion.origin import read_origin
from model_store import ModelCard
from ui import state
from ui.clock import moment_text
from ui.language import gettext as _
from ui.models.actions import close_model, show_actions
from ui.models.comparison import show_comparison
from ui.models.exports import show_exports
from ui.models.origin import show_origin
from ui.shared.loss_chart import show_curves
from ui.shared.model_words import figures_of, maker_text, model_name, recipe_of, recipe_sentence
from ui.shared.recipe_fields import field_name, value_text
from ui.shared.recipe_words import dataset_name


def show_model(card: ModelCard, cards: dict[str, ModelCard], visitor: str) -> None:
    """Show the page of a model.

    Args:
        card: the model's card.
        cards: all cards by id, for the comparison.
        visitor: the viewing visitor.
    """
    st.button(
        _("All models"), key=state.MODEL_BACK, icon=":material/arrow_back:", type="tertiary", on_click=close_model
    )
    st.html(f'<h2 class="model-title">{html.escape(model_name(card))}</h2>')
    st.caption(recipe_sentence(card))
    show_actions(card, visitor)
    figures, facts = st.columns([0.6, 0.4], gap="medium")
    with figures:
        _show_figures(card)
        with st.container(border=True):
            _show_history(card)
        with st.container(border=True):
            show_comparison(card, cards)
    with facts:
        with st.container(border=True):
            st.html(_facts(card, visitor))
            origin = read_origin(card.id) if card.recipe is None else None
            if origin is not None:
                show_origin(card, origin)
        with st.container(border=True, gap="xsmall"):
            st.markdown(_("**Export**"))
            show_exports(card)


def _show_figures(card: ModelCard) -> None:
    with st.container(horizontal=True, gap="large"):
        for name, value in figures_of(card).items():
            st.metric(name, value, width="content")


def _show_history(card: ModelCard) -> None:
    epochs = len(card.history.get("loss", ()))
    if not epochs:
        st.caption(_("No record of its training."))
        return
    show_curves(card.history, epochs, _validation(card), _("{epochs} epochs.").format(epochs=epochs))


def _validation(card: ModelCard) -> str:
    """Return the kind of validation data, see `Recipe`."""
    recipe = recipe_of(card)
    if "val_loss" not in card.history:
        return "none"
    return recipe.validation if recipe else "split"


def _facts(card: ModelCard, visitor: str) -> str:
    recipe = recipe_of(card)
    versions = " · ".join(f"{name} {version}" for name, version in card.versions.items())
    facts = {
        _("Made by"): maker_text(card, visitor),
        _("Saved"): moment_text(card.created),
        _("Trained further from"): card.started_from,
        _("Recognizes"): dataset_name(card.dataset),
        **(
            {field_name(field): value_text(field, getattr(recipe, field)) for field in _further_fields(card)}
            if recipe
            else {}
        ),
        _("Versions"): versions,
        _("Name in links"): card.id,
        _("Digest (SHA-256)"): f"{card.sha256[:12]}…",
    }
    rows = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd>" for name, value in facts.items() if value
    )
    return f'<dl class="model-facts" title="sha256 {html.escape(card.sha256)}">{rows}</dl>'


def _further_fields(card: ModelCard) -> list[str]:
    """Return the recipe's fields that are not in its summary and not at their simplest values."""
    recipe = recipe_of(card)
    fields = ("activation", "dropout", "batch_normalization", "augmentation", "loss", "validation", "train_share")
    return [field for field in (*fields, "patience", "seed") if recipe and getattr(recipe, field) not in (False, None)]
