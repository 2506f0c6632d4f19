"""Texts shared by views of the Evaluate page: shares with their interval, test images with captions."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

import image_data
from evaluation.metrics import wilson_interval
from model_store import ModelCard
from ui.language import gettext as _
from ui.shared.image_strip import Captioned
from ui.shared.recipe_words import percent_text

# The longest class name, in letters, that fits under a small image.
SHORT_NAME = 2
SMALL_PX, LARGE_PX = 68, 92


def interval_text(right: int, count: int, decimals: int = 1) -> str:
    """Format the 95 % confidence interval of a share, e.g. "95 %: 96.8 to 97.4 %"."""
    low, high = (f"{share * 100:.{decimals}f}" for share in wilson_interval(right, count))
    return _("95\u00a0% interval: {low} to {high}\u00a0%").format(low=low, high=high)


def has_short_names(card: ModelCard) -> bool:
    """Return whether the class names are short, like digits."""
    return max(map(len, card.class_names)) <= SHORT_NAME


def side_px(card: ModelCard) -> int:
    """Return the displayed side of images so that their captions fit."""
    return SMALL_PX if has_short_names(card) else LARGE_PX


def captioned(card: ModelCard, probabilities: NDArray[np.floating], indices: Iterable[int]) -> list[Captioned]:
    """Return test images with captions: index, label, prediction, confidence."""
    test, names = image_data.load(card.dataset), card.class_names
    return [
        _captioned(
            test.x_test[index], int(index), names[test.y_test[index]], names[read.argmax()], percent_text(read.max(), 0)
        )
        for index, read in ((index, probabilities[index]) for index in indices)
    ]


def _captioned(image: NDArray[np.uint8], index: int, label: str, prediction: str, share: str) -> Captioned:
    alt = _("Test image {place}: {label}, predicted {prediction}, {share} confidence").format(
        place=index, label=label, prediction=prediction, share=share
    )
    caption = f"{label}→{prediction} {share} #{index}"
    return Captioned(image, caption, alt, is_wrong=label != prediction)
