"""Turn any picture of digits into the 28×28 pixels that a network reads. No TensorFlow, no models."""

from recognition.preparation.partial import STEPS, prepare_without
from recognition.preparation.prepare import PICTURE_SIDE, Box, Prepared, prepare
from recognition.preparation.tutorial import shrink_whole

__all__ = ["PICTURE_SIDE", "STEPS", "Box", "Prepared", "prepare", "prepare_without", "shrink_whole"]
