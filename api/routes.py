"""The REST routes: recognize a picture, list and download models, report the server's health."""

import dataclasses
import math
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.crowding import unhurried
from api.guards import check_origin, to_response, with_json_errors
from api.model_files import make_file, model_file
from api.openapi import openapi_document
from api.operations import DOCUMENT_PATH, PAGE_PATH
from api.uploads import picture_in
from api.visitor_cookie import caller_of_request
from base.errors import MethodNotAllowedError, UnknownRouteError
from model_store import list_cards
from recognition.recognize_query import RecognizeQuery
from use_cases.services import services


@with_json_errors
async def recognize(request: Request) -> Response:
    """POST a picture, as the raw body or a multipart form's first file; the query is parsed by `RecognizeQuery`."""
    check_origin(request)
    async with unhurried(request), picture_in(request) as content:
        query = RecognizeQuery.from_query(request.query_params)
        reply = await services().live_recognizer.forward(content, query, caller_of_request(request))
    return await to_response(reply)


@with_json_errors
async def models(_request: Request) -> Response:
    """GET the cards of all models, the default one first."""
    cards = await run_in_threadpool(list_cards)
    return JSONResponse({"default": cards[0].id, "models": [_finite(dataclasses.asdict(card)) for card in cards]})


async def healthz(_request: Request) -> Response:
    """GET: 200 while the server runs."""
    return JSONResponse({"status": "alive"})


async def readyz(_request: Request) -> Response:
    """GET: 200 if the recognizer is ready, 503 while it starts."""
    if await services().live_recognizer.is_ready():
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "starting"}, 503)


async def openapi(_request: Request) -> Response:
    """GET: these routes as an OpenAPI document."""
    return JSONResponse(openapi_document())


@with_json_errors
async def unknown(request: Request) -> Response:
    """Any other path or method under /api: without this, Streamlit would answer it with the page and 200."""
    path = f"/api/{request.path_params['path']}"
    allowed = sorted(
        {method for route in ROUTES[:-1] if route.path_regex.match(path) for method in route.methods or ()}
    )
    if allowed:
        raise MethodNotAllowedError(
            f"{path} has no {request.method}. Try {' or '.join(allowed)}.", allowed=", ".join(allowed)
        )
    raise UnknownRouteError(
        f"There is no {request.method} {request.url.path}. What there is stands in {PAGE_PATH}, for programs in "
        f"{DOCUMENT_PATH}."
    )


def _finite(value: Any) -> Any:
    """Replace nan and infinity, which JSON lacks, by null: a training that diverged leaves them."""
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


# Parameters and responses are described in api/operations.py.
ROUTES = (
    Route("/api/v1/recognize", recognize, methods=["POST"]),
    Route("/api/v1/models", models, methods=["GET"]),
    Route("/api/v1/models/{model}/files/{format}", make_file, methods=["POST"]),
    Route("/api/v1/models/{model}/files/{format}", model_file, methods=["GET"]),
    Route("/healthz", healthz, methods=["GET"]),
    Route("/readyz", readyz, methods=["GET"]),
    Route(DOCUMENT_PATH, openapi, methods=["GET"]),
    Route("/api/{path:path}", unknown, methods=["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]),
)
