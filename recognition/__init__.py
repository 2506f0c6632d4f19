"""A picture of a digit in, the digit out. `Recognizer` brings TensorFlow with it and is imported on demand."""

from typing import TYPE_CHECKING, Any

from preparation import Prepared, prepare

if TYPE_CHECKING:
    from recognition.recognizer import Recognition, Recognizer

__all__ = ["Prepared", "Recognition", "Recognizer", "prepare"]


def __getattr__(name: str) -> Any:
    # The web process imports this package and must never import TensorFlow.
    if name in ("Recognition", "Recognizer"):
        from recognition import recognizer

        return getattr(recognizer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
