"""What several views of the Evaluate page say alike: shares with their interval, test images with their captions."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

import image_data
from evaluation.metrics import wilson_interval
from model_store import ModelCard
from ui.language import gettext as _
from ui.shared.image_strip import Captioned
from ui.shared.recipe_words import percent_text

# Of a class's name, in letters, so that it fits under a small image.
SHORT_NAME = 2
SMALL_PX, LARGE_PX = 68, 92


def interval_text(right: int, count: int, decimals: int = 1) -> str:
    """Between which shares the truth lies with 95 % certainty, e.g. "95 %: 96.8 to 97.4 %"."""
    low, high = (f"{share * 100:.{decimals}f}" for share in wilson_interval(right, count))
    return _("95\u00a0% interval: {low} to {high}\u00a0%").format(low=low, high=high)


def has_short_names(card: ModelCard) -> bool:
    """Whether the classes' names leave room beside them, as those of digits do."""
    return max(map(len, card.class_names)) <= SHORT_NAME


def side_px(card: ModelCard) -> int:
    """How large images stand on the screen, so that their captions fit."""
    return SMALL_PX if has_short_names(card) else LARGE_PX


def captioned(card: ModelCard, probabilities: NDArray[np.floating], places: Iterable[int]) -> list[Captioned]:
    """Test images, each with its place in the data set, what it is, what it was read as, and the confidence."""
    test, names = image_data.load(card.dataset), card.class_names
    return [
        _captioned(
            test.x_test[place], int(place), names[test.y_test[place]], names[read.argmax()], percent_text(read.max(), 0)
        )
        for place, read in ((place, probabilities[place]) for place in places)
    ]


def _captioned(image: NDArray[np.uint8], place: int, label: str, prediction: str, share: str) -> Captioned:
    alt = _("Test image {place}: {label}, predicted {prediction}, {share} confidence").format(
        place=place, label=label, prediction=prediction, share=share
    )
    caption = f"{label}→{prediction} {share} #{place}"
    return Captioned(image, caption, alt, is_wrong=label != prediction)
