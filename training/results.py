"""A training's progress reports and its result, as plain data to send between processes."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from image_data import class_names
from model_store import ModelCard
from training.recipe.recipes import Recipe

History = dict[str, list[float]]
# Per finished epoch, for each pinned picture its ten probabilities.
Pinned = list[list[list[float]]]


class Ending(StrEnum):
    """Why a training ended."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    EARLY = "early"
    DIVERGED = "diverged"


@dataclass(frozen=True)
class Progress:
    """The progress of a training.

    Attributes:
        epoch: the current epoch, counted from 1.
        epoch_fraction: its finished share, 0.0 to 1.0.
        seconds_left: estimated time until the last epoch's end; None while there is too little data.
        history: per finished epoch, `loss`, `accuracy` and, with validation, `val_loss`, `val_accuracy`; if the
            learning rate was changed, `learning_rate`; with own drawings, `own_accuracy` on the held-out ones.
        pinned: per finished epoch, the predictions for the pinned pictures; empty if none is pinned.
    """

    epoch: int
    epoch_fraction: float
    seconds_left: float | None = None
    history: History = field(default_factory=dict)
    pinned: Pinned = field(default_factory=list)


@dataclass(frozen=True)
class NetworkFiles:
    """A trained network as the bytes of a `.keras` and a `.h5` file; compiled, without the optimizer's state."""

    keras: bytes
    h5: bytes


@dataclass(frozen=True)
class TrainingResult:
    """The result of a training; the network itself is in `NetworkFiles`.

    Attributes:
        recipe: the trained recipe.
        summary: the text of Keras' `model.summary()`.
        history, pinned: as in `Progress`, without an incomplete epoch.
        test_loss, test_accuracy: on the data set's test images; the accuracy 0.0 to 1.0.
        train_seconds: of training alone, without loading data and testing.
        parameters: the network's number of parameters.
        ending: why it ended: complete, stopped by its visitor, early stopping, or a loss of nan.
        kept_epoch: the epoch of the final weights, counted from 1: the last one if the training is complete without
            early stopping, else the best; 0 if none was finished.
        versions: the versions of python, tensorflow and keras.
        sha256: digest of the `.keras` file.
        drawn_count: number of held-out own drawings.
        drawn_before: accuracy on them before this training, 0.0 to 1.0.
    """

    recipe: Recipe
    summary: str
    history: History
    test_loss: float
    test_accuracy: float
    train_seconds: float
    parameters: int
    ending: Ending
    kept_epoch: int
    versions: dict[str, str]
    sha256: str
    pinned: Pinned = field(default_factory=list)
    drawn_count: int = 0
    drawn_before: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain values for JSON and `from_dict`."""
        return dataclasses.asdict(self) | {"recipe": self.recipe.to_dict()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "TrainingResult":
        """Rebuild a result from `to_dict`'s values."""
        recipe, ending = Recipe.from_dict(values["recipe"]), Ending(values["ending"])
        return cls(**{**values, "recipe": recipe, "ending": ending})

    @property
    def drawn_after(self) -> float:
        """Accuracy of the final network on the held-out own drawings, 0.0 to 1.0."""
        done = self.history.get("own_accuracy", ())
        return done[self.kept_epoch - 1] if done and self.kept_epoch else self.drawn_before

    def card(self, name: str, author: str = "", start: ModelCard | None = None) -> ModelCard:
        """Return the card to save the network with.

        Args:
            name: the model's name.
            author: the person who trained it.
            start: the model that training started from, if it still exists.
        """
        learnt = (*start.also_trained_with, start.dataset) if start else ()
        own = ("own drawings",) if self.recipe.own_drawings else ()
        return ModelCard(
            name=name,
            recipe=None if self.recipe.is_outside_family else self.recipe.to_dict(),
            started_from=(start.name if start else self.recipe.start),
            also_trained_with=tuple(name for name in dict.fromkeys((*learnt, *own)) if name != self.recipe.dataset),
            refusal=start.refusal if start else None,
            dataset=self.recipe.dataset,
            class_names=class_names(self.recipe.dataset),
            parameters=self.parameters,
            history=self.history,
            test_loss=self.test_loss,
            test_accuracy=self.test_accuracy,
            seed=self.recipe.seed,
            seconds=round(self.train_seconds, 3),
            versions=self.versions,
            author=author,
        )
