"""What becomes of a saved model: renamed, deleted, restored. Each is one write of its card, so it happens or not."""

import dataclasses
import threading
from datetime import UTC, datetime
from typing import Any

from base.errors import ModelNotFoundError, NotOwnerError
from base.identity import visitor_digest
from model_store.card import ModelCard
from model_store.names import checked_name
from model_store.store import find_card, get_card, is_shipped, store_folder

# A card is read, changed and written; two changes at once must not undo one another.
_LOCK = threading.Lock()


def may_change(card: ModelCard, visitor: str | None) -> bool:
    """Whether somebody may rename or delete a model.

    Args:
        card: the model's.
        visitor: the visitor's number, as their cookie holds it; None: the teacher, at the command line.
    """
    if is_shipped(card.id):
        return False
    return visitor is None or (card.owner != "" and card.owner == visitor_digest(visitor))


def rename_model(model: str, name: str, visitor: str | None) -> ModelCard:
    """Give a model another name; its id, and all links to it, stay.

    Args:
        model: its id.
        name: 1 to 60 visible characters.
        visitor: as for `may_change`.

    Returns:
        The card as it is now.

    Raises:
        ModelNotFoundError, ModelCorruptError, StoreUnavailableError: as `get_card`.
        NotOwnerError: it is not theirs.
        ModelNameError: no model can have that name.
        ModelError: the store cannot be written to.
    """
    with _LOCK:
        return _change(get_card(model), visitor, name=checked_name(name))


def delete_model(model: str, visitor: str | None) -> ModelCard:
    """Take a model out of all lists. For a day it can be restored; then `tidy` removes its files.

    Raises:
        As `rename_model`.
    """
    with _LOCK:
        return _change(get_card(model), visitor, deleted=datetime.now(UTC).isoformat(timespec="seconds"))


def restore_model(model: str, visitor: str | None) -> ModelCard:
    """Undo a deletion.

    Raises:
        ModelNotFoundError: its files have been removed, or it was not deleted.
        NotOwnerError, ModelCorruptError, StoreUnavailableError, ModelError: as `rename_model`.
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
