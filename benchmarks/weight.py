"""Transferred bytes of pages and of a drawn digit, and the duration of a first visit on a slow line.

All bytes are counted by a TCP proxy between browser and server: headers and websockets are in them. The slow line is
the same proxy with a limited rate and a delay. The baseline is the same program as served by Streamlit alone.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, expect

from benchmarks import processes
from benchmarks.pages import PAGES
from benchmarks.pen import START_TIMEOUT_MS, VIEWPORT, open_browser
from benchmarks.report import Figure, Options
from benchmarks.slow_line import Line, slow_line
from tests.browser.pen import answer, canvas, draw, expect_final
from tests.server import Server

FIRST_LOAD_MB = 1.4
DIGIT_KB = 40.0
FIRST_PAINT_S = 3.0
FIRST_ANSWER_S = 30.0
SLOW_BITS = 400_000
SLOW_ROUND_TRIP_S = 0.3
FAST_BITS = 1e9
DIGIT = 5
PATIENCE_MS = 180_000
QUIET_S = 1.5
PLAIN_APP = Path(__file__).parent / "plain" / "app.py"
# First contentful paint: the browser's own figure, in ms since the start of the visit.
_FIRST_PAINT = """() => new Promise((tell) => {
  const look = () => {
    const [entry] = performance.getEntriesByName("first-contentful-paint");
    entry ? tell(entry.startTime) : setTimeout(look, 50);
  };
  look();
})"""


class Weight(NamedTuple):
    """The transferred bytes and messages.

    Attributes:
        up, down: bytes.
        requests: HTTP requests, and websocket messages in both directions.
    """

    up: int
    down: int
    requests: int

    @property
    def kilobytes(self) -> float:
        """The bytes of both directions, in 1,000 bytes."""
        return (self.up + self.down) / 1000


class Scale:
    """Measures what a page sends and receives over a line."""

    def __init__(self, page: Page, line: Line) -> None:
        self._page = page
        self._line = line
        self._requests = 0
        self._before = self._state()
        page.on("request", self._count)
        page.on("websocket", self._watch)

    def reset(self) -> None:
        """Reset the counters."""
        self._before = self._state()

    def weigh(self) -> Weight:
        """Return the transfer since the last reset, after waiting until the line is idle."""
        last = (-1, -1, -1)
        while last != (last := self._state()):
            self._page.wait_for_timeout(QUIET_S * 1000)
        return Weight(*(now - before for now, before in zip(self._state(), self._before, strict=True)))

    def _state(self) -> tuple[int, int, int]:
        return self._line.up.bytes, self._line.down.bytes, self._requests

    def _count(self, *_: object) -> None:
        self._requests += 1

    def _watch(self, socket: object) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, self._count)  # type: ignore[attr-defined]


def measure(options: Options) -> Iterator[Figure]:
    """Measure a first load, the other pages after it, and one digit; then a first visit on a slow line."""
    with open_browser() as browser, processes.digit_lab() as server:
        weights = _weights(browser, server, {} if options.quick else PAGES)
        paint, answered = _slow_visit(browser, server)
    with open_browser() as browser, _plain_server() as server:
        plain = _weights(browser, server, {})
        plain_paint, plain_answered = (None, None) if options.quick else _slow_visit(browser, server)
    for name, weight in weights.items():
        base = plain.get(name)
        yield from _figures(name, weight, base)
    line = "400 kbit/s, 300 ms"
    yield Figure("weight", f"first paint, {line}", paint, "s", plain_paint, at_most=FIRST_PAINT_S)
    yield Figure("weight", f"first answer, {line}", answered, "s", plain_answered, at_most=FIRST_ANSWER_S)


def _figures(name: str, weight: Weight, base: Weight | None) -> Iterator[Figure]:
    if name == "first load":
        base_mb = base.kilobytes / 1000 if base else None
        yield Figure("weight", name, weight.kilobytes / 1000, "MB", base_mb, at_most=FIRST_LOAD_MB)
        yield Figure("weight", f"{name}: requests and messages", weight.requests, "", base.requests if base else None)
        return
    goal = DIGIT_KB if name == "one digit" else None
    note = f"{weight.up / 1000:.1f} up, {weight.down / 1000:.1f} down, {weight.requests} requests and messages"
    yield Figure("weight", name, weight.kilobytes, "kB", base.kilobytes if base else None, at_most=goal, note=note)


def _weights(browser: Browser, server: Server, pages: dict[str, str]) -> dict[str, Weight]:
    found = {}
    with slow_line(server.port, FAST_BITS, 0) as line, _visitor(browser) as context:
        page = context.new_page()
        scale = Scale(page, line)
        _open_draw(page, line)
        found["first load"] = scale.weigh()
        scale.reset()
        draw(page, DIGIT)
        expect_final(page, str(DIGIT), PATIENCE_MS)
        found["one digit"] = scale.weigh()
        for name in [*list(pages)[1:], "Draw"] if pages else []:
            scale.reset()
            page.get_by_role("link", name=name, exact=True).first.click()
            page.wait_for_load_state("networkidle")
            found[f"{name}, after it"] = scale.weigh()
    return found


def _slow_visit(browser: Browser, server: Server) -> tuple[float, float]:
    """Return seconds from the start of a first visit to its first paint, and to an immediate stroke's answer."""
    with slow_line(server.port, SLOW_BITS, SLOW_ROUND_TRIP_S) as line, _visitor(browser) as context:
        page = context.new_page()
        started = time.perf_counter()
        page.goto(line.url, wait_until="commit", timeout=PATIENCE_MS)
        painted = page.evaluate(_FIRST_PAINT) / 1000
        expect(canvas(page)).to_be_visible(timeout=PATIENCE_MS)
        draw(page, DIGIT)
        expect_final(page, str(DIGIT), PATIENCE_MS)
        return painted, time.perf_counter() - started


def _open_draw(page: Page, line: Line) -> None:
    page.goto(line.url)
    expect(canvas(page)).to_be_visible(timeout=START_TIMEOUT_MS)
    expect(answer(page)).to_have_attribute("data-state", "blank", timeout=START_TIMEOUT_MS)


@contextlib.contextmanager
def _visitor(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=VIEWPORT, locale="en-US")
    try:
        yield context
    finally:
        context.close()


@contextlib.contextmanager
def _plain_server() -> Iterator[Server]:
    """Run the program without our server's changes to Streamlit's responses."""
    path = os.path.relpath(PLAIN_APP)
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder), app=path) as server:
        yield server
