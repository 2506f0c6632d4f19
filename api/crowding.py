"""Delay requests of clients with many concurrent requests, to keep the web process responsive for others."""

import asyncio
import collections
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request

from api.visitor_cookie import caller_of_request

# A browser has a frame and a comparison in progress.
MAX_AT_ONCE = 8
# Per request beyond these. With any number of connections, a client gets about fifty responses a second.
DELAY_S = 0.02

_under_way: collections.Counter[str] = collections.Counter()


@contextlib.asynccontextmanager
async def unhurried(request: Request) -> AsyncIterator[None]:
    """Count a request as in progress in the block, which is delayed if its visitor has many."""
    visitor = caller_of_request(request).name
    _under_way[visitor] += 1
    try:
        beyond = _under_way[visitor] - MAX_AT_ONCE
        if beyond > 0:
            await asyncio.sleep(beyond * DELAY_S)
        yield
    finally:
        _under_way[visitor] -= 1
        if not _under_way[visitor]:
            del _under_way[visitor]
