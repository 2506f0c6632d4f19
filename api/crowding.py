"""Who asks on many connections at once is answered later, so that the web process has time for the others."""

import asyncio
import collections
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request

from api.visitor_cookie import caller_of_request

# A browser has a frame and a comparison under way.
MAX_AT_ONCE = 8
# For each request beyond these. However many connections somebody has, they get about fifty answers a second.
DELAY_S = 0.02

_under_way: collections.Counter[str] = collections.Counter()


@contextlib.asynccontextmanager
async def unhurried(request: Request) -> AsyncIterator[None]:
    """Count a request as under way in the block, which begins later where its visitor has many."""
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
