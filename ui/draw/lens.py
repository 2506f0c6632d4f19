"""The live lens: a component that watches the canvas while the pen moves, and shows the prediction."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui import assets, state
from ui.draw.choices import Choices
from ui.draw.lens_texts import lens_texts
from ui.draw.served import Served
from ui.language import PARAMETER, current_language
from ui.page_table import page_file
from ui.shared.canvas import drawing_history, restore_drawing
from ui.shared.model_words import model_name

_component = st.components.v2.component(
    "digit_lens",
    html='<div class="lens" data-testid="lens"></div>',
    js=assets.script_loader("draw/lens.js"),
    isolate_styles=False,
)


def show_lens(
    choices: Choices, served: Served | None, on_verdict: Callable[[], None], on_pin: Callable[[], None]
) -> None:
    """Show the answer's panel.

    Args:
        choices: the model and the preparation.
        served: an answer to show until the drawing changes.
        on_verdict: called when the visitor taps right or wrong, see `reported_verdict`.
        on_pin: called when the visitor pins the drawing, see `reported_pin`.
    """
    _component(
        key=state.LENS.name,
        data={
            "model": choices.card.id,
            "names": list(choices.card.class_names),
            "way": choices.way,
            "compared": [{"id": card.id, "name": model_name(card)} for card in choices.compared],
            "asks": choices.can_be_judged,
            "explains": choices.explains,
            # Relative to the page, as a proxy may add a prefix to its path.
            "route": "api/v1/recognize",
            "ready": "readyz",
            "isFresh": drawing_history().is_fresh,
            "served": served.__dict__ if served else None,
            "told": state.VERDICT_REPLY.get(),
            "pinned": state.PIN_REPLY.get(),
            "texts": lens_texts(),
        },
        on_restore_change=_restore,
        on_ready_at_change=lambda: None,
        on_route_change=_note_route,
        on_verdict_change=on_verdict,
        on_pin_change=on_pin,
        on_hint_change=_follow_hint,
    )
    if _state("hint") == "train":
        st.switch_page(page_file("train"), query_params={PARAMETER: current_language()})


def lens_route() -> str | None:
    """Return whether the lens' requests succeed: "ok" or "blocked"; None if its script has not run in this session."""
    return state.ROUTE.get()


def reported_verdict() -> dict[str, Any]:
    """Return the visitor's verdict: `id`, `truth`, and the `picture` as a PNG's data: URL or a `photograph`'s id.

    It comes from a browser, so every value may be anything.
    """
    return _reported("verdict")


def reported_pin() -> dict[str, Any]:
    """Return the pinned drawing: `id`, and its `picture` or `photograph` as in `reported_verdict`."""
    return _reported("pin")


def _note_route() -> None:
    state.ROUTE.set(_state("route"))


def _restore() -> None:
    """Restore a drawing stored by the tab on this session's new canvas."""
    restore_drawing(_state("restore"))


def _follow_hint() -> None:
    """Handle a tap on a hint like its switch."""
    opens = {"why": state.WHY, "compare": state.COMPARE}.get(_state("hint"))
    if opens:
        opens.set(True)


def _reported(name: str) -> dict[str, Any]:
    value = _state(name)
    return value if isinstance(value, dict) else {}


def _state(name: str) -> Any:
    return state.LENS.get().get(name)
