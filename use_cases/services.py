"""The web process' long-lived objects: created in the lifespan, available to pages and routes by `services()`."""

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
    """The objects that live as long as the web process. Each starts its processes on first use.

    Attributes:
        runs: the board of trainings; the trainer starts when the Train page is first opened.
        conversions: the board of exports and imports.
        evaluations: the board of measurements.
        maps: the board of data sets' maps.
        recognizer: the blocking client, for pages.
        live_recognizer: the asynchronous client, for routes.
        recognizer_process: our own recognizer, used unless the setting `recognizer` names another.
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
        """Create all services, without starting processes."""
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
        """End all their processes. May take some seconds."""
        for closing in (self.runs, self.conversions, self.evaluations, self.maps):
            closing.close()
        self.recognizer_process.stop()


_provided: Services | None = None


@contextlib.contextmanager
def provided(these: Services) -> Iterator[None]:
    """Make `services` return these, in every thread, until the block ends."""
    global _provided
    before, _provided = _provided, these
    try:
        yield
    finally:
        _provided = before


def services() -> Services:
    """Return this process' services.

    A function, as Streamlit runs pages in its own threads, without access to the lifespan's state.

    Raises:
        RuntimeError: outside the lifespan and `provided`.
    """
    if _provided is None:
        raise RuntimeError("There are no services outside of the server's lifespan. Use `provided`.")
    return _provided
