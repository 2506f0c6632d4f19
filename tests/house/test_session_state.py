"""What pages keep in a session has a typed key in `ui.state`, and goes through it."""

import ast
from collections.abc import Iterator

from base.settings import ROOT
from ui import state
from ui.session_key import Key

FILES = sorted(path for path in (ROOT / "ui").rglob("*.py") if path.name != "session_key.py")


def test_no_page_reads_or_writes_the_session_but_through_a_key():
    found = [f"{path.relative_to(ROOT)}, line {line}" for path in FILES for line in _uses(path.read_text("utf-8"))]
    assert found == []


def test_the_check_notices_each_way_to_the_session():
    assert list(_uses('st.session_state["model"] = 1')) == [1]
    assert list(_uses('import streamlit\n\nstreamlit.session_state.get("model")')) == [3]
    assert list(_uses("from streamlit import session_state")) == [1]
    assert list(_uses('state.MODEL.set("tiny-16")')) == []


def test_no_two_keys_have_the_same_name():
    names = [value.name if isinstance(value, Key) else value for name, value in vars(state).items() if name.isupper()]
    assert sorted({name for name in names if isinstance(name, str) and names.count(name) > 1}) == []


def test_no_default_can_be_changed_in_place():
    """All visitors share the defaults."""
    keys = [value for value in vars(state).values() if isinstance(value, Key)]
    assert [key.name for key in keys if isinstance(key.default, dict | list | set)] == []


def _uses(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr="session_state", lineno=line):
                yield line
            case ast.ImportFrom(module="streamlit", names=names, lineno=line) if any(
                alias.name == "session_state" for alias in names
            ):
                yield line
