"""The query of the route /recognize: the model and the preparation to read a picture with. No TensorFlow here."""

from collections.abc import Mapping
from dataclasses import dataclass

from model_store import DEFAULT_MODEL, default_model
from recognition.preparation import STEPS

# The preparations: ours; the tutorials' for a canvas and for a photograph's file, for comparison; and ours with some
# steps left out, whose names follow in their order, e.g. "without-cropped-centred".
PREPARED, TUTORIAL, TUTORIAL_FILE = "prepared", "tutorial", "tutorial-file"
_WITHOUT = "without"


@dataclass(frozen=True)
class RecognizeQuery:
    """A request to read a picture.

    Attributes:
        model: a model's id.
        with_steps: whether the reply includes the preparation's steps.
        way: the preparation: "prepared", "tutorial", "tutorial-file", or "without-" and the steps that are left out,
            joined by "-".
    """

    model: str = DEFAULT_MODEL
    with_steps: bool = False
    way: str = PREPARED

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "RecognizeQuery":
        """Parse a URL's query: `model`, `steps=1`, `way`; unknown values mean the default."""
        asked = query.get("way", PREPARED)
        way = asked if asked in (TUTORIAL, TUTORIAL_FILE) or steps_left_out(asked) else PREPARED
        return cls(query.get("model") or default_model(), query.get("steps") == "1", way)

    def to_query(self) -> dict[str, str]:
        """Return the parameters that `from_query` parses."""
        return {"model": self.model, "steps": "1" if self.with_steps else "0", "way": self.way}


def steps_left_out(way: str) -> frozenset[str]:
    """Return the steps of `recognition.preparation.STEPS` that `way` leaves out; none for any other text."""
    word, *steps = way.split("-")
    in_order = [step for step in STEPS if step in steps]
    return frozenset(steps) if word == _WITHOUT and steps == in_order else frozenset()
