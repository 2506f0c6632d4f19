"""Cumulative layout shift of each page, on its first load and after navigation.

CLS excludes shifts within half a second of a click, so the sum including these is also measured: a page should not jump
after a click either.
"""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks import processes
from benchmarks.pages import PAGES
from benchmarks.pen import open_browser
from benchmarks.report import Figure, Options
from tests.browser.layout_shift import cumulative, open_from_navigation, take_shifts, wait_until_settled, watch_shifts

VIEWPORTS = (ViewportSize(width=1280, height=720), ViewportSize(width=390, height=844))
MOST_SHIFT = 0.1
# The first page of the clicks, with the model whose figures were measured for that page's first load.
START = "/?model=dense-128"
CLICKED = [*list(PAGES)[1:], "Draw"]


def measure(options: Options) -> Iterator[Figure]:
    """Measure each page at each width: a new visitor's first load, and a click in the navigation."""
    del options  # no repetitions: shifts do not depend on the machine's speed
    with open_browser() as browser, processes.digit_lab() as server:
        for viewport in VIEWPORTS:
            for name, path in PAGES.items():
                page = _load(browser, viewport, server.url + path)
                yield from _figures(page, f"{name}, {viewport['width']} wide: first load")
                page.context.close()
            page = _load(browser, viewport, server.url + START)
            take_shifts(page)
            for name in CLICKED:
                open_from_navigation(page, name)
                wait_until_settled(page)
                yield from _figures(page, f"{name}, {viewport['width']} wide: by a click")
            page.context.close()


def _load(browser: Browser, viewport: ViewportSize, url: str) -> Page:
    """Open a page as a new visitor, and wait until it has settled."""
    page = browser.new_context(viewport=viewport, locale="en-US").new_page()
    watch_shifts(page)
    page.goto(url)
    wait_until_settled(page)
    return page


def _figures(page: Page, metric: str) -> Iterator[Figure]:
    shifts = take_shifts(page)
    yield Figure("layout", metric, cumulative(shifts), "CLS", at_most=MOST_SHIFT)
    with_input = cumulative(shifts, with_input=True)
    yield Figure("layout", f"{metric}, with what follows an input", with_input, "CLS", at_most=MOST_SHIFT)
