"""Memory of each process after visits to Draw and Train, and the time from start to shell, canvas and first answer."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, expect

from benchmarks import processes
from benchmarks.frames import PATHS, along
from benchmarks.pen import START_TIMEOUT_MS, VIEWPORT, draw, open_browser, open_page
from benchmarks.report import Figure, Options, say
from tests.server import Server

WORKER_TIMEOUT_S = 90.0
STEADY_S, STEADY_MB = 5.0, 5.0
PARTS = 6
STARTS = 3  # the median is reported; the first start reads all files from the disk


def measure(options: Options) -> Iterator[Figure]:
    """Measure Digit Lab, then, for comparison, the tutorial's app."""
    del options  # has no quick variant
    with open_browser() as browser:
        starts = [_start_and_stop(browser) for _ in range(STARTS)]
        with tempfile.TemporaryDirectory() as folder, Server(Path(folder)) as server:
            figures = list(_visit_and_weigh(browser, server))
        say("Now the tutorial's app …")
        started = time.perf_counter()
        with processes.tutorial_app() as tutorial:
            page = open_page(browser, tutorial.url)
            medians = tuple(statistics.median(times) for times in zip(*starts, strict=True))
            baseline = _start_figures(medians, (time.perf_counter() - started, _first_answer(page, started)))
            theirs = _mb(tutorial.process)
    yield from baseline
    yield Figure("memory", "web process", figures[0].value, "MB", theirs, at_most=250)
    yield from figures[1:]


def _start_and_stop(browser: Browser) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            return _start(browser, server)
        finally:
            server.stop()


def _start(browser: Browser, server: Server) -> tuple[float, float, float]:
    """Return seconds from the server's start to the page's shell, its canvas, and an immediate stroke's answer."""
    started = time.perf_counter()
    server.start()
    server.wait_until_alive()
    page = browser.new_page(viewport=VIEWPORT, locale="en-US")
    page.goto(server.url, wait_until="commit")
    expect(page.get_by_role("link", name="Train")).to_be_visible(timeout=START_TIMEOUT_MS)
    shell_s = time.perf_counter() - started
    expect(page.locator("canvas.upper-canvas")).to_be_visible(timeout=START_TIMEOUT_MS)
    return shell_s, time.perf_counter() - started, _first_answer(page, started)


def _first_answer(page: Page, started: float) -> float:
    draw(page, along(PATHS[2], PARTS))
    answer = page.locator('[data-testid="answer"][data-state="final"], p:has-text("Prediction:")')
    expect(answer).to_be_visible(timeout=START_TIMEOUT_MS)
    seconds = time.perf_counter() - started
    page.close()
    return seconds


def _start_figures(ours: tuple[float, ...], theirs: tuple[float, float]) -> list[Figure]:
    return [
        Figure("memory", "server's start to the page's shell", ours[0], "s", at_most=3),
        Figure("memory", "server's start to the canvas on the screen", ours[1], "s", theirs[0]),
        Figure("memory", "server's start to the first answer", ours[2], "s", theirs[1]),
    ]


def _visit_and_weigh(browser: Browser, server: Server) -> Iterator[Figure]:
    """Visit Draw, Train and Draw again like a few visitors, and return every process' resident memory."""
    for _ in range(5):
        for path in ("/", "/train", "/"):
            page = browser.new_page(locale="en-US")
            page.goto(server.url + path, wait_until="networkidle")
            page.close()
    _wait_until_steady(server)
    yield Figure("memory", "web process", _mb(server.process), "MB", at_most=250)
    for child in server.children():
        yield Figure("memory", _name(child), _mb(child), "MB")


def _wait_until_steady(server: Server) -> None:
    """Wait until the Train page's worker has loaded, i.e. no process has grown for some seconds."""
    until = time.monotonic() + WORKER_TIMEOUT_S
    before = 0.0
    while time.monotonic() < until:
        total = sum(_mb(child) for child in server.children())
        if total - before < STEADY_MB:
            return
        before = total
        time.sleep(STEADY_S)


def _name(process: psutil.Process) -> str:
    """Return a child's name from its command line."""
    command = " ".join(process.cmdline())
    if "recognition.worker" in command:
        return "recognizer process"
    if "training.runs.cluster" in command:
        return "Dask scheduler"
    return "Dask worker" if "spawn_main" in command else "Python's helper"


def _mb(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / 2**20
