"""Who a visitor is to others: a name that tells nobody their cookie."""

import hashlib


def visitor_digest(visitor: str) -> str:
    """What may be written down of a visitor, e.g. as a model's owner: the cookie cannot be found from it.

    Args:
        visitor: the visitor's number, as their cookie holds it.

    Returns:
        32 hexadecimal digits.
    """
    return hashlib.sha256(b"digitlab visitor " + visitor.encode()).hexdigest()[:32]
