"""A new visitor in Firefox and in WebKit: each test runs in both."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers.firefox import open_firefox
from tests.browsers.webkit import open_webkit, virtual_display
from tests.browsers.window import Window
from tests.conftest import has_failed, keep_picture
from tools import browsers


@pytest.fixture(scope="session", autouse=True)
def _installed() -> None:
    """There is no skipping: a browser that opened no page is not tested."""
    assert browsers.missing() == [], "Run `make test-browsers`, which installs them or says how."


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """A display for browsers that need one."""
    with virtual_display() as name:
        yield name


@pytest.fixture(params=["firefox", "webkit"])
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Window]:
    """A new visitor's window. A failed test leaves its picture in var/test-failures/."""
    with contextlib.ExitStack() as stack:
        if request.param == "firefox":
            opened: Window = stack.enter_context(open_firefox(tmp_path))
        else:
            opened = stack.enter_context(open_webkit(tmp_path, request.getfixturevalue("display")))
        yield opened
        if has_failed(request.node):
            keep_picture(request.node, opened.picture())
