"""Pinning a drawing, from what the lens tells to the pictures that a training is given, without a browser."""

import base64
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from tests.pages import fake_recognizer
from ui import state
from ui.shared.pinned import MAX_PINNED
from ui.shared.png_url import to_png_url

INK = bytes(range(196)) * 4


def _page() -> None:
    """The part of the Draw page that follows a tap, and what a training would be given."""
    import streamlit as st

    from recognition.recognize_query import RecognizeQuery
    from ui import state
    from ui.draw.pinning import take_pin
    from ui.shared.pinned import pinned_pictures

    if st.session_state.pop("tapped", False):
        take_pin(RecognizeQuery(), state.SERVED.get())
    st.session_state["pictures"] = pinned_pictures()


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(_page, default_timeout=20)


@pytest.fixture
def replies(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What the recognizer answers; a test may change it."""
    reply = fake_recognizer.answer(1, {1: 0.9}, digit=base64.b64encode(INK).decode())
    with fake_recognizer.recognizer(reply) as address:
        monkeypatch.setenv("DIGITLAB_RECOGNIZER", address)
        yield reply


def _tap(app: AppTest, **told: Any) -> str:
    """Tap "Pin for training"; what the lens is to say."""
    picture = to_png_url(Image.new("RGB", (144, 144), "white"))
    app.session_state[state.LENS.name] = {"pin": {"id": "1", "picture": picture, "photograph": None} | told}
    app.session_state["tapped"] = True
    app.run()
    assert not app.exception
    words = app.session_state[state.PIN_REPLY.name]["words"] if state.PIN_REPLY.name in app.session_state else ""
    return str(words)


@pytest.mark.usefixtures("replies")
def test_what_is_pinned_is_the_digit_as_the_network_saw_it(app: AppTest) -> None:
    assert _tap(app) == "Pinned: 1 of 6"
    pictures = app.session_state["pictures"]
    assert (pictures.dtype, pictures.shape) == (np.uint8, (1, 28, 28))
    assert pictures.tobytes() == INK


@pytest.mark.usefixtures("replies")
def test_the_same_digit_is_pinned_once(app: AppTest) -> None:
    _tap(app)
    assert _tap(app) == "Already pinned"
    assert len(app.session_state["pictures"]) == 1


def test_of_a_number_each_digit_is_pinned(app: AppTest, replies: dict[str, Any]) -> None:
    number = fake_recognizer.number("42", {})
    for place, digit in enumerate(number["digits"]):
        digit["digit"] = base64.b64encode(bytes([place + 1]) * 784).decode()
    replies.update(number)
    assert _tap(app) == "Pinned: 2 of 6"
    assert [int(picture[0, 0]) for picture in app.session_state["pictures"]] == [1, 2]


@pytest.mark.usefixtures("replies")
def test_six_are_enough(app: AppTest) -> None:
    app.session_state[state.PINNED.name] = tuple(bytes([place]) * 784 for place in range(MAX_PINNED))
    assert _tap(app) == "Not pinned: 6 at most"
    assert len(app.session_state["pictures"]) == MAX_PINNED


@pytest.mark.parametrize("told", [{"picture": None}, {"picture": "nonsense"}, {"picture": 7, "photograph": ["x"]}])
@pytest.mark.usefixtures("replies")
def test_a_browser_that_tells_nonsense_pins_nothing(app: AppTest, told: dict[str, Any]) -> None:
    assert _tap(app, **told) == ""
    assert app.session_state["pictures"] is None


def test_where_the_recognizer_does_not_answer_it_is_said(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", "http://127.0.0.1:9")
    assert _tap(app).startswith("The network is still loading.")
    assert app.session_state["pictures"] is None
