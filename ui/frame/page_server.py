"""Serve each page's HTML, as Streamlit's has no language or title and is returned for any path."""

from starlette.datastructures import Headers, QueryParams
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from base.languages import LANGUAGES
from ui.frame.page_html import Document, missing_document, page_document
from ui.language import PARAMETER, match_language
from ui.page_table import page_table

_PATHS = frozenset(entry.path for entry in page_table(str))
# Routes of Streamlit and of ours that are not pages, though some return HTML.
_RESERVED = ("/_stcore/", "/media/", "/component/", "/static/", "/api/")


class PageServer:
    """Middleware that answers GET requests for pages and for unknown paths, and passes on all others.

    Args:
        app: the wrapped ASGI application.
        prefix: the URL path of the pages, e.g. "/lab"; "" for the root.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._pages = {f"{prefix}/{path}": path for path in _PATHS}
        # Relative, since a proxy may have stripped another prefix.
        self._moved = {
            prefix: f"{prefix.rpartition('/')[2]}/",
            f"{prefix}/draw": "./",
            **{f"{prefix}/{path}/": f"../{path}" for path in _PATHS if path},
        }
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path in self._pages:
            await html_answer(page_document(asked_language(scope), self._pages[path]), scope)(scope, receive, send)
        elif path in self._moved:
            query = scope["query_string"].decode("latin-1")
            address = self._moved[path]
            await RedirectResponse(f"{address}?{query}" if query else address)(scope, receive, send)
        elif path.startswith(f"{self._prefix}/"):
            await self._pass_on(path.removeprefix(self._prefix), scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _pass_on(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; replace the page that Streamlit returns for an unknown path."""
        is_replaced = False

        async def send_unless_page(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and not path.startswith(_RESERVED):
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if message["status"] == 200 and kind.startswith("text/html"):
                    is_replaced = True
                    await html_answer(missing_document(asked_language(scope), path), scope, 404)(scope, receive, send)
            if not is_replaced:
                await send(message)

        await self._app(scope, receive, send_unless_page)


def asked_language(scope: Scope) -> str:
    """Return the language that `ui.language.use_language` would choose for a new visitor."""
    asked = QueryParams(scope["query_string"]).get(PARAMETER)
    if asked in LANGUAGES:
        return asked
    return match_language(Headers(scope=scope).get("accept-language", ""))


def html_answer(document: Document, scope: Scope, status: int = 200) -> Response:
    """Return a document as a response, with gzip if accepted, or as 304 if the ETag matches."""
    asked = Headers(scope=scope)
    headers = {
        "Cache-Control": "no-cache" if status == 200 else "no-store",
        "Content-Language": asked_language(scope),
        "Content-Type": "text/html; charset=utf-8",
        "ETag": document.etag,
        "Vary": "Accept-Encoding, Accept-Language",
    }
    if status == 200 and document.etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in asked.get("accept-encoding", ""):
        return Response(document.compressed, status, headers | {"Content-Encoding": "gzip"})
    return Response(document.content, status, headers)


def page_server(prefix: str) -> Middleware:
    """Return the middleware for pages under a prefix, see `PageServer`."""
    return Middleware(PageServer, prefix=prefix)
