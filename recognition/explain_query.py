"""The query of the recognizer's route /explain: which part of a network to explain. No TensorFlow here."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from base.errors import InquiryError

SIDE = 28
# Side of the occluding patch in pixels: wide enough to hide a stroke, which is two to four pixels thick.
PATCH = 5
# Every layer's output; one unit's weights; an occlusion map; the smallest change; the list of layers.
NETWORK, UNIT, WHY, FLIP, LAYERS = "network", "unit", "why", "flip", "layers"
# Those that need a picture.
PICTURED = (NETWORK, WHY, FLIP)
MAX_UNITS = 100_000


@dataclass(frozen=True)
class ExplainQuery:
    """A request to explain a network.

    Attributes:
        model: a model's id.
        what: "network", "unit", "why", "flip" or "layers".
        digit: the network's input, 784 bytes, 0 paper to 255 ink; empty for "unit" and "layers".
        layer, unit: for "unit": the name of a layer with weights, and the index of its neuron or filter, from 0.
        target: for "flip": the class to change the answer to, 0 to 9.

    Raises:
        InquiryError: a value is out of range.
    """

    model: str
    what: str = NETWORK
    digit: bytes = b""
    layer: str = ""
    unit: int = 0
    target: int = 0

    def __post_init__(self) -> None:
        if self.what not in (*PICTURED, UNIT, LAYERS):
            raise _refusal("what", self.what, "network, unit, why, flip or layers")
        if self.what in PICTURED and len(self.digit) != SIDE**2:
            raise _refusal("digit", f"{len(self.digit)} bytes", "784 bytes")
        if not 0 <= self.target <= 9:
            raise _refusal("target", self.target, "0 to 9")
        if not 0 <= self.unit < MAX_UNITS:
            raise _refusal("unit", self.unit, f"0 to {MAX_UNITS - 1}")

    @classmethod
    def from_query(cls, query: Mapping[str, str], digit: bytes) -> "ExplainQuery":
        """Parse a URL's query and a request's body.

        Raises:
            InquiryError: a value is out of range.
        """
        numbers = {name: _number(name, query.get(name, "0")) for name in ("unit", "target")}
        return cls(query.get("model", ""), query.get("what", NETWORK), digit, query.get("layer", ""), **numbers)

    def to_query(self) -> dict[str, str]:
        """Return the parameters that `from_query` parses, without the digit, which is the request's body."""
        return {
            field.name: str(getattr(self, field.name)) for field in dataclasses.fields(self) if field.name != "digit"
        }


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise _refusal(name, text, "a whole number")
    return int(text)


def _refusal(name: str, value: object, allowed: str) -> InquiryError:
    message = f"The query's {name} must be {allowed}. Received: {name}={value!r}."
    return InquiryError(message, field=name, value=str(value))
