"""The live lens: it watches the canvas while the pen moves and draws the answer; and the answer that Python serves."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from ui import state
from ui.components.canvas import put_picture_on_canvas
from ui.language import gettext as _

_FOLDER = Path(__file__).parent


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


_component = st.components.v2.component(
    "digit_lens",
    html='<div class="lens" data-testid="lens"></div>',
    css=_text("lens.css"),
    js=_text("canvas_reader.js") + _text("answer_view.js") + _text("lens.js"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Served:
    """An answer that came through Streamlit instead of the lens: a photograph's, or a stroke's where the route fails.

    Attributes:
        id: changes when the answer does.
        answer: the recognizer's JSON object, or None where it refused.
        message: why it refused, in the visitor's language.
        waits: whether it is worth asking again once the recognizer is there.
    """

    id: str
    answer: dict[str, Any] | None
    message: str = ""
    waits: bool = False


def show_lens(model: str, served: Served | None) -> None:
    """Show the answer's panel.

    Args:
        model: id of the model that reads.
        served: an answer to show until the drawing changes.
    """
    _component(
        key=state.LENS,
        data={
            "model": model,
            "route": "/api/v1/recognize",
            "ready": "/readyz",
            "served": served.__dict__ if served else None,
            "texts": _texts(),
        },
        on_restore_change=_restore,
        on_ready_at_change=lambda: None,
        on_route_change=lambda: None,
        on_is_narrow_change=lambda: None,
    )


def lens_route() -> str | None:
    """Whether the lens gets its answers: "ok" or "blocked"; None where its script has not run."""
    return _state("route")


def is_narrow() -> bool:
    """Whether the page stands on a phone's width; before the lens has told, what the browser calls itself."""
    told: bool | None = _state("is_narrow")
    return told if told is not None else "Mobi" in st.context.headers.get("User-Agent", "")


def _restore() -> None:
    """The tab kept a drawing that this session's new canvas lacks."""
    put_picture_on_canvas(_state("restore"))


def _state(name: str) -> Any:
    return (st.session_state.get(state.LENS) or {}).get(name)


def _texts() -> dict[str, str]:
    return {
        "blank": _("Draw a digit, as large as you like."),
        "dot": _("Only a dot so far. Go on drawing."),
        "loading": _("The network is loading. You can draw already."),
        "restarting": _("The recognizer is restarting. Your drawing is kept, the answer follows."),
        "error": _("This drawing could not be read. Draw on, or clear it and try again."),
        "model_not_found": _("This model is no longer there. Choose another one."),
        "model_corrupt": _("This model's file is damaged. Choose another one."),
        "very_sure": _("Very sure"),
        "fairly_sure": _("Fairly sure"),
        "not_sure": _("Not sure"),
        "torn": _("Not sure: {first} or {second}?"),
        "seen": _("What the network sees"),
        "bars": _("Probabilities"),
        "steps_title": _("From your pen to 28 × 28"),
        "step_ink": _("Ink found"),
        "step_cropped": _("Cropped"),
        "step_fitted": _("20 × 20"),
        "step_centred": _("Centred"),
    }
