"""Read the digits on a picture. `Recognizer` needs TensorFlow and is imported on demand."""

from typing import TYPE_CHECKING, Any

from recognition.preparation import Prepared, prepare
from recognition.results import FoundDigit, Recognition

if TYPE_CHECKING:
    from recognition.worker.recognizer import Recognizer

__all__ = ["FoundDigit", "Prepared", "Recognition", "Recognizer", "prepare"]


def __getattr__(name: str) -> Any:
    # The web process imports this package and must never import TensorFlow.
    if name == "Recognizer":
        from recognition.worker.recognizer import Recognizer

        return Recognizer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
