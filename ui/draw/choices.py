"""The Draw page's choices: model, preparation, models to compare."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from image_data import are_digits
from model_store import ModelCard
from recognition.recognize_query import PREPARED, TUTORIAL, RecognizeQuery
from ui import state
from ui.draw.collected_drawings import show_collected_drawings_button
from ui.draw.lens_texts import tutorial_note, why_note
from ui.draw.photograph import forget_photograph, show_photograph_input
from ui.language import gettext as _
from ui.shared.canvas import put_photograph_on_canvas
from ui.shared.model_picker import pick_compared, pick_model


@dataclass(frozen=True)
class Choices:
    """A visitor's choices.

    Attributes:
        card: the reading model's card.
        way: from the picture to 28×28, as `recognition.recognize_query` names it.
        explains: whether the preparation's steps can be switched; then the lens chooses the preparation.
        compared: the cards of the models to compare; empty for no comparison.
    """

    card: ModelCard
    way: str
    explains: bool
    compared: Sequence[ModelCard]

    @property
    def query(self) -> RecognizeQuery:
        """The recognizer's query."""
        return RecognizeQuery(self.card.id, way=self.way)

    @property
    def can_be_judged(self) -> bool:
        """Whether to ask for a verdict: only for digits, and not with the tutorial's preparation."""
        return are_digits(self.card.class_names) and self.way == PREPARED and not self.explains


def show_choices() -> Choices:
    """Show the panel under the answer. A newly chosen photograph is put on the canvas."""
    chosen, photo = st.columns([0.62, 0.38])
    with chosen:
        card = pick_model()
    with photo:
        photograph = show_photograph_input()
        if photograph is not None:
            put_photograph_on_canvas(photograph)
            forget_photograph()
    with st.container(horizontal=True, vertical_alignment="center"):
        explains = st.toggle(_("See each step"), key=state.WHY.name, help=why_note(), persist_state="session")
        is_tutorial = st.toggle(
            _("The tutorial's way"),
            key=state.TUTORIAL.name,
            help=tutorial_note(),
            disabled=explains,
            persist_state="session",
        )
        compares = st.toggle(_("Compare models"), key=state.COMPARE.name, persist_state="session")
        show_collected_drawings_button()
    compared = pick_compared(card) if compares else [card] if explains else []
    return Choices(card, TUTORIAL if is_tutorial and not explains else PREPARED, explains, compared)
