"""Build one HTML file from a model and the page's sources."""

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
# They share one scope: a file uses definitions of those before it.
SCRIPTS = ("resampling.js", "ink.js", "preparation.js", "network.js", "pen.js", "answer_view.js", "page.js")
# The model's card beside the output file, for its name, classes, temperature and refusal.
CARD_FILE = "card.json"


def write_web_page(model: keras.Model, path: Path) -> None:
    """Write a model as a page; the model's card is beside it.

    Raises:
        ExportLayerError: a layer is not supported.
        ExportTooLargeError: the page would be too large.
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
    """Build the page's HTML.

    Raises:
        ExportLayerError: a layer is not supported.
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
    # One pass: inserted text is not substituted again, whatever a model's name contains.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: parts[found[1]], _source("page.html"))


def as_script_data(value: Any) -> str:
    """Encode JSON for a `<script>`: without `<`, which could end it or start a comment."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _words() -> dict[str, Any]:
    """Return the page's texts in each language that has them, with the language's browser tag."""
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
