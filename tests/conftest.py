"""What every test gets: a store of its own; and for those that ask, the real server and a real browser."""

import contextlib
import dataclasses
import gc
import os
import re
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from base import settings
from base.jobs.job_process import JobProcess
from evaluation import WORKER
from evaluation.measurement_cache import Arrays
from evaluation.measuring import measure
from model_store import get_card
from tests.server import Server
from tools import chromium
from use_cases.services import Services, provided, services

VIEWPORT = ViewportSize(width=1280, height=720)
FAILURES = settings.ROOT / "var" / "test-failures"
BROWSER_FIXTURES = {"browser", "page"}
# Playwright's own 5 s are too short for a machine that is busy; a test that passes does not wait.
PATIENCE_MS = 60_000
# As long for a training of half a minute, while others train.
TRAINING_TIMEOUT_MS = 240_000

# A machine that is busy makes no test wrong.
hypothesis_settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("suite")

_has_failed = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Forget the developer's settings, and point storage away from their models, in servers under test too."""
    expect.set_options(timeout=PATIENCE_MS)
    for setting in settings.SETTINGS:
        os.environ.pop(setting.variable, None)
    folder = tempfile.TemporaryDirectory(prefix="digitlab-tests-")
    config.add_cleanup(folder.cleanup)
    os.environ["DIGITLAB_STORE"] = str(Path(folder.name) / "models")
    os.environ["DIGITLAB_DATABASE"] = f"sqlite:///{Path(folder.name) / 'digitlab.db'}"
    os.environ["DIGITLAB_RUNS"] = str(Path(folder.name) / "runs")
    os.environ["DIGITLAB_SECRET"] = "the tests' secret"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: they are slow, and Playwright keeps an event loop that async tests cannot run beside."""
    items.sort(key=lambda item: "tests/browser" in item.path.as_posix() or _uses_browser(item))


def _uses_browser(item: pytest.Item) -> bool:
    return not BROWSER_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember that a test failed, for the fixtures that it used, and show what its server printed."""
    report = yield
    if report.failed:
        item.stash[_has_failed] = True
        used = getattr(item, "funcargs", {}).get("server")
        if isinstance(used, Server):
            report.sections.append(("Server output", used.output()))
    return report


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_STORE", str(tmp_path / "models"))
    monkeypatch.setenv("DIGITLAB_DATABASE", f"sqlite:///{tmp_path / 'digitlab.db'}")
    monkeypatch.setenv("DIGITLAB_RUNS", str(tmp_path / "runs"))


@pytest.fixture(scope="session")
def _services() -> Iterator[None]:
    """For pages and routes that a test runs without the server's lifespan."""
    own = Services.make()
    with provided(own):
        yield
    own.close()


@pytest.fixture
def hand_in(_services: None) -> Iterator[Callable[..., None]]:
    """Put objects in the place of some services, by their names, until the test ends."""
    with contextlib.ExitStack() as stack:
        yield lambda **objects: stack.enter_context(provided(dataclasses.replace(services(), **objects)))


@pytest.fixture(scope="module", autouse=True)
def _little_to_collect() -> None:
    """Streamlit collects garbage after each run of a page; among TensorFlow's objects that takes half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """`AppTest` leaves its page behind as `__main__`, which a process spawned by a later test would run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def tiny_predictions(tmp_path_factory: pytest.TempPathFactory) -> Arrays:
    """What `tiny-16` says of MNIST, measured for real, once for all tests that look at it."""
    return _measured("predictions", tmp_path_factory)


@pytest.fixture(scope="session")
def tiny_stress(tmp_path_factory: pytest.TempPathFactory) -> Arrays:
    """How `tiny-16` reads distorted digits, measured for real."""
    return _measured("stress", tmp_path_factory)


def _measured(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Arrays:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITLAB_STORE", str(tmp_path_factory.mktemp("store")))
        return measure(get_card("tiny-16"), kind, JobProcess(WORKER).run)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real program with a store of its own, shared by all tests; those that kill it start their own `Server`."""
    with Server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """An installed Chrome or Chromium. There is no skipping: a page that no browser has opened is not tested."""
    path = chromium.find()
    assert path is not None, f"The browser tests need a Chrome or Chromium. {chromium.ADVICE}"
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path, args=list(chromium.FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the test's page wrote to its console as an error, and its uncaught exceptions, in order."""
    return []


@pytest.fixture(scope="session")
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """Chromium's profile for the visitors of all tests: what does not change is loaded and compiled once."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext, console_errors: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A new visitor's page. A failed test leaves its picture in var/test-failures/."""
    opened = browser_context.new_page()
    watch_console(opened, console_errors)
    yield opened
    if has_failed(request.node):
        keep_picture(request.node, opened.screenshot())
    forget_visitor(browser_context)


def forget_visitor(context: BrowserContext) -> None:
    """Close all pages and remove what sites keep in the browser; the cache of files stays."""
    origins = {f"{url.scheme}://{url.netloc}" for page in context.pages if (url := urlsplit(page.url)).netloc}
    session = context.new_cdp_session(context.pages[0])
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
    context.clear_cookies()
    context.clear_permissions()
    for page in context.pages:
        page.close()


def has_failed(test: pytest.Item) -> bool:
    """Whether a test failed; a fixture asks after its `yield`."""
    return test.stash.get(_has_failed, False)


def keep_picture(test: pytest.Item, png: bytes) -> None:
    """Keep the picture of a failed test's page in var/test-failures/."""
    FAILURES.mkdir(parents=True, exist_ok=True)
    (FAILURES / f"{re.sub(r'[^A-Za-z0-9_]+', '-', test.name)}.png").write_bytes(png)


def watch_console(page: Page, errors: list[str]) -> None:
    """Append a page's console errors and uncaught exceptions to a list."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
