"""The store: a folder a model, shipped ones read-only beside those that visitors saved."""

import dataclasses
import hashlib
import logging
import re
import secrets
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec

import settings
from errors import ModelCorruptError, ModelError, ModelNameError, ModelNotFoundError
from model_store.card import ModelCard

DEFAULT_MODEL = "digits-cnn"
MAX_NAME_LENGTH = 60
SHIPPED = Path(__file__).resolve().parent / "shipped"

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
_log = logging.getLogger(__name__)


def list_cards() -> list[ModelCard]:
    """The cards of all models: the default one, the other shipped ones by name, then saved ones, newest first.

    A card that cannot be read is logged and left out.
    """
    shipped = sorted(_cards_in(str(SHIPPED)), key=lambda card: (card.id != DEFAULT_MODEL, card.id))
    saved = sorted(_cards_in(settings.get("store")), key=lambda card: card.created, reverse=True)
    return shipped + saved


def get_card(model: str) -> ModelCard:
    """A model's card.

    Args:
        model: the model's id. Any text may be given; only the id of a model in the store leads to a file.

    Raises:
        ModelNotFoundError: the store has no such model.
        ModelCorruptError: its card cannot be read.
    """
    return _find(model)[0]


def read_model(model: str) -> bytes:
    """The bytes of a model's `model.keras`, verified against its card.

    Raises:
        ModelNotFoundError: the store has no such model.
        ModelCorruptError: the bytes do not match the card.
    """
    card, (files, folder) = _find(model)
    try:
        content: bytes = files.cat_file(f"{folder}/model.keras")
        found = hashlib.sha256(content).hexdigest()
    except OSError as error:
        found = f"no readable file ({error})"
    if found != card.sha256:
        raise ModelCorruptError(
            f"The file of model {model!r} is damaged. Expected sha256 {card.sha256}. Received: {found}. "
            f"Delete the model's folder and train it again.",
            model=model,
            expected=card.sha256,
            found=found,
        )
    return content


def save_model(content: bytes, card: ModelCard) -> ModelCard:
    """Save a model under a new id made from its card's name.

    The card is written last and at once, so that a model either exists in full or not at all.

    Args:
        content: the bytes of a `.keras` file.
        card: all about it but `id`, `sha256` and `created`.

    Returns:
        The card as saved.

    Raises:
        ModelNameError: the name is empty, too long, or has control characters.
        ModelError: the store cannot be written to.
    """
    card = dataclasses.replace(card, name=card.name.strip())
    _check_name(card.name)
    return _write(settings.get("store"), f"{_slug(card.name)}-{secrets.token_hex(4)}", content, card)


def save_shipped(model: str, content: bytes, card: ModelCard, folder: str | None = None) -> ModelCard:
    """Put a model among the shipped ones, or into another folder, in place of what had its id; for `make models`."""
    return _write(folder or str(SHIPPED), model, content, card)


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= MAX_NAME_LENGTH or any(map(_is_control, name)) or all(map(_is_invisible, name)):
        raise ModelNameError(
            f"A model's name has 1 to {MAX_NAME_LENGTH} visible characters. Received: name={name!r}.",
            name=name,
            limit=MAX_NAME_LENGTH,
        )


def _is_control(char: str) -> bool:
    """Line breaks, halves of surrogate pairs, and what turns the reading direction round; joined emoji are none."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in _TURNS


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Zs", "Mn")


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "model"


def _write(root: str, model: str, content: bytes, card: ModelCard) -> ModelCard:
    card = dataclasses.replace(
        card,
        id=model,
        sha256=hashlib.sha256(content).hexdigest(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    files, base = fsspec.url_to_fs(root)
    try:
        files.makedirs(f"{base}/{model}", exist_ok=True)
        for name, data in (("model.keras", content), ("card.json", card.to_json().encode())):
            # Written beside its place and then moved, which is one step on every file system.
            files.pipe_file(f"{base}/{model}/{name}.part", data)
            files.mv(f"{base}/{model}/{name}.part", f"{base}/{model}/{name}")
    except OSError as error:
        raise ModelError(
            f"The model could not be saved in {root}. Received: {error}. Free some space, or check its rights.",
            reason=str(error),
        ) from error
    return card


def _find(model: str) -> tuple[ModelCard, tuple[Any, str]]:
    """A model's card, its file system and its folder."""
    if _ID.fullmatch(model):
        for root in (str(SHIPPED), settings.get("store")):
            files, base = fsspec.url_to_fs(root)
            folder = f"{base}/{model}"
            try:
                text = files.cat_file(f"{folder}/card.json")
            except OSError:  # not here, or no card where a card should be
                continue
            return ModelCard.from_json(text, model), (files, folder)
    raise ModelNotFoundError(f"There is no model {model!r}. GET /api/v1/models lists them.", model=model)


def _cards_in(root: str) -> list[ModelCard]:
    files, base = fsspec.url_to_fs(root)
    cards = []
    for path in files.glob(f"{base}/*/card.json"):
        try:
            cards.append(ModelCard.from_json(files.cat_file(path), path.split("/")[-2]))
        except FileNotFoundError:
            continue  # deleted between the listing and the reading
        except (ModelCorruptError, OSError) as error:
            _log.warning("%s", error)
    return cards
