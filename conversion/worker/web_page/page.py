"""One HTML file out of a model and the page's sources."""

import html
import json
import re
from pathlib import Path
from typing import Any

import keras
import numpy as np

from base.errors import ExportTooLargeError
from base.languages import LANGUAGES
from conversion.worker.web_page.description import describe
from conversion.worker.web_page.weights import pack
from image_data import are_digits
from model_store.card import ModelCard

# Small enough for an e-mail, a chat and a school's file share.
MAX_BYTES = 2_000_000
SOURCES = Path(__file__).parent / "sources"
# One scope: a file uses what stands in those before it.
SCRIPTS = ("resampling.js", "ink.js", "preparation.js", "network.js", "pen.js", "answer_view.js", "page.js")
# Beside the file that is written: the model's card, for its name, its classes, and how it is to be read.
CARD_FILE = "card.json"


def write_web_page(model: keras.Model, path: Path) -> None:
    """Write a model as a page; the card of the model lies beside it.

    Raises:
        ExportLayerError: the page does not compute such a network.
        ExportTooLargeError: it would be too large.
        ModelCorruptError: the card cannot be read.
    """
    card = ModelCard.from_json((path.parent / CARD_FILE).read_bytes(), "export")
    content = build_page(model, card).encode()
    if len(content) > MAX_BYTES:
        raise ExportTooLargeError(
            f"A web page holds at most {MAX_BYTES:,} bytes. Received: {len(content):,} bytes, for "
            f"{model.count_params():,} parameters. Train smaller layers, or take another format.",
            size=len(content),
            limit=MAX_BYTES,
        )
    path.write_bytes(content)


def build_page(model: keras.Model, card: ModelCard) -> str:
    """The page's whole text.

    Raises:
        ExportLayerError: the page does not compute such a network.
    """
    description = describe(model)
    weights = np.concatenate([np.zeros(0, np.float32), *(array.ravel() for array in description.weights)])
    parts = {
        "title": html.escape(card.name),
        "style": _source("page.css"),
        "model": as_script_data(_facts(card) | {"steps": description.steps}),
        "words": as_script_data(_words()),
        "weights": pack(weights),
        "script": "\n".join(_source(name) for name in SCRIPTS),
    }
    # In one go: what was put in is not looked at again, whatever a model is called.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _source("page.html"))


def as_script_data(value: Any) -> str:
    """JSON that may stand in a `<script>`: no `<`, which could end it or begin a comment."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _words() -> dict[str, Any]:
    """What the page says in each of our languages that it has words in, and what browsers call that language."""
    words = json.loads(_source("words.json"))
    return {
        code: words[code] | {"language": language.name, "tags": language.tags}
        for code, language in LANGUAGES.items()
        if code in words
    }


def _facts(card: ModelCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "classNames": list(card.class_names),
        "readsDigits": are_digits(card.class_names),
        "accuracy": card.test_accuracy if np.isfinite(card.test_accuracy) else None,
        "temperature": card.temperature,
        "refusal": card.refusal,
    }


def _source(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")
