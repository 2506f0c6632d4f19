"""A real recognizer for the pages; and every part of them is loaded before a test puts something in one's place."""

import sys
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from recognition.recognizer_process import RecognizerProcess
from tests.recognition.conftest import wait_for_address


@pytest.fixture(scope="session")
def recognizer() -> Iterator[str]:
    """The address of a recognizer process, shared by the pages that need real answers."""
    process = RecognizerProcess()
    process.start()
    yield wait_for_address(process)
    process.stop()


@pytest.fixture(scope="session", autouse=True)
def _every_part_is_loaded() -> None:
    main = sys.modules["__main__"]
    page = AppTest.from_function(_load, default_timeout=60).run()
    sys.modules["__main__"] = main  # see `_own_main`, which is for single tests
    assert not page.exception, page.exception


def _load() -> None:
    """Within a page, for the canvas can be loaded nowhere else."""
    import importlib
    import pkgutil

    import ui

    for part in pkgutil.walk_packages(ui.__path__, "ui."):
        if not part.name.endswith((".page", ".main")):
            importlib.import_module(part.name)
