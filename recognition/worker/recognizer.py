"""Read pictures with a Keras model. Imports TensorFlow, so the web process must not import it."""

import functools
import math
from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from PIL import Image

from base.errors import ModelCorruptError
from base.keras_models.compiled_call import check_reads_digits, compiled_call
from base.keras_models.files import model_from_bytes
from base.keras_models.temperature import temper
from base.made_once import made_once
from image_data import are_digits
from model_store import DEFAULT_MODEL, get_card, read_model
from recognition.preparation import Prepared
from recognition.preparation.segmented_ink import SegmentedInk, segment_ink
from recognition.results import FoundDigit, Recognition, joined
from recognition.worker.numbers import Splitter

MAX_BATCH = 32


class Recognizer:
    """A Keras model, compiled and warmed up.

    Args:
        model: a network from 784 numbers, as (784,), (28, 28) or (28, 28, 1), to the probabilities of ten digits, or
            of eleven classes, the last being "not a digit".
        temperature: divisor of the digits' logits.
        refusal: threshold of the probability of "not a digit" above which a picture is rejected; None: never.
        reads_digits: whether its classes are digits, so that several of them form a number.

    Raises:
        ValueError: the model has another input or output, or outputs nan, as after a training that diverged.
    """

    def __init__(
        self,
        model: keras.Model,
        temperature: float = 1.0,
        refusal: float | None = None,
        reads_digits: bool = True,
    ) -> None:
        check_reads_digits(model)
        self._temperature = temperature
        self._refusal = math.inf if refusal is None else refusal
        self._reads_digits = reads_digits
        self._call = compiled_call(model)
        for count in (1, 2, MAX_BATCH):
            probabilities = self._call(tf.zeros((count, 28, 28))).numpy()
        if not np.isfinite(probabilities).all():
            raise ValueError("A model's answer must be numbers; its training diverged. Received: nan.")

    @classmethod
    def load(cls, model: str) -> "Recognizer":
        """Load the recognizer of a model in the store.

        Args:
            model: the model's id.

        Raises:
            ModelNotFoundError: the store has no such model.
            ModelCorruptError: its file does not match its card, or holds no network that reads digits.
        """
        return _shipped() if model == DEFAULT_MODEL else cls._load(model)

    @classmethod
    def _load(cls, model: str) -> "Recognizer":
        card, content = get_card(model), read_model(model)
        try:
            return cls(model_from_bytes(content), card.temperature, card.refusal, are_digits(card.class_names))
        except Exception as error:
            # Keras may raise any exception for a foreign file; it must not affect requests to other models.
            raise ModelCorruptError(
                f"The file of model {model!r} holds no network that reads digits. Received: {error}. "
                "Restore it from a copy, or train the model again.",
                model=model,
            ) from error

    def recognize(self, picture: Image.Image | NDArray[np.uint8]) -> Recognition:
        """Read a picture of one or several digits; see `prepare` for the supported types."""
        return self.read_segmented([segment_ink(picture)])[0]

    def read_segmented(self, inks: Sequence[SegmentedInk]) -> list[Recognition]:
        """Read segmented pictures of one or several digits each.

        The default model decides on the number of digits for every model, so all models read the same 28×28 pixels.
        """
        pictures = _shipped().splitter.split(inks) if self._reads_digits else [[[each.whole]] for each in inks]
        answers = iter(self.answer([digit for lines in pictures for line in lines for digit in line]))
        return [joined([[next(answers) for _ in line] for line in lines]) for lines in pictures]

    @functools.cached_property
    def splitter(self) -> Splitter:
        """The splitter that segments ink with this model."""
        return Splitter(self.read)

    def answer(self, prepared: Sequence[Prepared]) -> list[Recognition]:
        """Read pictures prepared as one digit each, in batches of up to 32."""
        probabilities = np.full((len(prepared), 10), 0.1, np.float32)
        not_digit = np.zeros(len(prepared), np.float32)
        readable = [number for number, each in enumerate(prepared) if each.reason in (None, "not_digit")]
        if readable:
            digits = np.stack([prepared[number].digit for number in readable])
            probabilities[readable], not_digit[readable] = self.read(digits)
        return [
            self._recognition(each, row, float(none))
            for each, row, none in zip(prepared, probabilities, not_digit, strict=True)
        ]

    def read(self, digits: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Run the network on prepared digits.

        Args:
            digits: uint8 (n, 28, 28), 0 paper to 255 full ink; n at least 1.

        Returns:
            float32 (n, 10), the digits' probabilities, each row summing to 1, after the temperature; and float32 (n,),
            the probability of "not a digit", 0.0 for a network with ten classes.
        """
        made = np.concatenate(
            [self._answers(digits[start : start + MAX_BATCH]) for start in range(0, len(digits), MAX_BATCH)]
        )
        return temper(made[:, :10], self._temperature), made[:, 10:].sum(axis=1)

    def _answers(self, digits: NDArray[np.uint8]) -> NDArray[np.float32]:
        answers: NDArray[np.float32] = self._call(tf.constant(digits / np.float32(255.0))).numpy()
        return answers

    def _recognition(self, prepared: Prepared, probabilities: NDArray[np.float32], not_digit: float) -> Recognition:
        is_refused = not_digit > self._refusal and prepared.may_be_refused
        reason = "not_digit" if is_refused else prepared.reason
        label = None if reason else int(probabilities.argmax())
        found = FoundDigit(prepared.box, label, probabilities, not_digit, prepared.digit)
        digits = () if prepared.reason in ("blank", "dot") else (found,)
        return Recognition(
            label, probabilities, prepared.digit, prepared.steps, reason, not_digit, prepared.size, None, digits
        )


@made_once
def _shipped() -> Recognizer:
    """Return the default model, which segments the ink for all models and never changes."""
    return Recognizer._load(DEFAULT_MODEL)
