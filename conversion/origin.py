"""Where an imported model came from, as `origin.json` beside it records."""

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from model_store import store_folder

NAME = "origin.json"
# Below this accuracy a network was trained for another task, or not at all.
NEAR_CHANCE = 0.5
# The ids of `conversion.worker.pixels.PIXEL_FORMATS`; the most common ones first.
PIXELS = (
    *("unit", "bytes", "centred", "shifted", "standardised"),
    *("unit_inverted", "bytes_inverted", "centred_inverted", "shifted_inverted"),
)


@dataclass(frozen=True)
class Origin:
    """Where an imported model came from.

    Attributes:
        file: the file's name on the visitor's computer.
        format: "keras" or "h5".
        keras_version: the version that wrote it.
        pixels: its pixel format, one of `PIXELS`.
        ending: the activation of its last layer; if it is no "softmax", it was replaced by one.
        is_transposed: it expects rows and columns exchanged.
        order: the label of each of its ten outputs; None: in order.
        tried: the accuracy of each tried pixel format, 0.0 to 1.0.
        tried_images: the number of test images tried.
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
        """Whether it needs transposed pictures or reordered labels."""
        return self.is_transposed or self.order is not None


def read_origin(model: str) -> Origin | None:
    """Load a model's origin; None for one that was trained here.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    content = store_folder().read(f"{model}/{NAME}")
    try:
        return _origin(json.loads(content)) if content else None
    except (ValueError, TypeError):
        return None


def _origin(values: dict[str, Any]) -> Origin:
    # Older records only state whether a softmax was added.
    if values.pop("is_softmax_added", False):
        values["ending"] = "linear"
    return Origin(**values)
