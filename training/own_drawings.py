"""A visitor's own drawings as additional training data, with a held-out part."""

import io
import zipfile
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from base.errors import OwnDrawingsError

# Every third drawing of a digit is held out, and at least one of all digits together.
HOLD_OUT_EVERY = 3
# The same array names as in Keras' `mnist.npz`.
_ARRAYS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True)
class OwnDrawings:
    """Drawings in MNIST's format.

    Attributes:
        x_train, x_test: uint8 (n, 28, 28), 0 paper to 255 ink: training and held-out drawings.
        y_train, y_test: uint8 (n,), their labels, 0 to 9.
    """

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.uint8]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.uint8]

    @classmethod
    def split(cls, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> "OwnDrawings":
        """Hold out every third drawing of each digit, deterministically.

        Args:
            images: uint8 (n, 28, 28), oldest first.
            labels: uint8 (n,).

        Raises:
            OwnDrawingsError: there are fewer than 3.
        """
        if len(labels) < HOLD_OUT_EVERY:
            raise OwnDrawingsError(
                f"Training on own drawings takes at least {HOLD_OUT_EVERY} of them. Received: {len(labels)}. Draw "
                "digits, and say of each whether it was read right.",
                count=len(labels),
                limit=HOLD_OUT_EVERY,
            )
        is_held_out = np.zeros(len(labels), bool)
        for label in np.unique(labels):
            of_label = np.flatnonzero(labels == label)
            is_held_out[of_label[HOLD_OUT_EVERY - 1 :: HOLD_OUT_EVERY]] = True
        if not is_held_out.any():
            is_held_out[HOLD_OUT_EVERY - 1 :: HOLD_OUT_EVERY] = True
        return cls(images[~is_held_out], labels[~is_held_out], images[is_held_out], labels[is_held_out])

    def to_bytes(self) -> bytes:
        """Encode the drawings as a `.npz` file for `from_bytes`."""
        buffer = io.BytesIO()
        np.savez_compressed(buffer, allow_pickle=False, **{name: getattr(self, name) for name in _ARRAYS})
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "OwnDrawings":
        """Decode drawings.

        Raises:
            OwnDrawingsError: the bytes are malformed.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as file:
                drawings = cls(**{name: file[name] for name in _ARRAYS})
            drawings._check()
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise OwnDrawingsError(
                f"These are no drawings. Received: {error}. Take the file that the Train page gives.", reason=str(error)
            ) from error
        return drawings

    def _check(self) -> None:
        for images, labels in ((self.x_train, self.y_train), (self.x_test, self.y_test)):
            if images.dtype != np.uint8 or images.shape != (len(labels), 28, 28) or not len(labels):
                raise ValueError(f"images of {images.dtype} {images.shape}")
            if labels.dtype != np.uint8 or labels.ndim != 1 or labels.max() > 9:
                raise ValueError(f"labels of {labels.dtype} {labels.shape}")
