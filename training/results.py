"""What a training reports while it runs, and its result. Plain data, to send from process to process."""

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
    """How far a training is.

    Attributes:
        epoch: the one under way, counted from 1.
        epoch_fraction: how much of it is done, 0.0 to 1.0.
        seconds_left: until the last epoch's end, estimated; None while there is too little data.
        history: per finished epoch, `loss`, `accuracy` and, where something is held out, `val_loss`, `val_accuracy`;
            where the learning rate was changed, `learning_rate`; where own drawings are learnt from, `own_accuracy`, on
            those that are held out.
        pinned: per finished epoch, what the network makes of the pinned pictures; empty where none is pinned.
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
    """What a training ended with; the network itself is in `NetworkFiles`.

    Attributes:
        recipe: what was trained.
        summary: the text of Keras' `model.summary()`.
        history, pinned: as in `Progress`; an epoch that was stopped half-way is left out.
        test_loss, test_accuracy: on the data set's test images; the accuracy 0.0 to 1.0.
        train_seconds: of training alone, without loading data and testing.
        parameters: how many numbers the network holds.
        ending: why it ended: all epochs done; somebody stopped it; the validation loss no longer fell; or the loss is
            no number any more.
        kept_epoch: after which epoch the network was as it is handed out, counted from 1: the last one where all are
            done and none was watched for early stopping, else the best; 0 where none was finished.
        versions: of python, tensorflow and keras.
        sha256: of the `.keras` file.
        drawn_count: how many own drawings were held out.
        drawn_before: how many of them, 0.0 to 1.0, the network read right before this training.
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
        """The fields as plain values for JSON; `from_dict` reads them back."""
        return dataclasses.asdict(self) | {"recipe": self.recipe.to_dict()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "TrainingResult":
        """Read a result from plain values, as `to_dict` gives them."""
        recipe, ending = Recipe.from_dict(values["recipe"]), Ending(values["ending"])
        return cls(**{**values, "recipe": recipe, "ending": ending})

    @property
    def drawn_after(self) -> float:
        """How many of the held-out own drawings, 0.0 to 1.0, the network reads right as it is handed out."""
        done = self.history.get("own_accuracy", ())
        return done[self.kept_epoch - 1] if done and self.kept_epoch else self.drawn_before

    def card(self, name: str, author: str = "", start: ModelCard | None = None) -> ModelCard:
        """The card to save the network with.

        Args:
            name: of one's own.
            author: who trained it.
            start: the model that training started from, where it is still known.
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
