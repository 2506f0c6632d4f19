"""Rename, delete and restore saved models. Each change is one atomic write of the card."""

import dataclasses
import threading
from datetime import UTC, datetime
from typing import Any

from base.errors import ModelNotFoundError, NotOwnerError
from base.identity import visitor_digest
from model_store.card import ModelCard
from model_store.names import checked_name
from model_store.store import find_card, get_card, is_shipped, store_folder

# Serializes the read-modify-write of a card, so that concurrent changes do not overwrite each other.
_LOCK = threading.Lock()


def may_change(card: ModelCard, visitor: str | None) -> bool:
    """Return whether a visitor may rename or delete a model.

    Args:
        card: the model's card.
        visitor: the visitor's id from the cookie; None: the teacher, at the command line.
    """
    if is_shipped(card.id):
        return False
    return visitor is None or (card.owner != "" and card.owner == visitor_digest(visitor))


def rename_model(model: str, name: str, visitor: str | None) -> ModelCard:
    """Rename a model; its id, and thus all links to it, stay the same.

    Args:
        model: its id.
        name: 1 to 60 visible characters.
        visitor: see `may_change`.

    Returns:
        The updated card.

    Raises:
        ModelNotFoundError, ModelCorruptError, StoreUnavailableError: see `get_card`.
        NotOwnerError: the visitor does not own the model.
        ModelNameError: the name is invalid.
        ModelError: the store is not writable.
    """
    with _LOCK:
        return _change(get_card(model), visitor, name=checked_name(name))


def delete_model(model: str, visitor: str | None) -> ModelCard:
    """Delete a model from all lists. It can be restored for a day; then `tidy` removes its files.

    Raises:
        The same errors as `rename_model`.
    """
    with _LOCK:
        return _change(get_card(model), visitor, deleted=datetime.now(UTC).isoformat(timespec="seconds"))


def restore_model(model: str, visitor: str | None) -> ModelCard:
    """Undo a deletion.

    Raises:
        ModelNotFoundError: its files were already removed, or it was not deleted.
        NotOwnerError, ModelCorruptError, StoreUnavailableError, ModelError: see `rename_model`.
    """
    with _LOCK:
        card = find_card(model)
        if not card.deleted:
            raise ModelNotFoundError(f"Model {model!r} is not deleted.", model=model)
        return _change(card, visitor, deleted="")


def _change(card: ModelCard, visitor: str | None, **values: Any) -> ModelCard:
    if not may_change(card, visitor):
        raise NotOwnerError(f"Only who saved a model may change it. Received: model={card.id!r}.", model=card.id)
    changed = dataclasses.replace(card, **values)
    store_folder().write(f"{card.id}/card.json", changed.to_json().encode())
    return changed
