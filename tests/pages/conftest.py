"""Loads every part of the pages before a test puts something in a real one's place: one loaded later would keep it."""

import sys

import pytest
from streamlit.testing.v1 import AppTest


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

    import ui.components

    for part in pkgutil.iter_modules(ui.components.__path__):
        importlib.import_module(f"ui.components.{part.name}")
