"""What is asked about a picture, on its way from a route or page to the recognizer. No TensorFlow here."""

from collections.abc import Mapping
from dataclasses import dataclass

from model_store import DEFAULT_MODEL, default_model

# The ways from a picture to 28×28 pixels: ours, and the tutorials', to compare it with.
PREPARED, TUTORIAL = "prepared", "tutorial"


@dataclass(frozen=True)
class Question:
    """What is asked about a picture.

    Attributes:
        model: a model's id.
        with_steps: whether the answer shows the preparation's steps.
        way: "prepared" or "tutorial".
    """

    model: str = DEFAULT_MODEL
    with_steps: bool = False
    way: str = PREPARED

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Question":
        """The question of an address's query: `model`, `steps=1`, `way=tutorial`; other values mean the default."""
        way = TUTORIAL if query.get("way") == TUTORIAL else PREPARED
        return cls(query.get("model") or default_model(), query.get("steps") == "1", way)

    def to_query(self) -> dict[str, str]:
        """The query that `from_query` reads."""
        return {"model": self.model, "steps": "1" if self.with_steps else "0", "way": self.way}
