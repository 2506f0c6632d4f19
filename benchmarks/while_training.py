"""A drawing's latency while a network trains on the same machine; the baseline is the same without training.

Frames like the lens' through the REST route, one visitor, ten per second; and strokes in Chromium, from pen-up to the
painted answer. The training is started like a visitor does: on the Train page, from a link.
"""

import contextlib
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Browser, expect

from benchmarks import load, processes
from benchmarks.frames import PATHS, along
from benchmarks.pen import START_TIMEOUT_MS, VIEWPORT, draw_and_clear, open_browser, open_page
from benchmarks.report import Figure, Options, percentile, say

EVERY_S = 0.1
FRAMES_S = 20.0
STROKES, WARM_UP, PARTS = 20, 3, 6
GOAL = 1.5
FRAME, STROKE = "a frame", "pen-up to answer painted"
# Links to recipes that train for longer than the measurement takes.
TRAINED = {
    "dense": "recipe=dense-128&hidden=1024-1024&epochs=50",
    "convolutional": "recipe=dense-128&convolutions=16x3p-32x3p&epochs=50",
}


def measure(options: Options) -> Iterator[Figure]:
    """Measure idle, then while a dense network trains, then while a convolutional one does."""
    share = 0.2 if options.quick else 1.0
    with open_browser() as browser, processes.digit_lab() as server:
        idle = _answers(browser, server.url, share)
        for kind, query in TRAINED.items():
            say(f"Now while a {kind} network trains …")
            with _training(browser, f"{server.url}/train?{query}"):
                busy = _answers(browser, server.url, share)
            yield from _figures(kind, idle, busy)


def _figures(kind: str, idle: dict[str, list[float]], busy: dict[str, list[float]]) -> Iterator[Figure]:
    for what, times in busy.items():
        for percent, goal in ((50, GOAL), (95, None)):
            baseline = percentile(idle[what], percent)
            metric = f"{what} while a {kind} network trains, p{percent}"
            at_most = None if goal is None else goal * baseline
            value = percentile(times, percent)
            yield Figure("while_training", metric, value, "ms", baseline, at_most=at_most, note="baseline: idle")


def _answers(browser: Browser, url: str, share: float) -> dict[str, list[float]]:
    """Return latencies in ms of frames and of strokes."""
    with ThreadPoolExecutor(1) as thread:  # this thread has Playwright's event loop
        tally = thread.submit(load.run, load.put_one_visitor(url + load.ROUTE, FRAMES_S * share, EVERY_S)).result()
    if tally.errors:
        raise RuntimeError(f"Frames got no answer: {dict(tally.errors)}.")
    page = open_page(browser, url)
    expect(page.get_by_test_id("answer")).to_have_attribute("data-state", "blank", timeout=START_TIMEOUT_MS)
    paths = itertools.cycle(along(path, PARTS) for path in PATHS.values())
    strokes = [draw_and_clear(page, next(paths)) for _ in range(WARM_UP + round(STROKES * share))][WARM_UP:]
    page.close()
    return {FRAME: tally.latencies_ms, STROKE: [stroke.painted_ms for stroke in strokes]}


@contextlib.contextmanager
def _training(browser: Browser, link: str) -> Iterator[None]:
    """Start a run, wait for its first epoch, and stop it after the block; its visitor's page is closed meanwhile."""
    page = browser.new_page(viewport=VIEWPORT, locale="en-US")
    page.goto(link)
    page.get_by_role("button", name="Train", exact=True).click(timeout=START_TIMEOUT_MS)
    expect(page.get_by_text("epoch 1 of 50", exact=False)).to_be_visible(timeout=START_TIMEOUT_MS)
    page.goto("about:blank")
    yield
    page.goto(link.partition("?")[0])
    page.get_by_role("button", name="Stop and keep").click(timeout=START_TIMEOUT_MS)
    expect(page.locator(".stMarkdownBadge", has_text="stopped")).to_be_visible(timeout=START_TIMEOUT_MS)
    page.close()
