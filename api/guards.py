"""Guards of all our routes: errors as JSON, and no calls from other sites' pages."""

import asyncio
import functools
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from api.behind_proxy import host_of
from base.errors import DigitLabError, ForeignOriginError
from recognition.answers import Reply

HOLD_S = 0.5

Handler = Callable[[Request], Awaitable[Response]]


def with_json_errors(handler: Handler) -> Handler:
    """Convert our own errors to `{"error": {"code", "message"}}` with their status."""

    @functools.wraps(handler)
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except DigitLabError as error:
            return await to_response(Reply.refusing(error))

    return guarded


async def to_response(reply: Reply) -> Response:
    """A reply as a response; one that says to come again is held back: who asks in a loop shall cost others little."""
    if reply.retry_after_s is not None:
        await asyncio.sleep(HOLD_S)
    return Response(reply.body, reply.status, reply.headers, "application/json")


def check_origin(request: Request) -> None:
    """Reject a request from another site's page.

    Raises:
        ForeignOriginError: its `Origin` is not this server's address in the browser.
    """
    origin = request.headers.get("origin")
    if origin and host_of(origin) != request.headers.get("host"):
        raise ForeignOriginError(
            f"Only this server's own pages may ask. Received: origin={origin!r}. Where that is this server's address "
            "behind a proxy, have the proxy send it on, or set DIGITLAB_ORIGINS (docs/deploy.md).",
            origin=origin,
        )
