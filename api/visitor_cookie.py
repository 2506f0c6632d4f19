"""A signed cookie that gives visitors access to their training runs after a reload or in a new tab."""

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from base import identity
from recognition.caller import Caller

MAX_AGE_S = 180 * 24 * 3600


class VisitorCookie:
    """Gives each browser that loads a page a signed random number of 128 bits; invalid cookies are replaced."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the cookie to a page's response if the browser sent no valid one."""
        if scope["type"] != "http" or visitor_of_request(HTTPConnection(scope)):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _new_cookie(HTTPConnection(scope)))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def visitor_of_request(request: HTTPConnection) -> str | None:
    """Return the visitor's number from a request's cookie; None without a valid one."""
    return identity.visitor_of(request.cookies.get(identity.COOKIE, ""))


def caller_of_request(request: HTTPConnection) -> Caller:
    """Whose turn a request takes: that of the visitor whose cookie it has, else that of its address."""
    visitor = visitor_of_request(request)
    if visitor:
        return Caller(identity.visitor_digest(visitor), is_browser=True)
    return Caller(request.client.host if request.client else "unknown")


def _new_cookie(request: HTTPConnection) -> str:
    value = identity.new_cookie()
    secure = "; Secure" if request.url.scheme == "https" else ""
    return f"{identity.COOKIE}={value}; Path=/; Max-Age={MAX_AGE_S}; HttpOnly; SameSite=Lax{secure}"


VISITOR_COOKIE = Middleware(VisitorCookie)
