"""Pages to draw on, written for tests as the converter process writes them."""

from pathlib import Path
from typing import Any

from model_store import ModelCard, get_card, read_model


def written_page(folder: Path, model: str) -> Path:
    """The page of a model in the store."""
    from base.keras_models.files import model_from_bytes

    return write_page(folder, model_from_bytes(read_model(model)), get_card(model))


def write_page(folder: Path, model: Any, card: ModelCard) -> Path:
    """The page of a Keras model and its card."""
    from conversion.worker.web_page.page import CARD_FILE, write_web_page

    (folder / CARD_FILE).write_text(card.to_json(), "utf-8")
    write_web_page(model, folder / "page.html")
    return folder / "page.html"
