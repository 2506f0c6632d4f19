"""What the pages need of the server: a real recognizer, and services."""

from collections.abc import Iterator

import pytest

from recognition.recognizer_process import RecognizerProcess
from tests.recognition.conftest import wait_for_address


@pytest.fixture(scope="session")
def recognizer() -> Iterator[str]:
    """The address of a recognizer process, shared by the pages that need real answers."""
    process = RecognizerProcess()
    process.start()
    yield wait_for_address(process)
    process.stop()


@pytest.fixture(autouse=True)
def _with_services(_services: None) -> None:
    """AppTest runs pages without the lifespan, which makes them in the real server."""
