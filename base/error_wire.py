"""Serialize errors for other processes, REST and files; the reader raises the same class again."""

import json
from collections.abc import Mapping
from typing import Any

from base import errors
from base.errors import DigitLabError

_BY_CODE = {
    kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DigitLabError)
}


def error_to_dict(error: DigitLabError) -> dict[str, Any]:
    """Return `code`, `message`, and `details`: the error's values by name, as text if JSON has no such type."""
    details = {
        name: value if isinstance(value, str | int | float) else str(value) for name, value in error.details.items()
    }
    return {"code": error.code, "message": str(error), "details": details}


def error_from_dict(values: Mapping[str, Any]) -> DigitLabError:
    """Rebuild the error of `error_to_dict`; a plain `DigitLabError` if its code is unknown.

    Raises:
        KeyError, TypeError: `values` is malformed.
    """
    return _BY_CODE.get(values["code"], DigitLabError)(values["message"], **values["details"])


def error_to_json(error: DigitLabError) -> bytes:
    """Encode the body of an HTTP reply: `{"error": {"code", "message", "details"}}`."""
    return json.dumps({"error": error_to_dict(error)}).encode()
