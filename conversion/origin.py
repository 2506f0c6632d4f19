"""Where an imported model came from, as `origin.json` beside it records."""

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from model_store import store_folder

NAME = "origin.json"
# A network that reads fewer has learnt something else than it is asked for, or nothing.
NEAR_CHANCE = 0.5
# How networks may want their pixels, the ids of `conversion.worker.pixels.WAYS`; the usual ones first.
PIXELS = (
    *("unit", "bytes", "centred", "shifted", "standardised"),
    *("unit_inverted", "bytes_inverted", "centred_inverted", "shifted_inverted"),
)


@dataclass(frozen=True)
class Origin:
    """Where an imported model came from.

    Attributes:
        file: its name on the visitor's computer.
        format: "keras" or "h5".
        keras_version: that wrote it.
        pixels: how it wants its pixels, one of `PIXELS`.
        ending: the activation of its own last layer; where that is no "softmax", one was put in its place.
        is_transposed: it wants rows for columns.
        order: which of its ten answers stands for which label; None: each for its own.
        tried: of each way to present pixels, how many of some test images it read: 0.0 to 1.0.
        tried_images: how many test images these were.
    """

    file: str
    format: str
    keras_version: str
    pixels: str
    ending: str = "softmax"
    is_transposed: bool = False
    order: list[int] | None = None
    tried: dict[str, float] = field(default_factory=dict)
    tried_images: int = 1000

    def to_json(self) -> bytes:
        """The content of `origin.json`."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def is_rearranged(self) -> bool:
        """Whether it reads hardly anything of pictures and labels as they are."""
        return self.is_transposed or self.order is not None


def read_origin(model: str) -> Origin | None:
    """Where a model came from; None for one that was trained here.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    content = store_folder().read(f"{model}/{NAME}")
    try:
        return _origin(json.loads(content)) if content else None
    except (ValueError, TypeError):
        return None


def _origin(values: dict[str, Any]) -> Origin:
    # Older records say only whether a softmax was added.
    if values.pop("is_softmax_added", False):
        values["ending"] = "linear"
    return Origin(**values)
