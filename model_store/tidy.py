"""Remove models deleted more than a day ago, and files left behind by interrupted saves."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from model_store.folder import PART, Entry, Folder
from model_store.names import is_id
from model_store.store import all_saved_cards, is_shipped, store_folder

KEPT_AFTER_DELETION = timedelta(days=1)
# Longer than any save takes: older files without a card, or half written, are leftovers.
KEPT_WITHOUT_CARD = timedelta(hours=1)

# The files of a model's folder. A folder with any other file is left alone.
_OURS = re.compile(r"card\.json|model\.keras|origin\.json|(exports|evaluation)(/[^/]+)?")
_log = logging.getLogger(__name__)


def tidy(now: datetime | None = None) -> list[str]:
    """Remove deleted models and leftovers that are old enough.

    Args:
        now: the current time; None: use the clock.

    Returns:
        The removed paths, relative to the store's folder.

    Raises:
        StoreUnavailableError: the store is unavailable.
        ModelError: a file could not be removed.
    """
    now = now or datetime.now(UTC)
    folder = store_folder()
    expired = {
        card.id
        for card in all_saved_cards()
        if card.deleted and datetime.fromisoformat(card.deleted) < now - KEPT_AFTER_DELETION
    }
    removed = [
        path
        for model, entries in _by_model(folder).items()
        for path in _removable(model, entries, model in expired, now - KEPT_WITHOUT_CARD)
    ]
    for path in removed:
        folder.delete(path)
    if removed:
        _log.info("Removed from the store: %s", ", ".join(removed))
    return removed


def _by_model(folder: Folder) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in folder.list():
        model = entry.path.partition("/")[0]
        if is_id(model):
            found[model].append(entry)
    return found


def _removable(model: str, entries: list[Entry], is_expired: bool, before: datetime) -> Iterator[str]:
    """Return the paths to remove, in order: the card first, so that readers never see an incomplete model."""
    parts = [entry for entry in entries if entry.path.endswith(PART) and not entry.is_folder]
    others = [entry for entry in entries if entry not in parts]
    names = {entry.path.partition("/")[2] for entry in others} - {""}
    has_card = "card.json" in names
    is_ours = all(_OURS.fullmatch(name) for name in names)
    is_left_over = not has_card and not is_shipped(model) and all(_is_older(entry, before) for entry in entries)
    if is_ours and (is_expired or is_left_over):
        files = sorted((entry for entry in entries if not entry.is_folder), key=lambda entry: entry.path)
        folders = sorted((entry.path for entry in entries if entry.is_folder), reverse=True)
        yield from (entry.path for entry in sorted(files, key=lambda entry: not entry.path.endswith("/card.json")))
        yield from folders
    else:
        yield from (entry.path for entry in parts if _is_older(entry, before))


def _is_older(entry: Entry, before: datetime) -> bool:
    return entry.is_folder if entry.modified is None else entry.modified < before
