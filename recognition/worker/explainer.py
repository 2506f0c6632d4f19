"""Explanations of one model: activations, weights, occlusion maps, counterfactuals. Imports TensorFlow."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from base.errors import InquiryError, ModelCorruptError
from base.keras_models.files import model_from_bytes
from base.keras_models.temperature import temper
from model_store import ModelCard, get_card, read_model
from recognition.explain_query import FLIP, LAYERS, NETWORK, SIDE, UNIT, WHY, ExplainQuery
from recognition.packed import pack
from recognition.worker.counterfactual import distance, smallest_change
from recognition.worker.inside import Inside
from recognition.worker.occlusion import occlude

DIGITS = 10


class Explainer:
    """Explains a model of the store.

    Args:
        card: the model's card.
        inside: the model's network.
    """

    def __init__(self, card: ModelCard, inside: Inside) -> None:
        self._card = card
        self._inside = inside
        self._answers: dict[str, Callable[[ExplainQuery], dict[str, Any]]] = {
            NETWORK: self._network,
            UNIT: self._unit,
            WHY: self._why,
            FLIP: self._flip,
            LAYERS: lambda _query: {"rows": inside.rows()},
        }

    @classmethod
    def load(cls, model: str) -> "Explainer":
        """Load the explainer of a model in the store.

        Raises:
            ModelNotFoundError: the store has no such model.
            ModelCorruptError: its file does not match its card, or holds no valid network.
        """
        card, content = get_card(model), read_model(model)
        try:
            return cls(card, Inside(model_from_bytes(content)))
        except Exception as error:
            raise ModelCorruptError(
                f"The file of model {model!r} holds no network that can be opened. Received: {error}.", model=model
            ) from error

    def answer(self, query: ExplainQuery) -> dict[str, Any]:
        """Answer a query, as JSON types; arrays are encoded by `packed.pack`.

        Returns:
            For "network": `steps`, each with `name`, `last` (the layer that its values come from), `kind`, `layers`
            (all its layers, e.g. "Dense (relu)"), `has_weights` and `values` (float32, of the step's shape); and
            `logits` (float32 (classes,), before softmax and temperature). For "unit": `weights` and `bias`, see
            `Inside.weights`. For "why": `falls`, `position`, and `left`, the answer's probability with the patch there
            hidden. For "flip": `target` and `found`; if that is true, `changed` (uint8 (28, 28)), `distance`, and
            `pixels`, the number that differ. For "layers": `rows`, see `Inside.rows`. Those about a picture also hold
            the model's prediction: `label`, `probabilities` (of the ten classes), `not_digit`.

        Raises:
            InquiryError: the network has no such unit, or already reads the picture as the target.
        """
        return self._answers[query.what](query)

    def _network(self, query: ExplainQuery) -> dict[str, Any]:
        image = _image(query)
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
        return {"steps": steps, "logits": pack(logits[0]), **self._prediction(logits)}

    def _unit(self, query: ExplainQuery) -> dict[str, Any]:
        step = next((step for step in self._inside.steps if step.name == query.layer and step.has_weights), None)
        if step is None or query.unit >= step.shape[-1]:
            raise InquiryError(
                f"The model {query.model!r} has no unit {query.unit} with weights in a layer {query.layer!r}.",
                field="unit",
                value=f"{query.layer} {query.unit}",
            )
        weights, bias = self._inside.weights(step.name, query.unit)
        return {"weights": pack(weights), "bias": bias}

    def _why(self, query: ExplainQuery) -> dict[str, Any]:
        image = _image(query)
        logits = self._inside.logits(image[None])
        prediction = self._prediction(logits)
        occlusion = occlude(image, prediction["answer"], self._inside.logits)
        left = (occlusion.odds - occlusion.falls[occlusion.position]) / self._card.temperature
        return {
            "falls": pack(occlusion.falls / np.float32(self._card.temperature)),
            "position": occlusion.position,
            "left": float(1 / (1 + np.exp(-left))),
            **prediction,
        }

    def _flip(self, query: ExplainQuery) -> dict[str, Any]:
        image, target = _image(query), query.target
        prediction = self._prediction(self._inside.logits(image[None]))
        if prediction["label"] == target:
            raise InquiryError(
                f"The model {query.model!r} reads it as {target} already.", field="target", value=str(target)
            )
        changed = smallest_change(
            image,
            target,
            self._inside.logits_and_gradients,
            lambda at: bool(self._prediction(self._inside.logits(at[None]))["label"] == target),
        )
        if changed is None:
            return {"target": target, "found": False, **prediction}
        levels = np.round(changed * 255).astype(np.uint8)
        return {
            "target": target,
            "found": True,
            "changed": pack(levels),
            "distance": distance(image, changed),
            "pixels": int((levels != np.frombuffer(query.digit, np.uint8).reshape(SIDE, SIDE)).sum()),
            **prediction,
        }

    def _prediction(self, logits: NDArray[np.float32]) -> dict[str, Any]:
        """Return the model's prediction, as `Recognizer.read` computes it, and its `answer`, rejected or not."""
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


def _image(query: ExplainQuery) -> NDArray[np.float32]:
    digit = np.frombuffer(query.digit, np.uint8).reshape(SIDE, SIDE)
    return np.asarray(digit / np.float32(255), np.float32)
