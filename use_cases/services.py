"""What this process has one of, for all visitors: made in the lifespan, handed to pages and routes by `services()`."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from conversion.conversion_board import ConversionBoard
from evaluation.evaluation_board import EvaluationBoard
from image_data.exploration.map_board import MapBoard
from recognition.client import AsyncClient, Client
from recognition.recognizer_process import RecognizerProcess
from training.runs.board import RunBoard


@dataclass(frozen=True, kw_only=True)
class Services:
    """The objects that live as long as the web process. Each starts its processes when they are first needed.

    Attributes:
        runs: trainings; the trainer starts when somebody first opens the Train page.
        conversions: exports and imports.
        evaluations: measurements of models.
        maps: of data sets.
        recognizer: for pages, which wait for its answer.
        live_recognizer: for routes, which run in the server's event loop.
        recognizer_process: what both ask, unless the setting `recognizer` names another.
    """

    runs: RunBoard
    conversions: ConversionBoard
    evaluations: EvaluationBoard
    maps: MapBoard
    recognizer: Client
    live_recognizer: AsyncClient
    recognizer_process: RecognizerProcess

    @classmethod
    def make(cls) -> "Services":
        """New ones. No process is started yet."""
        process = RecognizerProcess()
        return cls(
            runs=RunBoard(),
            conversions=ConversionBoard(),
            evaluations=EvaluationBoard(),
            maps=MapBoard(),
            recognizer=Client(process),
            live_recognizer=AsyncClient(process),
            recognizer_process=process,
        )

    def close(self) -> None:
        """End all that they started. Takes up to some seconds."""
        for closing in (self.runs, self.conversions, self.evaluations, self.maps):
            closing.close()
        self.recognizer_process.stop()


_provided: Services | None = None


@contextlib.contextmanager
def provided(these: Services) -> Iterator[None]:
    """Have `services` return these, in every thread, until the block ends."""
    global _provided
    before, _provided = _provided, these
    try:
        yield
    finally:
        _provided = before


def services() -> Services:
    """Those of this process.

    Streamlit runs pages in threads of its own and shows them nothing of the lifespan's, hence a function.

    Raises:
        RuntimeError: outside of the lifespan, and of `provided`.
    """
    if _provided is None:
        raise RuntimeError("There are no services outside of the server's lifespan. Use `provided`.")
    return _provided
