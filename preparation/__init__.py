"""From any picture of a digit to the 28×28 pixels that a network reads. No TensorFlow, no models."""

from preparation.prepare import PICTURE_SIDE, Prepared, prepare

__all__ = ["PICTURE_SIDE", "Prepared", "prepare"]
