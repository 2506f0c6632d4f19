"""Draw on a page's canvas with a simulated pen, and read the page's own timings (probe.js)."""

import contextlib
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.browser.pen import Point
from tools import chromium

PROBE = Path(__file__).with_name("probe.js")
PACE_S = 0.012
QUIET_MS = 1000  # a refusal is shown after 700 ms
TIMEOUT_MS = 30_000
START_TIMEOUT_MS = 120_000
VIEWPORT = ViewportSize(width=1280, height=800)


@dataclass(frozen=True)
class Stroke:
    """The page's timings of a stroke.

    Attributes:
        changed_ms: from pen-up to the answer in the DOM.
        painted_ms: from pen-up to the end of the frame that painted it.
        down_s: the duration of the stroke.
        answers_while_down: the number of answers during the stroke.
    """

    changed_ms: float
    painted_ms: float
    down_s: float
    answers_while_down: int


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """Open a headless Chromium.

    Raises:
        RuntimeError: no Chromium is installed.
    """
    path = chromium.find()
    if path is None:
        raise RuntimeError(f"This measurement needs a Chrome or Chromium; none was found. {chromium.ADVICE}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def open_page(browser: Browser, url: str) -> Page:
    """Open a new visitor's page with the probe, and scroll its canvas into view."""
    page = browser.new_page(viewport=VIEWPORT, locale="en-US")
    page.add_init_script(path=PROBE)
    page.goto(url)
    expect(page.locator("canvas.upper-canvas")).to_be_visible(timeout=START_TIMEOUT_MS)
    return page


def draw_and_clear(page: Page, path: Sequence[Point]) -> Stroke:
    """Draw a stroke, wait until its answer is stable, and clear the canvas.

    Raises:
        RuntimeError: no answer came.
    """
    page.evaluate("bench.reset()")
    draw(page, path)
    _settle(page)
    times = page.evaluate("bench.stroke()")
    if times["changed_ms"] is None:
        raise RuntimeError("An answer came, but none to the whole stroke.")
    page.evaluate("bench.reset()")
    # Our button, or that of the tutorial's app, which is the canvas component's own.
    page.get_by_test_id("tool-clear").or_(page.get_by_role("button", name="Reset canvas")).first.click()
    _settle(page)
    return Stroke(**times)


def draw(page: Page, path: Sequence[Point]) -> None:
    """Draw a stroke with the mouse, with a point every 12 ms."""
    box = page.locator("canvas.upper-canvas").bounding_box()
    if box is None:
        raise RuntimeError("The canvas is not on the screen.")
    due = time.perf_counter()
    for number, (x, y) in enumerate(path):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if number == 0:
            page.mouse.down()
        due += PACE_S
        time.sleep(max(due - time.perf_counter(), 0.0))
    page.mouse.up()


def spiral(points: int = 250) -> list[Point]:
    """Return a stroke of three seconds: four turns outwards from the centre."""
    angles = [8 * math.pi * number / points for number in range(points)]
    return [(0.5 + 0.015 * angle * math.cos(angle), 0.5 + 0.015 * angle * math.sin(angle)) for angle in angles]


def _settle(page: Page) -> None:
    if not page.evaluate(f"bench.settle({QUIET_MS}, {TIMEOUT_MS})"):
        raise RuntimeError(f"The page did not answer within {TIMEOUT_MS // 1000} s.")
