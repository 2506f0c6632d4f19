"""The live lens: it watches the canvas while the pen moves, and draws the answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from ui import state
from ui.components.canvas import put_picture_on_canvas
from ui.components.choices import Choices
from ui.components.lens_texts import lens_texts
from ui.components.served import Served

_FOLDER = Path(__file__).parent
_SCRIPTS = (
    "canvas_reader",
    "drawing_keeper",
    "answer_words",
    "digit_picture",
    "bars_view",
    "steps_view",
    "number_view",
    "boxes_view",
    "answer_view",
    "comparison_view",
    "verdict_view",
    "pin_view",
    "route",
    "lens",
)

_component = st.components.v2.component(
    "digit_lens",
    html='<div class="lens" data-testid="lens"></div>',
    css=(_FOLDER / "lens.css").read_text(encoding="utf-8"),
    js="".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS),
    isolate_styles=False,
)


def show_lens(
    choices: Choices, served: Served | None, on_verdict: Callable[[], None], on_pin: Callable[[], None]
) -> None:
    """Show the answer's panel.

    Args:
        choices: who reads the drawing, and how.
        served: an answer to show until the drawing changes.
        on_verdict: called when the visitor has tapped right or wrong; `told_verdict` has what.
        on_pin: called when they have tapped to pin the drawing; `told_pin` has which.
    """
    _component(
        key=state.LENS,
        data={
            "model": choices.card.id,
            "way": choices.way,
            "compared": [{"id": card.id, "name": card.name} for card in choices.compared],
            "asks": choices.can_be_judged,
            "explains": choices.explains,
            "route": "/api/v1/recognize",
            "ready": "/readyz",
            "served": served.__dict__ if served else None,
            "told": st.session_state.get(state.VERDICT_TOLD),
            "pinned": st.session_state.get(state.PIN_TOLD),
            "texts": lens_texts(),
        },
        on_restore_change=_restore,
        on_ready_at_change=lambda: None,
        on_route_change=lambda: None,
        on_is_narrow_change=lambda: None,
        on_verdict_change=on_verdict,
        on_pin_change=on_pin,
    )


def lens_route() -> str | None:
    """Whether the lens gets its answers: "ok" or "blocked"; None where its script has not run."""
    return _state("route")


def is_narrow() -> bool:
    """Whether the page stands on a phone's width; before the lens has told, what the browser calls itself."""
    told: bool | None = _state("is_narrow")
    return told if told is not None else "Mobi" in st.context.headers.get("User-Agent", "")


def told_verdict() -> dict[str, Any]:
    """What the visitor tapped: `id`, `truth`, and the `picture` as a PNG's data: URL or a `photograph`'s id.

    It comes from a browser, so every value may be anything.
    """
    return _told("verdict")


def told_pin() -> dict[str, Any]:
    """The drawing that the visitor pinned: `id`, and its `picture` or `photograph` as in `told_verdict`."""
    return _told("pin")


def _restore() -> None:
    """The tab kept a drawing that this session's new canvas lacks."""
    put_picture_on_canvas(_state("restore"))


def _told(name: str) -> dict[str, Any]:
    told = _state(name)
    return told if isinstance(told, dict) else {}


def _state(name: str) -> Any:
    return (st.session_state.get(state.LENS) or {}).get(name)
