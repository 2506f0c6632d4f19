"""Right or wrong, from what the lens tells to what is kept, without a browser."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

import feedback
from base import settings
from base.errors import DatabaseError
from tests.pages import fake_recognizer
from ui import state
from ui.draw.served import Served
from ui.shared.drawing_history import SIDE
from ui.shared.png_url import to_png_url

VISITOR = "0123456789abcdef" * 2
RAW = {
    "objects": [
        {
            "type": "Path",
            "path": [["M", 10, 10], ["L", 10, 90]],
            "stroke": "#16224d",
            **{"left": 10, "top": 50, "scaleX": 1, "scaleY": 1, "angle": 0, "flipX": False, "flipY": False},
        }
    ]
}


def _page() -> None:
    """The part of the Draw page that follows a tap."""
    import streamlit as st

    from recognition.recognize_query import RecognizeQuery
    from ui import state
    from ui.draw.collected_drawings import show_collected_drawings_button
    from ui.draw.verdicts import show_agreement, take_verdict

    if st.session_state.pop("tapped", False):
        take_verdict(RecognizeQuery(), state.SERVED.get())
    show_collected_drawings_button()
    show_agreement()


@pytest.fixture(autouse=True)
def _recognizer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with fake_recognizer.recognizer(fake_recognizer.answer(1, {1: 0.9})) as address:
        monkeypatch.setenv("DIGITLAB_RECOGNIZER", address)
        yield


@pytest.fixture
def app() -> AppTest:
    app = AppTest.from_function(_page, default_timeout=20)
    app.session_state[state.VISITOR.name] = VISITOR
    app.session_state[state.CANVAS.name] = {"drawing": {"raw": RAW, "data": None}, "backgroundFit": None}
    return app


def _tap(app: AppTest, **told: Any) -> None:
    picture = to_png_url(Image.new("RGB", (144, 144), "white"))
    app.session_state[state.LENS.name] = {
        "verdict": {"id": "1", "truth": "7", "picture": picture, "photograph": None} | told
    }
    app.session_state["tapped"] = True
    app.run()
    assert not app.exception


def _labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def _press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def _told(app: AppTest) -> str:
    return str(app.session_state[state.VERDICT_REPLY.name]["words"])


def test_the_first_tap_asks_in_plain_words_and_keeps_nothing_yet(app: AppTest) -> None:
    _tap(app)
    assert "your strokes, the picture, the model, its answer" in app.markdown[0].value
    assert "delete all of it" in app.markdown[1].value
    assert _labels(app) == ["I agree", "Keep nothing"]
    assert feedback.verdicts(VISITOR) == []


def test_what_was_tapped_is_kept_once_agreed(app: AppTest) -> None:
    _tap(app)
    _press(app, "I agree")
    assert _told(app) == "Kept. Thank you!"
    (kept,) = feedback.verdicts(VISITOR)
    assert (kept.label, kept.truth, kept.model, kept.size) == (1, "7", "digits-cnn", (SIDE, SIDE))
    assert kept.strokes == (((10.0, 10.0), (10.0, 90.0)),)
    assert Image.open(io.BytesIO(kept.picture)).size == (144, 144)


def test_who_agreed_is_not_asked_again(app: AppTest) -> None:
    feedback.agree(VISITOR)
    _tap(app, truth="not a digit")
    assert _told(app) == "Kept. Thank you!"
    assert _labels(app) == ["What is kept"]
    assert [kept.truth for kept in feedback.verdicts(VISITOR)] == ["not a digit"]


def test_who_refuses_leaves_nothing(app: AppTest) -> None:
    _tap(app)
    _press(app, "Keep nothing")
    assert _told(app) == "Nothing was kept."
    assert feedback.verdicts(VISITOR) == []
    assert _labels(app) == []


def test_a_photograph_is_kept_with_its_number_and_without_strokes(app: AppTest) -> None:
    feedback.agree(VISITOR)
    photograph = to_png_url(Image.new("RGB", (200, 100), "white"))
    app.session_state[state.SERVED.name] = Served("abc", fake_recognizer.number("1?", {}), picture=photograph)
    _tap(app, truth="17", picture=None, photograph="abc")
    (kept,) = feedback.verdicts(VISITOR)
    assert (kept.number, kept.truth, kept.strokes, kept.size) == ("1?", "17", (), (200, 100))


def test_what_is_kept_is_shown_and_can_be_deleted(app: AppTest) -> None:
    feedback.agree(VISITOR)
    for truth in ("7", "not a digit"):
        _tap(app, truth=truth)
    _press(app, "What is kept")
    said = ["It said: 1. You said: not a digit.", "It said: 1. You said: 7."]
    assert [markdown.value for markdown in app.markdown] == said
    _press(app, "Delete")
    assert [kept.truth for kept in feedback.verdicts(VISITOR)] == ["7"]


def test_all_can_be_deleted_and_the_agreement_with_it(app: AppTest) -> None:
    feedback.agree(VISITOR)
    _tap(app)
    _press(app, "What is kept")
    _press(app, "Delete all and stop keeping")
    assert feedback.verdicts(VISITOR) == []
    assert not feedback.has_agreed(VISITOR)


@pytest.mark.parametrize("label", ["Delete", "Delete all and stop keeping"])
def test_what_a_database_does_not_let_go_stays_and_the_page_says_so(
    app: AppTest, monkeypatch: pytest.MonkeyPatch, label: str
) -> None:
    feedback.agree(VISITOR)
    _tap(app)
    _press(app, "What is kept")
    file = settings.get("database").removeprefix("sqlite:///")
    with monkeypatch.context() as read_only:
        read_only.setenv("DIGITLAB_DATABASE", f"sqlite:///file:{file}?mode=ro&uri=true")
        _press(app, label)
        error = app.session_state[state.DELETE_DRAWING_ERROR.name]  # AppTest does not keep the dialog open
        assert isinstance(error, DatabaseError)
    assert [kept.truth for kept in feedback.verdicts(VISITOR)] == ["7"]
    assert feedback.has_agreed(VISITOR)


@pytest.mark.parametrize(
    "told", [{"truth": 7}, {"truth": None}, {"picture": "javascript:alert(1)"}, {"picture": None}, {"id": None}]
)
def test_nonsense_from_a_browser_changes_nothing(app: AppTest, told: dict[str, Any]) -> None:
    feedback.agree(VISITOR)
    _tap(app, **told)
    assert feedback.verdicts(VISITOR) == []


def test_a_truth_that_is_no_number_is_refused_in_words(app: AppTest) -> None:
    feedback.agree(VISITOR)
    _tap(app, truth="cat")
    assert "“cat” is not a number" in _told(app)


def test_without_a_database_the_tap_says_so_and_the_page_goes_on(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_DATABASE", f"sqlite:///{Path(__file__)}/none.db")
    _tap(app)
    assert "the database is not responding" in _told(app)
