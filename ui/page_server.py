"""Serves each page's HTML: Streamlit's knows neither language nor title, and comes for any address."""

from starlette.datastructures import Headers, QueryParams
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.language import LANGUAGES, PARAMETER, match_language
from ui.page_html import Document, missing_document, page_document
from ui.page_table import page_table

_PATHS = frozenset(entry.path for entry in page_table(str))
_DRAW = "/draw"
# Streamlit's own routes. Their answers, HTML among them, are none of ours.
_RESERVED = ("/_stcore/", "/media/", "/component/", "/static/")


class PageServer:
    """Answers GET of a page, and of an address that is none; passes on everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if path.removeprefix("/") in _PATHS:
            await _answer(page_document(_language(scope), path[1:]), scope)(scope, receive, send)
        elif path == _DRAW:
            query = scope["query_string"].decode("latin-1")
            await RedirectResponse(f"./?{query}" if query else "./")(scope, receive, send)
        else:
            await self._pass_on(path, scope, receive, send)

    async def _pass_on(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit answers an address that it does not know with its page: that is replaced."""
        is_replaced = False

        async def send_unless_page(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and not path.startswith(_RESERVED):
                kind = Headers(raw=message["headers"]).get("content-type", "")
                if message["status"] == 200 and kind.startswith("text/html"):
                    is_replaced = True
                    await _answer(missing_document(_language(scope), path), scope, 404)(scope, receive, send)
            if not is_replaced:
                await send(message)

        await self._app(scope, receive, send_unless_page)


def _language(scope: Scope) -> str:
    """As `ui.language.use_language` settles it for a new visitor."""
    asked = QueryParams(scope["query_string"]).get(PARAMETER)
    if asked in LANGUAGES:
        return asked
    return match_language(Headers(scope=scope).get("accept-language", ""))


def _answer(document: Document, scope: Scope, status: int = 200) -> Response:
    asked = Headers(scope=scope)
    headers = {
        "Cache-Control": "no-cache" if status == 200 else "no-store",
        "Content-Language": _language(scope),
        "Content-Type": "text/html; charset=utf-8",
        "ETag": document.etag,
        "Vary": "Accept-Encoding, Accept-Language",
    }
    if status == 200 and document.etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in asked.get("accept-encoding", ""):
        return Response(document.compressed, status, headers | {"Content-Encoding": "gzip"})
    return Response(document.content, status, headers)


PAGE_SERVER = Middleware(PageServer)
