"""Guards of all our routes: errors as JSON, and no calls from other sites' pages."""

import functools
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from api.behind_proxy import host_of
from base.error_wire import error_to_json
from base.errors import DigitLabError, ForeignOriginError

Handler = Callable[[Request], Awaitable[Response]]


def with_json_errors(handler: Handler) -> Handler:
    """Convert our own errors to `{"error": {"code", "message"}}` with their status."""

    @functools.wraps(handler)
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except DigitLabError as error:
            return Response(error_to_json(error), error.status, media_type="application/json")

    return guarded


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
