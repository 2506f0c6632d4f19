"""Names and ids of models."""

import re
import secrets
import unicodedata

from base.errors import ModelNameError

MAX_NAME_LENGTH = 60

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def is_id(text: str) -> bool:
    """Return whether a text is a valid model id, and thus a folder name."""
    return _ID.fullmatch(text) is not None


def new_id(name: str) -> str:
    """Return a new unique id derived from a name; any valid name gives an ASCII id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "model"
    return f"{slug}-{secrets.token_hex(4)}"


def is_name(text: str) -> bool:
    """Return whether a text is a valid model or recipe name: 1 to 60 characters, some visible, no controls."""
    shown = text.strip()
    has_length = 1 <= len(shown) <= MAX_NAME_LENGTH
    return has_length and not any(map(_is_control, shown)) and not all(map(_is_invisible, shown))


def checked_name(name: str) -> str:
    """Return a name without surrounding whitespace.

    Raises:
        ModelNameError: it is empty, too long, invisible, or contains control characters.
    """
    if not is_name(name):
        raise ModelNameError(
            f"A model's name has 1 to {MAX_NAME_LENGTH} visible characters. Received: name={name!r}.",
            name=name,
            limit=MAX_NAME_LENGTH,
        )
    return name.strip()


def _is_control(char: str) -> bool:
    """Return whether a character is a line break, lone surrogate or bidi control; joiners in emoji are allowed."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in _TURNS


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Zs", "Mn")
