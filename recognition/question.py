"""What is asked about a picture, on its way from a route or page to the recognizer. No TensorFlow here."""

from collections.abc import Mapping
from dataclasses import dataclass

from model_store import DEFAULT_MODEL, default_model
from recognition.preparation import STEPS

# The ways from a picture to 28×28 pixels: ours; the tutorials' with a canvas and with a photograph's file, to compare
# it with; and ours with steps left out, whose names follow, in their order, e.g. "without-cropped-centred".
PREPARED, TUTORIAL, TUTORIAL_FILE = "prepared", "tutorial", "tutorial-file"
_WITHOUT = "without"


@dataclass(frozen=True)
class Question:
    """What is asked about a picture.

    Attributes:
        model: a model's id.
        with_steps: whether the answer shows the preparation's steps.
        way: "prepared", "tutorial", "tutorial-file", or "without-" and the preparation's steps that are
            left out, with "-" between them.
    """

    model: str = DEFAULT_MODEL
    with_steps: bool = False
    way: str = PREPARED

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Question":
        """The question of an address's query: `model`, `steps=1`, `way`; other values mean the default."""
        asked = query.get("way", PREPARED)
        way = asked if asked in (TUTORIAL, TUTORIAL_FILE) or steps_left_out(asked) else PREPARED
        return cls(query.get("model") or default_model(), query.get("steps") == "1", way)

    def to_query(self) -> dict[str, str]:
        """The query that `from_query` reads."""
        return {"model": self.model, "steps": "1" if self.with_steps else "0", "way": self.way}


def steps_left_out(way: str) -> frozenset[str]:
    """The steps of `recognition.preparation.STEPS` that a way leaves out; none for any other text."""
    word, *steps = way.split("-")
    in_order = [step for step in STEPS if step in steps]
    return frozenset(steps) if word == _WITHOUT and steps == in_order else frozenset()
