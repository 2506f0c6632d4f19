"""From a click to a page's first content, for each page; and another visitor's latency while pages are opened.

A page's first content is the first text in its main part; the frame with the navigation is shown before.
"""

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Browser

from benchmarks import load, processes
from benchmarks.pen import START_TIMEOUT_MS, VIEWPORT, open_browser
from benchmarks.report import Figure, Options, percentile

# The URL of each page's heaviest view.
PAGES = {
    "Draw": "/",
    "Train": "/train",
    "Compare": "/compare",
    "Models": "/models",
    "Data": "/data?dataset=fashion_mnist",
    "Evaluate": "/evaluate?model=dense-128",
    "Inside": "/inside?model=dense-128",
    "Lessons": "/lessons?lesson=dense-512",
}
VISITS = 5
EVERY_S = 0.1
IDLE_S = 10.0
FIRST_CONTENT_S = 2.0
# The browser shares the cores, so a response may be slow, but none may wait for a page's own computation.
FRAME_MS = 250.0
# The language switch, which is in the main part of every page.
_HAS_CONTENT = """() => {
  const main = document.querySelector(".stMainBlockContainer")?.cloneNode(true);
  main?.querySelectorAll(".st-key-language_switch, style").forEach((element) => element.remove());
  return Boolean(main?.textContent.trim() || main?.querySelector("canvas, svg, img"));
}"""


def measure(options: Options) -> Iterator[Figure]:
    """Measure each page's first visit on a fresh server, later visits, and another visitor's frames during these."""
    visits = 2 if options.quick else VISITS
    with open_browser() as browser, processes.digit_lab() as server, ThreadPoolExecutor(1) as thread:
        route = server.url + load.ROUTE
        for name, path in PAGES.items():
            first = _seconds_to_content(browser, server.url + path)
            yield Figure("pages", f"{name}: first content, first visit", first, "s", at_most=FIRST_CONTENT_S)
        idle = thread.submit(load.run, load.put_one_visitor(route, IDLE_S, EVERY_S)).result()
        for name, path in PAGES.items():
            times, frames = _visit(browser, thread, server.url + path, route, visits)
            yield Figure("pages", f"{name}: first content", statistics.median(times), "s", at_most=FIRST_CONTENT_S)
            for percent, goal in ((50, None), (95, FRAME_MS)):
                metric = f"{name}: another's frame meanwhile, p{percent}"
                value, baseline = (percentile(tally.latencies_ms, percent) for tally in (frames, idle))
                yield Figure("pages", metric, value, "ms", baseline, goal)


def _visit(
    browser: Browser, thread: ThreadPoolExecutor, page: str, route: str, visits: int
) -> tuple[list[float], load.Tally]:
    """Return the seconds to the page's first content for each visit, and the latencies of another visitor's frames."""
    started = time.perf_counter()
    first = _seconds_to_content(browser, page)
    lasting = (time.perf_counter() - started) * visits
    frames = thread.submit(load.run, load.put_one_visitor(route, lasting, EVERY_S))
    times = [first, *(_seconds_to_content(browser, page) for _ in range(visits))]
    return times, frames.result()


def _seconds_to_content(browser: Browser, url: str) -> float:
    """Return the seconds for a new visitor with an empty browser cache."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-US")
    page = context.new_page()
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(_HAS_CONTENT, timeout=START_TIMEOUT_MS, polling="raf")
    seconds = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds
