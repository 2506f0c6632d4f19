"""Which of a page's addresses came from its visitor, and which the page has written itself."""

from collections.abc import Mapping

from ui.session_key import Key
from ui.state import Addresses

# A browser that is quick sends the address from before the last few changes with the next one.
_REMEMBERED = 100


def is_own(key: Key[Addresses], address: Mapping[str, str | None]) -> bool:
    """Whether the page wrote this address, or followed it already.

    Args:
        key: of the session, for the addresses that are remembered.
        address: its parameters.
    """
    return dict(address) in key.get()


def remember(key: Key[Addresses], address: Mapping[str, str | None]) -> None:
    """Note an address that the page writes or follows; arguments as in `is_own`."""
    if not is_own(key, address):
        key.set((*key.get(), dict(address))[-_REMEMBERED:])
