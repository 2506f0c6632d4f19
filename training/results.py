"""What a training tells while it goes on, and what it ends with. Plain data, to send from process to process."""

from dataclasses import dataclass, field

from datasets import class_names
from model_store import ModelCard
from training.recipes import Recipe

History = dict[str, list[float]]


@dataclass(frozen=True)
class Progress:
    """How far a training is.

    Attributes:
        epoch: the one under way, counted from 1.
        epoch_fraction: how much of it is done, 0.0 to 1.0.
        seconds_left: until the last epoch's end, as it goes; None while there is too little to go by.
        history: per finished epoch, `loss`, `accuracy` and, where something is held out, `val_loss`, `val_accuracy`.
    """

    epoch: int
    epoch_fraction: float
    seconds_left: float | None = None
    history: History = field(default_factory=dict)


@dataclass(frozen=True)
class TrainingResult:
    """What a training ended with.

    Attributes:
        recipe: what was trained.
        keras, h5: the network as the bytes of a `.keras` and a `.h5` file; compiled, without the optimizer's state.
        summary: the text of Keras' `model.summary()`.
        history: as in `Progress`; an epoch that was stopped half-way is left out.
        test_loss, test_accuracy: on the data set's test images; the accuracy 0.0 to 1.0.
        train_seconds: of training alone, without loading data and testing.
        parameters: how many numbers training found.
        stopped: somebody stopped it before its last epoch's end.
        versions: of python, tensorflow and keras.
    """

    recipe: Recipe
    keras: bytes
    h5: bytes
    summary: str
    history: History
    test_loss: float
    test_accuracy: float
    train_seconds: float
    parameters: int
    stopped: bool
    versions: dict[str, str]

    def card(self, name: str, author: str = "") -> ModelCard:
        """The card to save the network with, under a name of one's own."""
        return ModelCard(
            name=name,
            recipe=self.recipe.to_dict(),
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
