"""Keras models that answer at once. TensorFlow comes with this, so the web process never imports it."""

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
from recognition.preparation.sketch import Sketch, sketch
from recognition.results import FoundDigit, Recognition, joined
from recognition.worker.numbers import Splitter

MAX_BATCH = 32


class Recognizer:
    """One Keras model, compiled and warmed up.

    Args:
        model: any network from 784 numbers, as (784,), (28, 28) or (28, 28, 1), to the probabilities of ten digits, or
            to eleven: the last one is that of "not a digit".
        temperature: what the digits' logits are divided by.
        refusal: what is no digit with more than this probability is refused; None: nothing is.
        reads_digits: whether its classes are digits, so that several of them make up a number.

    Raises:
        ValueError: the model takes or gives something else, or no numbers at all, as after a training that diverged.
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
        """The recognizer of a model in the store.

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
            # Keras raises anything for a file that it did not write; one such model must not fail the others' readers.
            raise ModelCorruptError(
                f"The file of model {model!r} holds no network that reads digits. Received: {error}. "
                "Restore it from a copy, or train the model again.",
                model=model,
            ) from error

    def recognize(self, picture: Image.Image | NDArray[np.uint8]) -> Recognition:
        """Read a picture of one or several digits; see `prepare` for what it may be."""
        return self.read_sketches([sketch(picture)])[0]

    def read_sketches(self, sketches: Sequence[Sketch]) -> list[Recognition]:
        """Read pictures of one or several digits each.

        The default model decides how many there are, whichever one reads them: all see the same 28×28 pixels.
        """
        pictures = _shipped().splitter.split(sketches) if self._reads_digits else [[[each.whole]] for each in sketches]
        answers = iter(self.answer([digit for lines in pictures for line in lines for digit in line]))
        return [joined([[next(answers) for _ in line] for line in lines]) for lines in pictures]

    @functools.cached_property
    def splitter(self) -> Splitter:
        """What cuts ink into digits by this model's judgement."""
        return Splitter(self.read)

    def answer(self, prepared: Sequence[Prepared]) -> list[Recognition]:
        """Read pictures that were prepared as one digit each, up to 32 in one call of the network."""
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
        """What the network says of pictures as it wants them.

        Args:
            digits: uint8 (n, 28, 28), 0 paper to 255 full ink; n at least 1.

        Returns:
            float32 (n, 10), the digits' probabilities, each row summing to 1, after the temperature; and float32 (n,),
            the probability that it is no digit: 0.0 from a network that knows ten answers.
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
    """The default model: it is asked with every other one, and never changes."""
    return Recognizer._load(DEFAULT_MODEL)
