"""From pen-up to the answer on the screen, in Chromium, and the answers while the pen moves.

Measured in the page. A stroke's time starts with the time stamp of its `pointerup` event. It ends when the browser has
painted the first answer that is marked final, which only the answer to a whole stroke is, and that equals the settled
answer. For the tutorial's app, which answers once per stroke, it ends when the changed prediction's text has been
painted; its bar chart may follow later.
"""

import itertools
from collections.abc import Iterator

from playwright.sync_api import Browser, expect

from benchmarks import processes
from benchmarks.frames import PATHS, along
from benchmarks.pen import START_TIMEOUT_MS, Stroke, draw_and_clear, open_browser, open_page, spiral
from benchmarks.report import Figure, Options, percentile, say

STROKES, LONG_STROKES, WARM_UP = 30, 5, 3
PARTS = 6  # points per segment of a path: a stroke takes half a second to a second


def measure(options: Options) -> Iterator[Figure]:
    """Measure Digit Lab, then the tutorial's app, in the same browser."""
    strokes, long_strokes = (6, 1) if options.quick else (STROKES, LONG_STROKES)
    with open_browser() as browser:
        with processes.digit_lab() as server:
            ours, live = _draw_on_ours(browser, server.url, strokes, long_strokes)
        say("Now the tutorial's app …")
        with processes.tutorial_app() as server:
            theirs = _draw_on_theirs(browser, server.url, strokes)
    yield from _figures(ours, live, theirs)


def _draw_on_ours(browser: Browser, url: str, strokes: int, long_strokes: int) -> tuple[list[Stroke], list[Stroke]]:
    page = open_page(browser, url)
    expect(page.get_by_test_id("answer")).to_have_attribute("data-state", "blank", timeout=START_TIMEOUT_MS)
    paths = itertools.cycle(along(path, PARTS) for path in PATHS.values())
    drawn = [draw_and_clear(page, next(paths)) for _ in range(WARM_UP + strokes)][WARM_UP:]
    live = [draw_and_clear(page, spiral()) for _ in range(long_strokes)]
    page.close()
    return drawn, live


def _draw_on_theirs(browser: Browser, url: str, strokes: int) -> list[Stroke]:
    page = open_page(browser, url)
    paths = itertools.cycle(along(path, PARTS) for path in PATHS.values())
    drawn = [draw_and_clear(page, next(paths)) for _ in range(WARM_UP + strokes)][WARM_UP:]
    page.close()
    return drawn


def _figures(ours: list[Stroke], live: list[Stroke], theirs: list[Stroke]) -> Iterator[Figure]:
    name = "pen_to_answer"
    ours_ms = [stroke.painted_ms for stroke in ours]
    theirs_ms = [stroke.painted_ms for stroke in theirs]
    for percent, at_most in ((50, 40), (95, 80)):
        value, baseline = percentile(ours_ms, percent), percentile(theirs_ms, percent)
        yield Figure(name, f"pen-up to answer painted, p{percent}", value, "ms", baseline, at_most=at_most)
    changed, baseline = (percentile([each.changed_ms for each in strokes], 50) for strokes in (ours, theirs))
    yield Figure(name, "pen-up to answer in the document, p50", changed, "ms", baseline)
    share = percentile(ours_ms, 50) / percentile(theirs_ms, 50)
    yield Figure(name, "share of the tutorials' time, p50", share, "", at_most=1 / 8)
    rate = sum(stroke.answers_while_down for stroke in live) / sum(stroke.down_s for stroke in live)
    yield Figure(
        name, "answers while the pen moves", rate, "a second", at_least=4, note="the tutorials' app gives none"
    )
