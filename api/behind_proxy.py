"""Restore the host and the scheme that the browser used in requests that come through a proxy.

Inner code, such as our own and Streamlit's check of origins, need not handle proxies.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from base import settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BehindProxy:
    """Corrects a request's `Host` and scheme from a trusted proxy's headers, and from an `Origin` that is ours.

    Raises:
        ValueError: the setting `proxies` or `origins` is malformed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._proxies = _read_proxies(settings.get("proxies"))
        self._origins = read_origins("origins")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as the browser sent it."""
        if scope["type"] in ("http", "websocket"):
            scope = self._as_sent(scope)
        await self._app(scope, receive, send)

    def _as_sent(self, scope: Scope) -> Scope:
        headers = MutableHeaders(raw=list(scope["headers"]))
        host, scheme = None, scope["scheme"]
        if self._is_proxy(scope.get("client")):
            host, scheme = _first(headers, "x-forwarded-host"), _forwarded_scheme(headers, scope)
        origin = headers.get("origin", "").lower()
        # Scripts cannot set Sec-Fetch-Site: "same-origin" is the browser's own statement.
        if origin in self._origins or headers.get("sec-fetch-site") == "same-origin":
            host = host_of(origin) or host
        if host:
            headers["host"] = host
        return {**scope, "headers": headers.raw, "scheme": scheme}

    def _is_proxy(self, client: tuple[str, int] | None) -> bool:
        """Return whether a request comes from a trusted proxy.

        For a proxy on this machine, uvicorn has already replaced the address by the browser's, with port 0: no real
        connection comes from port 0.
        """
        if client is None:
            return False
        host, port = client
        address = _address(host)
        return port == 0 or (address is not None and any(address in network for network in self._proxies))


def host_of(origin: str) -> str | None:
    """Return an origin's host and port; None if it is malformed."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def read_origins(setting: str) -> frozenset[str]:
    """The origins that a setting lists, in lower case.

    Raises:
        ValueError: one of them is none.
    """
    origins = [part.lower().rstrip("/") for part in parts_of(settings.get(setting))]
    for origin in origins:
        host = host_of(origin)
        if host is None or origin not in (f"http://{host}", f"https://{host}"):
            raise ValueError(
                f"DIGITLAB_{setting.upper()} lists origins: scheme, host and port, no path. Received: {origin!r}. "
                "Try https://lab.example, with commas between several."
            )
    return frozenset(origins)


def parts_of(text: str) -> list[str]:
    """Split a setting's list at its commas; empty parts are dropped."""
    return [part.strip() for part in text.split(",") if part.strip()]


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    # A dual-stack socket writes 127.0.0.1 as ::ffff:127.0.0.1.
    return getattr(address, "ipv4_mapped", None) or address


def _first(headers: Headers, name: str) -> str:
    """Return the value of the proxy nearest to the browser, if there are several."""
    return headers.get(name, "").partition(",")[0].strip()


def _forwarded_scheme(headers: Headers, scope: Scope) -> str:
    scheme: str = scope["scheme"]
    forwarded = _first(headers, "x-forwarded-proto")
    if forwarded not in ("http", "https"):
        return scheme
    return forwarded if scope["type"] == "http" else forwarded.replace("http", "ws")


def _read_proxies(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in parts_of(text))
    except ValueError as error:
        raise ValueError(
            f"DIGITLAB_PROXIES lists addresses and networks. Received: {text!r} ({error}). "
            "Try 127.0.0.1 or 10.0.0.0/8, with commas between several."
        ) from error


BEHIND_PROXY = Middleware(BehindProxy)
