"""Every page in both themes: axe-core finds no violation of WCAG 2.2 AA, and there is one heading of the first rank."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.layout_shift import wait_until_settled, watch_shifts
from tests.browser.pen import draw, expect_final, open_draw_page
from tests.conftest import VIEWPORT
from tests.server import Server

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
TAGS = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
PAGES = {
    "Draw": "/?",
    "Lessons": "/lessons?",
    "a lesson": "/lessons?lesson=dense-512",
    "Data": "/data?dataset=mnist",
    "an image": "/data?view=image",
    "Train": "/train?",
    "Compare": "/compare?",
    "figures": "/evaluate?model=tiny-16",
    "confusion": "/evaluate?model=tiny-16&view=confusion",
    "Inside": "/inside?model=tiny-16",
    "why": "/inside?model=tiny-16&view=why",
    "Models": "/models?",
    "a model": "/models?model=tiny-16",
}


@pytest.fixture
def watched(browser: Browser) -> Iterator[Page]:
    """A new visitor's page, in the light theme."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-US", color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    watch_shifts(page)
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_there_is_one_heading_of_the_first_rank(watched: Page, server: Server, name: str) -> None:
    watched.goto(server.url + PAGES[name])
    wait_until_settled(watched)
    expect(watched.get_by_role("heading", level=1)).to_have_count(1)
    expect_no_violations(watched)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_page_of_the_rest_interface(
    watched: Page, server: Server, scheme: Literal["light", "dark"], width: int
) -> None:
    watched.emulate_media(color_scheme=scheme)
    watched.set_viewport_size({"width": width, "height": 720})
    watched.goto(f"{server.url}/api/v1/docs?lang=zh-TW")
    assert watched.evaluate("document.documentElement.scrollWidth") == width
    assert violations(watched) == []
    watched.get_by_role("link", name="Recognition").first.click()
    expect(watched.get_by_role("heading", name="Recognition", exact=True)).to_be_in_viewport()
    expect(watched).to_have_title("REST 介面 – Digit Lab")


def test_axe_finds_nothing_where_a_digit_was_drawn(watched: Page, server: Server) -> None:
    open_draw_page(watched, server.url)
    draw(watched, 7)
    expect_final(watched, "7")
    expect(watched.get_by_text("Is that right?")).to_be_visible()
    expect_no_violations(watched)


def expect_no_violations(page: Page) -> None:
    """Look at a page in both themes: a change of the system's theme changes the page's."""
    light = _background(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "(light) => getComputedStyle(document.querySelector('.stApp')).backgroundColor !== light", arg=light
    )
    wait_until_settled(page)
    assert violations(page) == []


def _background(page: Page) -> str:
    color: str = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return color


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page, a line an element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    options: dict[str, Any] = {"runOnly": list(TAGS), "resultTypes": ["violations"]}
    found = page.evaluate("(options) => axe.run(document, options)", options)["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:200]}" for rule in found for node in rule["nodes"]]
