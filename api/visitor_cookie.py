"""A cookie that lets a visitor come back to their training runs after a reload or a closed tab."""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import settings

MAX_AGE_S = 180 * 24 * 3600


class VisitorCookie:
    """Gives each browser that loads the page a random number of 128 bits, which nobody can guess."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the cookie to a page's answer where the browser sent none."""
        if scope["type"] != "http" or _has_cookie(scope):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    value = f"{settings.VISITOR_COOKIE}={secrets.token_hex(16)}"
                    headers.append("set-cookie", f"{value}; Path=/; Max-Age={MAX_AGE_S}; HttpOnly; SameSite=Lax")
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _has_cookie(scope: Scope) -> bool:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"]
    return any(settings.VISITOR_COOKIE in cookie_parser(line) for line in lines)


MIDDLEWARE = (Middleware(VisitorCookie),)
