"""A visitor is who their signed cookie says; without one, or with one that is not ours, who they were at first."""

from types import SimpleNamespace

import pytest

from base import identity
from ui import session_key, visitor

NUMBER = "0123456789abcdef" * 2


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What Streamlit tells of the visitor: cookies and session."""
    told = SimpleNamespace(context=SimpleNamespace(cookies={}), session_state={})
    monkeypatch.setattr(visitor, "st", told)
    monkeypatch.setattr(session_key, "st", told)
    return told


def test_signed_cookie_is_the_visitor_s_number(page):
    cookie = identity.new_cookie()
    page.context.cookies[identity.COOKIE] = cookie
    assert visitor.visitor_id() == cookie.partition(".")[0]
    assert page.session_state == {}


@pytest.mark.parametrize("cookie", ["", "0123", NUMBER, f"{NUMBER}.{'0' * 64}", "../" * 11, "０" * 32])
def test_cookie_that_is_not_ours_is_no_number(page, cookie):
    page.context.cookies[identity.COOKIE] = cookie
    own = visitor.visitor_id()
    assert not cookie.startswith(own)
    assert len(bytes.fromhex(own)) == 16


def test_without_a_cookie_the_number_lasts_as_long_as_the_tab(page):
    first = visitor.visitor_id()
    assert visitor.visitor_id() == first
    page.session_state.clear()
    assert visitor.visitor_id() != first
