"""An error as plain values, between processes, over REST and in files; whoever reads it raises the same class again."""

import json
from collections.abc import Mapping
from typing import Any

from base import errors
from base.errors import DigitLabError

_BY_CODE = {
    kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DigitLabError)
}


def error_to_dict(error: DigitLabError) -> dict[str, Any]:
    """`code`, `message`, and `details`: the values that a wording needs, by name, as text where JSON has no such."""
    details = {
        name: value if isinstance(value, str | int | float) else str(value) for name, value in error.details.items()
    }
    return {"code": error.code, "message": str(error), "details": details}


def error_from_dict(values: Mapping[str, Any]) -> DigitLabError:
    """The error that `error_to_dict` wrote; a plain `DigitLabError` where its code is unknown here.

    Raises:
        KeyError, TypeError: it wrote no such values.
    """
    return _BY_CODE.get(values["code"], DigitLabError)(values["message"], **values["details"])


def error_to_json(error: DigitLabError) -> bytes:
    """The body of an HTTP reply: `{"error": {"code", "message", "details"}}`."""
    return json.dumps({"error": error_to_dict(error)}).encode()
