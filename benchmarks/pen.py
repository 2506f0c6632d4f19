"""A hand that draws on a page's canvas, and the times that the page itself takes of it (probe.js)."""

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
QUIET_MS = 1000  # a refusal is held back for 700 ms
TIMEOUT_MS = 30_000
START_TIMEOUT_MS = 120_000
VIEWPORT = ViewportSize(width=1280, height=800)


@dataclass(frozen=True)
class Stroke:
    """One stroke, as the page timed it.

    Attributes:
        changed_ms: from lifting the pen to the answer being in the document.
        painted_ms: from lifting the pen to the end of the frame that painted it.
        down_s: how long the pen was down.
        answers_while_down: how many answers came meanwhile.
    """

    changed_ms: float
    painted_ms: float
    down_s: float
    answers_while_down: int


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """A Chromium without a window.

    Raises:
        RuntimeError: there is none.
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
    """A visitor's page with the probe in it, its canvas on the screen."""
    page = browser.new_page(viewport=VIEWPORT, locale="en-US")
    page.add_init_script(path=PROBE)
    page.goto(url)
    expect(page.locator("canvas.upper-canvas")).to_be_visible(timeout=START_TIMEOUT_MS)
    return page


def draw_and_clear(page: Page, path: Sequence[Point]) -> Stroke:
    """Draw one stroke, wait until its answer stays as it is, and clear the canvas.

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
    # Ours, or that of the tutorial's app, which has the canvas's own.
    page.get_by_test_id("tool-clear").or_(page.get_by_role("button", name="Reset canvas")).first.click()
    _settle(page)
    return Stroke(**times)


def draw(page: Page, path: Sequence[Point]) -> None:
    """Draw a stroke with the mouse, a point every 12 ms."""
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
    """A long stroke, three seconds of it: four turns from the middle outwards."""
    angles = [8 * math.pi * number / points for number in range(points)]
    return [(0.5 + 0.015 * angle * math.cos(angle), 0.5 + 0.015 * angle * math.sin(angle)) for angle in angles]


def _settle(page: Page) -> None:
    if not page.evaluate(f"bench.settle({QUIET_MS}, {TIMEOUT_MS})"):
        raise RuntimeError(f"The page did not answer within {TIMEOUT_MS // 1000} s.")
