"""Distinguish URLs that a visitor opened from those that a page wrote itself."""

from collections.abc import Mapping

from ui.session_key import Key
from ui.state import Addresses

# A fast browser may send a URL that is several changes old.
_REMEMBERED = 100


def is_own(key: Key[Addresses], address: Mapping[str, str | None]) -> bool:
    """Return whether the page wrote or followed this URL before.

    Args:
        key: the session key of the remembered URLs.
        address: the URL's parameters.
    """
    return dict(address) in key.get()


def remember(key: Key[Addresses], address: Mapping[str, str | None]) -> None:
    """Remember a URL that the page writes or follows; arguments as in `is_own`."""
    if not is_own(key, address):
        key.set((*key.get(), dict(address))[-_REMEMBERED:])
