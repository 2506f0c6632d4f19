"""Pages do not jump while they load; `make bench ONLY=layout` measures all of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.layout_shift import cumulative, open_from_navigation, take_shifts, wait_until_settled, watch_shifts
from tests.server import Server

MOST_SHIFT = 0.1
PAGES = {"Models": "/models", "Inside": "/inside?model=tiny-16"}


@pytest.fixture(params=[(1280, 720), (390, 844)], ids=["wide", "phone"])
def sized(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new visitor's page, wide and narrow, that notes what moves."""
    width, height = request.param
    context = browser.new_context(viewport=ViewportSize(width=width, height=height), locale="en-US")
    page = context.new_page()
    watch_shifts(page)
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_jump_on_its_first_load(sized: Page, server: Server, name: str) -> None:
    sized.goto(server.url + PAGES[name])
    wait_until_settled(sized)
    shifts = take_shifts(sized)
    assert cumulative(shifts, with_input=True) <= MOST_SHIFT, shifts


def test_pages_do_not_jump_when_they_are_navigated_to(sized: Page, server: Server) -> None:
    sized.goto(f"{server.url}/compare")
    wait_until_settled(sized)
    take_shifts(sized)
    for name in PAGES:
        open_from_navigation(sized, name)
        wait_until_settled(sized)
        shifts = take_shifts(sized)
        assert cumulative(shifts, with_input=True) <= MOST_SHIFT, shifts


def test_style_rules_hold_before_a_page_is_drawn(sized: Page, server: Server) -> None:
    sized.goto(f"{server.url}/models", wait_until="commit")
    switch = sized.locator(".st-key-language_switch")
    expect(switch).to_be_attached()
    assert switch.evaluate("(element) => getComputedStyle(element).position") == "fixed"
