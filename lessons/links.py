"""The pages that a step can link to, and the allowed parameters of their URLs."""

import re

from image_data import BUNDLED
from training.recipe.fields import FIELDS
from training.recipe.link import BASE, LOCK

_MODEL = re.compile(r"[a-z0-9-]{1,64}")
_IMAGE = re.compile(r"[0-9]{1,5}")


def _one_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words))


# Each page with the patterns of its parameters. The Train page's parameters form a recipe, and are checked as one.
PAGES: dict[str, dict[str, re.Pattern[str]]] = {
    "draw": {"model": _MODEL, "why": _one_of("1"), "tutorial": _one_of("1"), "compare": _one_of("1")},
    "train": dict.fromkeys((BASE, *FIELDS, LOCK), re.compile(".*")),
    "compare": {},
    "models": {"model": _MODEL},
    "data": {
        "dataset": _one_of(*BUNDLED),
        "view": _one_of("overview", "image", "samples", "map"),
        "part": _one_of("train", "test"),
        "image": _IMAGE,
    },
    "evaluate": {
        "model": _MODEL,
        "view": _one_of("figures", "confusion", "mistakes", "reliability", "stress", "drawn"),
    },
    "inside": {"model": _MODEL, "view": _one_of("network", "why", "flip", "architecture"), "image": _IMAGE},
}
