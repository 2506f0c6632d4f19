"""What reads digits, made once for all tests: a recognizer in this process, and the recognizer process."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from recognition.recognizer_process import RecognizerProcess

if TYPE_CHECKING:
    from recognition import Recognizer

START_TIMEOUT_S = 120.0


def wait_for_address(process: RecognizerProcess, is_it: Callable[[str], bool] = bool) -> str:
    """The address of a recognizer process once it has one that is wanted."""
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until:
        found = process.address
        if found is not None and is_it(found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"The recognizer has not answered in {START_TIMEOUT_S} s.")


@pytest.fixture(scope="session")
def recognizer() -> "Recognizer":
    """The shipped digit model. TensorFlow is loaded with the first test that asks, not when pytest collects."""
    from recognition import Recognizer

    return Recognizer.load("digits-cnn")


@pytest.fixture(scope="session")
def recognizer_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the recognizer process."""
    return tmp_path_factory.mktemp("recognizer") / "models"


@pytest.fixture(scope="session")
def recognizer_process(recognizer_store: Path) -> Iterator[RecognizerProcess]:
    """The recognizer process; it may have another address for each test."""
    before = os.environ["DIGITLAB_STORE"]
    os.environ["DIGITLAB_STORE"] = str(recognizer_store)
    process = RecognizerProcess()
    process.start()
    wait_for_address(process)
    os.environ["DIGITLAB_STORE"] = before
    yield process
    process.stop()


@pytest.fixture
def address(recognizer_process: RecognizerProcess, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the recognizer process answers; our client is told by the setting."""
    found = wait_for_address(recognizer_process)
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", found)
    return found
