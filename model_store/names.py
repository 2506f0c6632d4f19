"""What people may call a model, and what a store does."""

import re
import secrets
import unicodedata

from base.errors import ModelNameError

MAX_NAME_LENGTH = 60

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def is_id(text: str) -> bool:
    """Whether a text can be a model's id, and so a folder's name."""
    return _ID.fullmatch(text) is not None


def new_id(name: str) -> str:
    """An id that no model has yet, made from a name: any visible name makes a plain one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "model"
    return f"{slug}-{secrets.token_hex(4)}"


def is_name(text: str) -> bool:
    """Whether a model, or a recipe that names one, can be called so: 1 to 60 characters, some visible, no controls."""
    shown = text.strip()
    has_length = 1 <= len(shown) <= MAX_NAME_LENGTH
    return has_length and not any(map(_is_control, shown)) and not all(map(_is_invisible, shown))


def checked_name(name: str) -> str:
    """A name without the blanks around it.

    Raises:
        ModelNameError: it is empty, too long, invisible, or has control characters.
    """
    if not is_name(name):
        raise ModelNameError(
            f"A model's name has 1 to {MAX_NAME_LENGTH} visible characters. Received: name={name!r}.",
            name=name,
            limit=MAX_NAME_LENGTH,
        )
    return name.strip()


def _is_control(char: str) -> bool:
    """Line breaks, halves of surrogate pairs, and what turns the reading direction round; joined emoji are none."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or unicodedata.bidirectional(char) in _TURNS


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Zs", "Mn")
