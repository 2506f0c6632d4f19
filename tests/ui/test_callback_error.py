"""A callback's error is kept for the page, and forgotten with the next press."""

from types import SimpleNamespace

import pytest

from base.errors import DigitLabError, ModelError
from ui import session_key
from ui.session_key import Key
from ui.shared.callback_error import keep_error

ERROR: Key[DigitLabError | None] = Key("error", None)


@pytest.fixture(autouse=True)
def _session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_key, "st", SimpleNamespace(session_state={}))


def test_error_is_kept_until_the_next_press():
    error = ModelError("There is none.")
    with keep_error(ERROR):
        raise error
    assert ERROR.get() is error
    with keep_error(ERROR):
        assert ERROR.get() is None
    assert ERROR.get() is None


def test_bug_is_not_kept_but_surfaces():
    with pytest.raises(ZeroDivisionError), keep_error(ERROR):
        _ = 1 / 0
    assert ERROR.get() is None
