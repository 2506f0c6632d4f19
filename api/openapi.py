"""Build the OpenAPI 3.1 document of the REST routes from the table of operations."""

import inspect
from itertools import groupby
from typing import Any

from api.operations import OPERATIONS, Answer, Operation
from api.schemas import SCHEMAS, reference
from base.errors import DigitLabError

VERSION = "1"
_ABOUT = (
    "Every error of a route below `/api` is JSON with a `code` for programs; an unknown path is answered with "
    "`unknown_route` and status 404, a method that a path has not with `method_not_allowed` and 405. A status of 429 "
    "or 503 has a `Retry-After` in seconds. There is no key and no login: who reaches the server may ask. Only "
    "pages of other sites may not (`foreign_origin`)."
)


def openapi_document() -> dict[str, Any]:
    """Build the document as JSON types. Its server URL is relative, so it is valid behind any proxy."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Digit Lab",
            "version": VERSION,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "../.."}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _described(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "description": operation.description,
        "parameters": list(operation.parameters),
        "responses": {str(status): _answered(answer) for status, answer in operation.answers.items()}
        | _refused(operation),
        # An extension that Redoc and Scalar read.
        "x-codeSamples": [{"lang": lang, "source": source} for lang, source in operation.examples.items()],
    }
    if operation.body:
        described["requestBody"] = {"required": True, "content": _content(operation.body)}
    return described


def _answered(answer: Answer) -> dict[str, Any]:
    return {"description": answer.description, "content": _content(answer.content)}


def _content(schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {media_type: {"schema": schema} for media_type, schema in schemas.items()}


def _refused(operation: Operation) -> dict[str, Any]:
    """Build the error responses by status; each lists its codes."""
    errors = sorted(operation.errors, key=lambda kind: kind.status)
    return {str(status): _refusal(list(kinds)) for status, kinds in groupby(errors, key=lambda kind: kind.status)}


def _refusal(kinds: list[type[DigitLabError]]) -> dict[str, Any]:
    codes = {"properties": {"error": {"properties": {"code": {"enum": [kind.code for kind in kinds]}}}}}
    return {
        "description": "\n".join(f"`{kind.code}`: {inspect.getdoc(kind)}" for kind in kinds),
        "content": _content({"application/json": {"allOf": [reference("Error"), codes]}}),
    }
