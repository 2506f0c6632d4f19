"""Visitors' identities: a number in a signed cookie, and a digest of it to store."""

import hashlib
import hmac
import logging
import os
import re
import secrets
from pathlib import Path

from base import settings
from base.made_once import made_once

# Set by the server, read by the pages.
COOKIE = "digitlab_visitor"

_SIGNED = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")
_KEY_FILE = settings.ROOT / "var" / "secret.key"

_log = logging.getLogger(__name__)


def new_cookie() -> str:
    """A new visitor's cookie, "<number>.<signature>"; only numbers that are made here are ever signed."""
    number = secrets.token_hex(16)
    return f"{number}.{_signature(number)}"


def visitor_of(cookie: str) -> str | None:
    """Return the visitor's number, 32 hexadecimal digits, from a cookie signed by this server; None for any other."""
    parts = _SIGNED.fullmatch(cookie)
    if parts is None:
        return None
    number, signature = parts.groups()
    return number if hmac.compare_digest(signature, _signature(number)) else None


def visitor_digest(visitor: str) -> str:
    """Return a digest of a visitor that may be stored, e.g. as a model's owner; it does not reveal the cookie.

    Args:
        visitor: the visitor's number, from their cookie.

    Returns:
        32 hexadecimal digits.
    """
    return hashlib.sha256(b"digitlab visitor " + visitor.encode()).hexdigest()[:32]


def _signature(number: str) -> str:
    secret = settings.get("secret")
    key = secret.encode() if secret else load_key(_KEY_FILE)
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


@made_once
def load_key(file: Path) -> bytes:
    """Load the key from a file, or create it; if the file cannot be written, return a temporary key."""
    try:
        if not file.exists():
            _make_key(file)
        return file.read_bytes()
    except OSError as error:
        _log.warning(
            "The key of visitors' cookies cannot be kept: they are new visitors after a restart. Received: %s. "
            "Set DIGITLAB_SECRET.",
            error,
        )
        return secrets.token_bytes(32)


def _make_key(file: Path) -> None:
    """Write a key to a file atomically; of two concurrent processes, the first one's key stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(secrets.token_hex(32))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links, such as exFAT
        if not file.exists():
            draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
