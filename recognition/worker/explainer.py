"""One model's answers to what is asked about its inside. TensorFlow comes with this."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.errors import InquiryError, ModelCorruptError
from base.keras_models.files import model_from_bytes
from base.keras_models.temperature import temper
from model_store import ModelCard, get_card, read_model
from recognition.inquiry import FLIP, LAYERS, NETWORK, SIDE, UNIT, WHY, Inquiry
from recognition.packed import pack
from recognition.worker.counterfactual import distance, smallest_change
from recognition.worker.inside import Inside
from recognition.worker.occlusion import occlude

DIGITS = 10


class Explainer:
    """A model of the store, opened.

    Args:
        card: of the model.
        inside: its network.
    """

    def __init__(self, card: ModelCard, inside: Inside) -> None:
        self._card = card
        self._inside = inside
        self._answers: dict[str, Callable[[Inquiry], dict[str, Any]]] = {
            NETWORK: self._network,
            UNIT: self._unit,
            WHY: self._why,
            FLIP: self._flip,
            LAYERS: lambda _inquiry: {"rows": inside.rows()},
        }

    @classmethod
    def load(cls, model: str) -> "Explainer":
        """The explainer of a model in the store.

        Raises:
            ModelNotFoundError: the store has no such model.
            ModelCorruptError: its file does not match its card, or holds no network that can be opened.
        """
        card, content = get_card(model), read_model(model)
        try:
            return cls(card, Inside(model_from_bytes(content)))
        except Exception as error:
            raise ModelCorruptError(
                f"The file of model {model!r} holds no network that can be opened. Received: {error}.", model=model
            ) from error

    def answer(self, inquiry: Inquiry) -> dict[str, Any]:
        """What is asked, as JSON's types; arrays as `packed.pack` makes them.

        Returns:
            Of "network": `steps`, each with `name`, `last` (the layer that its values come from), `kind`, `layers` (all
            its layers, e.g. "Dense (relu)"), `has_weights` and `values` (float32, of the step's shape); and `logits`
            (float32 (classes,), before softmax and temperature). Of "unit": `weights` and `bias`, see `Inside.weights`.
            Of "why": `falls`, `place`, and `left`, the answer's probability with that place hidden. Of "flip": `target`
            and `found`; where it is true, `changed` (uint8 (28, 28)), `distance`, and `pixels`, how many differ. Of
            "layers": `rows`, see `Inside.rows`. Those about a picture also hold the model's prediction: `label`,
            `probabilities` (of the ten classes), `not_digit`.

        Raises:
            InquiryError: this network has no such neuron, or reads the picture as the target already.
        """
        return self._answers[inquiry.what](inquiry)

    def _network(self, inquiry: Inquiry) -> dict[str, Any]:
        image = _image(inquiry)
        steps = [
            {
                "name": step.name,
                "last": step.layers[-1].name,
                "kind": step.kind,
                "layers": list(step.described),
                "has_weights": step.has_weights,
                "values": pack(values),
            }
            for step, values in zip(self._inside.steps, self._inside.outputs(image), strict=True)
        ]
        logits = self._inside.logits(image[None])
        return {"steps": steps, "logits": pack(logits[0]), **self._said(logits)}

    def _unit(self, inquiry: Inquiry) -> dict[str, Any]:
        step = next((step for step in self._inside.steps if step.name == inquiry.layer and step.has_weights), None)
        if step is None or inquiry.unit >= step.shape[-1]:
            raise InquiryError(
                f"The model {inquiry.model!r} has no unit {inquiry.unit} with weights in a layer {inquiry.layer!r}.",
                field="unit",
                value=f"{inquiry.layer} {inquiry.unit}",
            )
        weights, bias = self._inside.weights(step.name, inquiry.unit)
        return {"weights": pack(weights), "bias": bias}

    def _why(self, inquiry: Inquiry) -> dict[str, Any]:
        image = _image(inquiry)
        logits = self._inside.logits(image[None])
        said = self._said(logits)
        occlusion = occlude(image, said["answer"], self._inside.logits)
        left = (occlusion.odds - occlusion.falls[occlusion.place]) / self._card.temperature
        return {
            "falls": pack(occlusion.falls / np.float32(self._card.temperature)),
            "place": occlusion.place,
            "left": float(1 / (1 + np.exp(-left))),
            **said,
        }

    def _flip(self, inquiry: Inquiry) -> dict[str, Any]:
        image, target = _image(inquiry), inquiry.target
        said = self._said(self._inside.logits(image[None]))
        if said["label"] == target:
            raise InquiryError(
                f"The model {inquiry.model!r} reads it as {target} already.", field="target", value=str(target)
            )
        changed = smallest_change(
            image,
            target,
            self._inside.logits_and_gradients,
            lambda at: bool(self._said(self._inside.logits(at[None]))["label"] == target),
        )
        if changed is None:
            return {"target": target, "found": False, **said}
        levels = np.round(changed * 255).astype(np.uint8)
        return {
            "target": target,
            "found": True,
            "changed": pack(levels),
            "distance": distance(image, changed),
            "pixels": int((levels != np.frombuffer(inquiry.digit, np.uint8).reshape(SIDE, SIDE)).sum()),
            **said,
        }

    def _said(self, logits: NDArray[np.float32]) -> dict[str, Any]:
        """What the model says of a picture, as `Recognizer.read` has it, and its `answer`, refused or not."""
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        made = powers / powers.sum(axis=1, keepdims=True)
        probabilities = temper(made[:, :DIGITS], self._card.temperature)[0]
        not_digit = float(made[0, DIGITS:].sum())
        answer = int(probabilities.argmax())
        is_refused = self._card.refusal is not None and not_digit > self._card.refusal
        return {
            "label": None if is_refused else answer,
            "answer": answer,
            "probabilities": [float(each) for each in probabilities],
            "not_digit": not_digit,
        }


def _image(inquiry: Inquiry) -> NDArray[np.float32]:
    digit = np.frombuffer(inquiry.digit, np.uint8).reshape(SIDE, SIDE)
    return np.asarray(digit / np.float32(255), np.float32)
