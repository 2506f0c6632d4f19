"""Restrict the hosts of requests, and access to the server's metrics."""

import ipaddress
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from api.behind_proxy import parts_of
from base import settings

METRICS_PATH = "/_stcore/metrics"


class AllowedHosts(TrustedHostMiddleware):
    """Middleware that rejects requests for hosts not listed in the setting `hosts`, against DNS rebinding."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, allowed_hosts=parts_of(settings.get("hosts")) or ["*"], www_redirect=False)


class LocalMetrics:
    """Middleware that allows requests for Streamlit's metrics, which show visitors' activity, only from localhost."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is for metrics and from another machine."""
        is_hidden = scope["type"] == "http" and scope["path"].endswith(METRICS_PATH) and not _is_local(scope)
        await (PlainTextResponse("Not found", 404) if is_hidden else self._app)(scope, receive, send)


def _is_local(scope: Scope) -> bool:
    """Return whether a request comes from this machine; uvicorn has replaced a proxy's address by its client's."""
    client: Any = scope.get("client")
    try:
        return client is not None and ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


ALLOWED_HOSTS = Middleware(AllowedHosts)
LOCAL_METRICS = Middleware(LocalMetrics)
