"""What tests of the converter's inside need."""

import warnings
from collections.abc import Iterator

import pytest


@pytest.fixture
def _like_the_worker() -> Iterator[None]:
    """Silence what libraries mention of themselves, as the converter process does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
