"""The REST routes: recognize a picture, list the models, tell whether the server lives and is ready."""

import dataclasses
import functools
import math
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.lifespan import RECOGNIZER
from api.uploads import picture_in
from errors import DigitLabError, ForeignOriginError, UnknownRouteError
from model_store import DEFAULT_MODEL, list_cards
from recognition.answers import error_to_json
from recognition.question import Question

Handler = Callable[[Request], Awaitable[Response]]


def _with_json_errors(handler: Handler) -> Handler:
    """Answer our own errors as `{"error": {"code", "message"}}` with their status."""

    @functools.wraps(handler)
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except DigitLabError as error:
            return Response(error_to_json(error), error.status, media_type="application/json")

    return guarded


@_with_json_errors
async def recognize(request: Request) -> Response:
    """POST a picture, as the raw body or a multipart form's first file; `?model=`, `?steps=1`, `?way=tutorial`."""
    _check_origin(request)
    async with picture_in(request) as content:
        reply = await RECOGNIZER.forward(content, Question.from_query(request.query_params))
    return Response(reply.body, reply.status, media_type="application/json")


@_with_json_errors
async def models(_request: Request) -> Response:
    """GET the cards of all models, the default one first."""
    cards = await run_in_threadpool(list_cards)
    return JSONResponse({"default": DEFAULT_MODEL, "models": [_finite(dataclasses.asdict(card)) for card in cards]})


async def healthz(_request: Request) -> Response:
    """GET: the server lives."""
    return JSONResponse({"status": "alive"})


async def readyz(_request: Request) -> Response:
    """GET: 200 where the recognizer answers, 503 while it starts."""
    if await RECOGNIZER.is_ready():
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "starting"}, 503)


@_with_json_errors
async def unknown(request: Request) -> Response:
    """Any other path under /api: without this, Streamlit would answer it with the page and 200."""
    raise UnknownRouteError(
        f"There is no {request.method} {request.url.path}. POST /api/v1/recognize and GET /api/v1/models are here."
    )


def _finite(value: Any) -> Any:
    """The same with null for nan and infinity, which JSON has not: a training that diverged leaves them."""
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _check_origin(request: Request) -> None:
    """Refuse a browser that was sent here by another site's page."""
    origin = request.headers.get("origin")
    if origin and _place(origin) != request.headers.get("host"):
        raise ForeignOriginError(f"Only this server's own pages may ask. Received: origin={origin!r}.", origin=origin)


def _place(origin: str) -> str | None:
    """Host and port of an origin; None where it is none."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


ROUTES = (
    Route("/api/v1/recognize", recognize, methods=["POST"]),
    Route("/api/v1/models", models, methods=["GET"]),
    Route("/healthz", healthz, methods=["GET"]),
    Route("/readyz", readyz, methods=["GET"]),
    Route("/api/{path:path}", unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
)
