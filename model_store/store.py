"""The model store: one folder per model; the shipped ones are read-only, the others saved by visitors."""

import contextlib
import dataclasses
import functools
import hashlib
import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from base import settings
from base.errors import ModelCorruptError, ModelError, ModelNotFoundError, StoreUnavailableError
from model_store.card import ModelCard
from model_store.folder import Entry, Folder
from model_store.names import checked_name, is_id, new_id

# The default model, unless the setting `model` names another.
DEFAULT_MODEL = "digits-cnn"
SHIPPED = Path(__file__).resolve().parent / "shipped"

# An object store takes milliseconds per card, so cards are read in parallel.
_READERS = 8
_log = logging.getLogger(__name__)


def store_folder() -> Folder:
    """Return the folder of saved models: one subfolder per model, named by its id.

    Raises:
        StoreUnavailableError: the setting `store` is not a usable URL.
    """
    return Folder(settings.get("store"))


def default_model() -> str:
    """Return the default model's id: the setting `model` if that model exists."""
    wanted = settings.get("model")
    try:
        return get_card(wanted).id
    except ModelError as error:
        _warn_of_default(wanted, str(error))
        return DEFAULT_MODEL


def list_cards() -> list[ModelCard]:
    """Return the cards of all models: the default one, other shipped ones by name, then saved ones, newest first.

    An unreadable card is logged and skipped; so are all saved ones if the store is unavailable.
    """
    try:
        saved = saved_cards()
    except StoreUnavailableError as error:
        _log.warning("%s", error)
        saved = []
    cards = sorted(_cards_in(Folder(str(SHIPPED))), key=lambda card: card.id) + saved
    default = _default_of(cards)
    return sorted(cards, key=lambda card: card.id != default)


def saved_cards() -> list[ModelCard]:
    """Return the cards of all saved models that are not deleted, newest first.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    cards = [card for card in all_saved_cards() if not card.deleted and not is_shipped(card.id)]
    return sorted(cards, key=lambda card: card.created, reverse=True)


def all_saved_cards() -> list[ModelCard]:
    """Return the cards of all models in the store, unsorted, including deleted ones.

    Raises:
        StoreUnavailableError: the store does not answer.
    """
    return list(_cards_in(store_folder()))


def is_shipped(model: str) -> bool:
    """Return whether a model is one of those shipped with the program."""
    return is_id(model) and (SHIPPED / model / "card.json").is_file()


def get_card(model: str) -> ModelCard:
    """Return a model's card.

    Args:
        model: the model's id. Untrusted text is safe: only existing ids lead to a file.

    Raises:
        ModelNotFoundError: the model does not exist, or was deleted.
        ModelCorruptError: its card cannot be read.
        StoreUnavailableError: the store does not answer.
    """
    card = find_card(model)
    if card.deleted:
        raise _not_found(model)
    return card


def find_card(model: str) -> ModelCard:
    """Like `get_card`, but include deleted models."""
    if is_id(model):
        text = _folder_of(model).read(f"{model}/card.json")
        if text is not None:
            return ModelCard.from_json(text, model)
    raise _not_found(model)


def read_model(model: str) -> bytes:
    """Return the bytes of a model's `model.keras`, verified against its card's digest.

    Raises:
        ModelNotFoundError, StoreUnavailableError: see `get_card`.
        ModelCorruptError: the digest does not match.
    """
    card = get_card(model)
    content = _folder_of(model).read(f"{model}/model.keras")
    found = "no readable file" if content is None else hashlib.sha256(content).hexdigest()
    if content is None or found != card.sha256:
        raise ModelCorruptError(
            f"The file of model {model!r} is damaged. Expected sha256 {card.sha256}. Received: {found}. "
            "Restore it from a copy, or train the model again.",
            model=model,
            expected=card.sha256,
            found=found,
        )
    return content


def save_model(
    content: bytes, card: ModelCard, owner: str = "", beside: Mapping[str, bytes] = MappingProxyType({})
) -> ModelCard:
    """Save a model under a new id derived from its card's name.

    The card is written last, atomically, so a model either exists completely or not at all.

    Args:
        content: the bytes of a `.keras` file.
        card: the metadata except `id`, `sha256`, `created` and `owner`.
        owner: the digest of the visitor who may change it, see `identity.visitor_digest`; "": only the teacher.
        beside: additional files for the model's folder, by name.

    Returns:
        The saved card.

    Raises:
        ModelNameError: the name is empty, too long, or contains control characters.
        ModelError: the store is not writable.
    """
    card = dataclasses.replace(card, name=checked_name(card.name), owner=owner)
    return _write(store_folder(), new_id(card.name), content, card, beside)


def save_shipped(model: str, content: bytes, card: ModelCard, folder: str | None = None) -> ModelCard:
    """Write a shipped model to its folder or another one, replacing a previous version; for `make models`."""
    return _write(Folder(folder or str(SHIPPED)), model, content, card)


def _write(
    folder: Folder, model: str, content: bytes, card: ModelCard, beside: Mapping[str, bytes] = MappingProxyType({})
) -> ModelCard:
    card = dataclasses.replace(
        card,
        id=model,
        sha256=hashlib.sha256(content).hexdigest(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    is_new = folder.read(f"{model}/card.json") is None
    try:
        for name, file in {"model.keras": content, **beside}.items():
            folder.write(f"{model}/{name}", file)
        folder.write(f"{model}/card.json", card.to_json().encode())
    except ModelError:
        if is_new:  # do not leave a large file behind when the disk is full
            for name in ("model.keras", *beside):
                with contextlib.suppress(ModelError):
                    folder.delete(f"{model}/{name}")
            with contextlib.suppress(ModelError):
                folder.delete(model)
        raise
    return card


def _folder_of(model: str) -> Folder:
    return Folder(str(SHIPPED)) if is_shipped(model) else store_folder()


def _cards_in(folder: Folder) -> Iterator[ModelCard]:
    entries = [entry for entry in folder.list() if _is_card(entry)]
    with ThreadPoolExecutor(_READERS) as pool:
        for card in pool.map(functools.partial(_card_at, folder.url), entries):
            if card is not None:
                yield card


def _is_card(entry: Entry) -> bool:
    model, _, name = entry.path.partition("/")
    return name == "card.json" and not entry.is_folder and is_id(model)


def _card_at(url: str, entry: Entry) -> ModelCard | None:
    try:
        return _read_card(url, entry)
    except ModelError as error:
        _log.warning("%s", error)
        return None


@functools.lru_cache(maxsize=4096)
def _read_card(url: str, entry: Entry) -> ModelCard | None:
    """Return a listed card; None if it was deleted meanwhile. Cached by version, so each card is read once."""
    text = Folder(url).read(entry.path)
    return None if text is None else ModelCard.from_json(text, entry.path.partition("/")[0])


def _default_of(cards: list[ModelCard]) -> str:
    wanted = settings.get("model")
    if any(card.id == wanted for card in cards):
        return wanted
    _warn_of_default(wanted, "There is no such model")
    return DEFAULT_MODEL


@functools.cache
def _warn_of_default(wanted: str, reason: str) -> None:
    _log.warning("DIGITLAB_MODEL=%s cannot be used; %s reads instead. Received: %s", wanted, DEFAULT_MODEL, reason)


def _not_found(model: str) -> ModelNotFoundError:
    return ModelNotFoundError(f"There is no model {model!r}. GET /api/v1/models lists them.", model=model)
