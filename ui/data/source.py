"""The Data page's source: a data set, or the visitor's saved drawings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import image_data
from image_data import class_names
from ui.data.address import COLLECTED, TEST, TRAIN
from ui.shared.collected import prepared_drawings
from use_cases.drawings import Collected, collected_drawings

# The data set whose classes and map the drawings use.
DRAWN = "mnist"


class Part(NamedTuple):
    """Images and their labels.

    Attributes:
        images: uint8 (n, 28, 28), 0 background to 255 full ink.
        labels: uint8 (n,), 0 to 9.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


@dataclass(frozen=True)
class Source:
    """A data set as the page shows it.

    Attributes:
        dataset: the bundled data set's name; for drawings, that of `DRAWN`.
        parts: by name: "train" and "test", or "collected".
        collected: the drawings, if it is the drawings' source.
    """

    dataset: str
    parts: Mapping[str, Part]
    collected: Collected | None = None

    @property
    def class_names(self) -> tuple[str, ...]:
        """The ten class names, by label."""
        return class_names(self.dataset)

    @property
    def class_titles(self) -> tuple[str, ...]:
        """The ten class names, with the label in front if it differs: "9 Ankle boot"."""
        names = enumerate(self.class_names)
        return tuple(name if name == str(label) else f"{label} {name}" for label, name in names)

    def part(self, name: str) -> tuple[str, Part]:
        """Return a part with its name, or the only part if there is just one."""
        name = name if name in self.parts else next(iter(self.parts))
        return name, self.parts[name]


def open_source(name: str, visitor: str) -> Source | None:
    """Open a source by its name in the URL; None for drawings if there are none.

    Raises:
        DatasetError: the data set cannot be loaded.
        DatabaseError: saved drawings cannot be read.
    """
    if name == COLLECTED:
        collected = collected_drawings(visitor, prepared_drawings())
        if not len(collected.labels):
            return None
        return Source(DRAWN, {COLLECTED: Part(collected.images, collected.labels)}, collected)
    data = image_data.load(name)
    return Source(name, {TRAIN: Part(data.x_train, data.y_train), TEST: Part(data.x_test, data.y_test)})
