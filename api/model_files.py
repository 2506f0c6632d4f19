"""Routes for model files: request an export in a format, and download it."""

from collections.abc import Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.guards import check_origin, with_json_errors
from api.visitor_cookie import caller_of_request
from base.jobs.queue import Job
from conversion.formats import Format, find_format
from model_store import ModelCard, get_card
from use_cases.model_files import open_file, request_file
from use_cases.services import services


@with_json_errors
async def make_file(request: Request) -> Response:
    """POST: request an export. 202 while it waits or runs, 200 with its `check` once GET can download it."""
    check_origin(request)
    visitor = caller_of_request(request).name
    status, answer = await run_in_threadpool(_make, *_asked(request), visitor)
    return JSONResponse(answer, status)


@with_json_errors
async def model_file(request: Request) -> Response:
    """GET: stream a model's file. 409 before it was exported, 404 for an unknown model or format."""
    model, format_ = _asked(request)
    card, size, pieces = await run_in_threadpool(_open, model, format_)
    headers = {
        "content-disposition": f'attachment; filename="{card.id}{format_.suffix}"',
        "content-length": str(size),
        "x-content-type-options": "nosniff",
    }
    return StreamingResponse(pieces, headers=headers, media_type=format_.media_type)


def _asked(request: Request) -> tuple[str, Format]:
    return request.path_params["model"], find_format(request.path_params["format"])


def _make(model: str, format_: Format, visitor: str) -> tuple[int, dict[str, Any]]:
    card = get_card(model)
    answer: dict[str, Any] = {"model": card.id, "format": format_.id}
    found = request_file(services().conversions, visitor, card, format_)
    if isinstance(found, Job):
        return 202, {**answer, "state": found.state}
    return 200, {**answer, "state": "ready", "size": found.size, "check": found.check and found.check.to_dict()}


def _open(model: str, format_: Format) -> tuple[ModelCard, int, Iterator[bytes]]:
    card = get_card(model)
    file, pieces = open_file(services().conversions, card, format_)
    return card, file.size, pieces
