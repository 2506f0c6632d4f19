"""Security headers: what a page may load, who may embed it, and what it passes on.

Source: https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
"""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.behind_proxy import read_origins

# Streamlit makes modules of components (blob:), draws graphs with WebAssembly, and writes styles into the page.
_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' {sockets}; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'{embedders}"
)
# What may be inserted into the policy unchanged: a host name or an address, and a port.
_HOST = re.compile(r"[\w.:\[\]-]+")


class SecurityHeaders:
    """Middleware that adds these headers to every response.

    Raises:
        ValueError: the setting `embedders` is invalid.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._embedders = "".join(f" {origin}" for origin in sorted(read_origins("embedders")))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy(scope)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _policy(self, scope: Scope) -> str:
        host = Headers(scope=scope).get("host", "")
        # In Safari before 15.4, 'self' does not include websockets.
        sockets = f"ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
        return _POLICY.format(sockets=sockets, embedders=self._embedders)


SECURITY_HEADERS = Middleware(SecurityHeaders)
