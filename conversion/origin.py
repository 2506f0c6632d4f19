"""Where an adopted model came from, as `origin.json` beside it tells."""

import dataclasses
import json
from dataclasses import dataclass

from model_store import store_folder

NAME = "origin.json"


@dataclass(frozen=True)
class Origin:
    """Where an adopted model came from.

    Attributes:
        file: its name on the visitor's computer.
        format: "keras" or "h5".
        keras_version: that wrote it.
        pixels: how it wants its pixels, the id of a `conversion.worker.pixels.Way`.
        is_softmax_added: its own network gave logits.
    """

    file: str
    format: str
    keras_version: str
    pixels: str
    is_softmax_added: bool


def write_origin(model: str, origin: Origin) -> None:
    """Keep where a model came from.

    Raises:
        ModelError: the store cannot be written to.
    """
    text = json.dumps(dataclasses.asdict(origin), ensure_ascii=False, indent=1)
    store_folder().write(f"{model}/{NAME}", text.encode())


def read_origin(model: str) -> Origin | None:
    """Where a model came from; None for one that was trained here.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    content = store_folder().read(f"{model}/{NAME}")
    try:
        return Origin(**json.loads(content)) if content else None
    except (ValueError, TypeError):
        return None
