"""The model card: a model's metadata, readable without loading the model."""

import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any

from base.errors import ModelCorruptError

_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("name", "dataset", "author", "started_from", "sha256", "created", "owner", "deleted"), (str,)),
    **dict.fromkeys(("parameters", "seed"), (int,)),
    **dict.fromkeys(("test_loss", "test_accuracy", "seconds", "temperature"), (int, float)),
    **dict.fromkeys(("history", "versions"), (dict,)),
    "recipe": (dict, type(None)),
    "refusal": (int, float, type(None)),
}
# Outside this range, softmax saturates to one-hot vectors, overflows, or becomes uniform.
MIN_TEMPERATURE, MAX_TEMPERATURE = 0.01, 100.0


@dataclass(frozen=True)
class ModelCard:
    """A model's metadata.

    Attributes:
        name: the display name; 1 to 60 characters.
        recipe: the recipe's fields, as `Recipe.to_dict` gives them; None if no recipe can build the network.
        dataset: the name of a data set of `image_data`, e.g. "mnist".
        class_names: the ten class names, by label.
        parameters: the number of trained parameters.
        history: per epoch, `loss`, `accuracy` and, with validation images, `val_loss` and `val_accuracy`.
        test_loss, test_accuracy: on the data set's 10,000 test images; the accuracy between 0.0 and 1.0.
        seed: the random seed of weights, order and dropout.
        seconds: the training time, without loading and testing.
        versions: of python, tensorflow and keras.
        also_trained_with: names of training data besides the data set, e.g. "synthetic pen strokes".
        started_from: the name of the model whose weights training started from; "" for a new network.
        temperature: what the logits are divided by, so that probabilities are calibrated; 0.01 to 100. See
            `recognition.worker.recognizer`.
        refusal: refuse a picture if its "not a digit" probability exceeds this; None: never refuse.
        author: the name of the person who trained it; "" if not given.
        id: the folder's name in the store; set by the store.
        sha256: of `model.keras`; set by the store.
        created: when it was saved, ISO 8601 in UTC; set by the store.
        owner: the digest of the visitor who may change it, see `identity.visitor_digest`; "": only the teacher.
        deleted: when it was deleted, ISO 8601 in UTC; "" if it was not. Set by the store.
    """

    name: str
    recipe: dict[str, Any] | None
    dataset: str
    class_names: tuple[str, ...]
    parameters: int
    history: dict[str, list[float]]
    test_loss: float
    test_accuracy: float
    seed: int
    seconds: float
    versions: dict[str, str] = field(default_factory=dict)
    also_trained_with: tuple[str, ...] = ()
    started_from: str = ""
    temperature: float = 1.0
    refusal: float | None = None
    author: str = ""
    id: str = ""
    sha256: str = ""
    created: str = ""
    owner: str = ""
    deleted: str = ""

    def to_json(self) -> str:
        """Return the card as the text of `card.json`."""
        return json.dumps(dataclasses.asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes, model: str) -> "ModelCard":
        """Parse a card.

        Args:
            text: the content of `card.json`.
            model: the model's id, for the error message.

        Raises:
            ModelCorruptError: the text is not a valid card.
        """
        try:
            values = json.loads(text)
            # The folder's name is the id, so a copied folder is a separate model.
            names = {
                "class_names": tuple(values["class_names"]),
                "also_trained_with": tuple(values.get("also_trained_with", ())),
            }
            card = cls(**values | names | {"id": model})
            card._check()
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise ModelCorruptError(
                f"The card of model {model!r} cannot be read. Received: {error}. Its folder stays as it is: "
                "a newer version may have written it; else restore it from a copy.",
                model=model,
            ) from error
        return card

    def _check(self) -> None:
        """Reject values of the wrong type early, before pages display or sort cards."""
        for name, kinds in _KINDS.items():
            value = getattr(self, name)
            if type(value) not in kinds:  # bool is a subclass of int
                raise TypeError(f"{name}={value!r}")
        for name, figures in self.history.items():
            if not isinstance(figures, list) or not all(type(figure) in (int, float) for figure in figures):
                raise TypeError(f"history[{name!r}]={figures!r}")
        if len(self.class_names) != 10 or not all(isinstance(name, str) for name in self.class_names):
            raise ValueError(f"class_names={self.class_names!r}")
        if not MIN_TEMPERATURE <= self.temperature <= MAX_TEMPERATURE:
            raise ValueError(f"temperature={self.temperature!r}")
