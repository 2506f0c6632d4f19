"""One measurement of a shipped network, made for real, for all tests that look at it."""

import pytest

from evaluation import WORKER
from evaluation.kept import Arrays
from evaluation.measuring import measure
from jobs.process import JobProcess
from model_store import get_card


@pytest.fixture(scope="session")
def tiny_predictions(tmp_path_factory: pytest.TempPathFactory) -> Arrays:
    """What `tiny-16` says of MNIST."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITLAB_STORE", str(tmp_path_factory.mktemp("store")))
        return measure(get_card("tiny-16"), "predictions", JobProcess(WORKER).run)
