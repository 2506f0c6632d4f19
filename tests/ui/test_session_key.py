"""A key of the session has a type and a default, and keeps what a visitor's session is told."""

from types import SimpleNamespace
from typing import Any

import pytest

from ui import session_key
from ui.session_key import Key, forget_at, set_texts_anew

WIDTH = Key("width", 36)
NAME: Key[str | None] = Key("name", None)


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What Streamlit keeps."""
    session: dict[str, Any] = {}
    monkeypatch.setattr(session_key, "st", SimpleNamespace(session_state=session))
    return session


def test_value_is_the_default_until_it_is_set(session):
    assert WIDTH.get() == 36
    assert not WIDTH.is_set
    assert session == {}
    WIDTH.set(18)
    assert WIDTH.get() == 18
    assert session == {"width": 18}


def test_widget_begins_with_the_default_or_with_what_was_set(session):
    assert WIDTH.setdefault() == 36
    assert session == {"width": 36}
    WIDTH.set(18)
    assert WIDTH.setdefault() == 18


def test_popped_value_is_forgotten(session):
    NAME.set("seven")
    assert NAME.pop() == "seven"
    assert NAME.pop() is None
    assert session == {}


def test_one_of_several_has_a_name_of_its_own():
    assert Key("train_rate", 0.001).of("b7") == Key("train_rate_b7", 0.001)
    assert Key("row", 0).of("mnist", 3).at(2).name == "row_mnist_3@2"


def test_new_beginning_forgets_the_values_before_it(session):
    WIDTH.at(2).set(18)
    WIDTH.at(12).set(56)
    forget_at(2)
    assert session == {"width@12": 56}


def test_texts_are_set_anew_and_nothing_else(session, monkeypatch):
    session |= {"name": "seven", "width": 18, "tab": "Run"}
    written: list[tuple[str, Any]] = []
    monkeypatch.setattr(session_key, "st", SimpleNamespace(session_state=_Noting(session, written)))
    set_texts_anew(but=Key("tab", ""))
    assert written == [("name", "seven")]


class _Noting(dict[str, Any]):
    def __init__(self, session: dict[str, Any], written: list[tuple[str, Any]]) -> None:
        super().__init__(session)
        self.written = written

    def __setitem__(self, name: str, value: Any) -> None:
        self.written.append((name, value))
