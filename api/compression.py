"""Compress Streamlit's scripts and styles once: it sends them uncompressed, three megabytes on the first load."""

import asyncio
import gzip
from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER = "/static/"
SUFFIXES = {".js", ".css", ".json", ".svg"}
LEVEL = 9
# Requests with one of these headers are passed on: the reply is a part of a file, or "not modified".
CONDITIONS = {"range", "if-none-match", "if-modified-since"}


class CompressedFiles:
    """Caches each file of Streamlit's frontend as gzip after its first request: at most 5 MB, typically 1."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, asyncio.Future[Response | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the compressed file if the browser accepts it; pass on everything else."""
        response = await self._compressed(scope) if _is_for_file(scope) else None
        await (response or self._app)(scope, receive, send)

    async def _compressed(self, scope: Scope) -> Response | None:
        """Return the response; None if there is no such file. Concurrent requests share the work."""
        path = scope["path"]
        if path not in self._kept:
            self._kept[path] = asyncio.ensure_future(self._compress(dict(scope), path))
        return await asyncio.shield(self._kept[path])

    async def _compress(self, scope: Scope, path: str) -> Response | None:
        start, body = await self._answer_of_app(scope)
        headers = MutableHeaders(raw=list(start["headers"]))
        # For an unknown path, Streamlit sends its page.
        if start["status"] != 200 or headers.get("content-type", "").startswith("text/html"):
            del self._kept[path]
            return None
        response = Response(await run_in_threadpool(gzip.compress, body, LEVEL, mtime=0))
        del headers["content-length"]
        headers["content-length"] = str(len(response.body))
        headers["content-encoding"] = "gzip"
        headers["vary"] = "Accept-Encoding"
        headers["etag"] = f"W/{headers['etag'].removeprefix('W/')}"
        response.raw_headers = headers.raw
        return response

    async def _answer_of_app(self, scope: Scope) -> tuple[Message, bytes]:
        start: Message = {}
        parts: list[bytes] = []

        async def receive() -> Message:
            """Never disconnect: the work is shared by all requests."""
            await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                parts.append(message.get("body", b""))

        await self._app(scope, receive, collect)
        return start, b"".join(parts)


def _is_for_file(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path = scope["path"]
    # Anywhere in the path: the server may be under a prefix.
    if FOLDER not in path or PurePosixPath(path).suffix not in SUFFIXES:
        return False
    headers = Headers(scope=scope)
    return "gzip" in headers.get("accept-encoding", "") and CONDITIONS.isdisjoint(headers.keys())


COMPRESSION = Middleware(CompressedFiles)
