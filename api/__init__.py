"""The REST routes, the middleware and the lifespan of the server."""

from api.allowed_hosts import ALLOWED_HOSTS, LOCAL_METRICS
from api.behind_proxy import BEHIND_PROXY
from api.compression import COMPRESSION
from api.lifespan import lifespan
from api.openapi import openapi_document
from api.operations import DOCUMENT_PATH, PAGE_PATH
from api.routes import ROUTES
from api.security_headers import SECURITY_HEADERS
from api.visitor_cookie import VISITOR_COOKIE

# The proxy's headers come first: the cookie and the pages depend on the host and scheme that the browser used.
MIDDLEWARE = (BEHIND_PROXY, SECURITY_HEADERS, ALLOWED_HOSTS, LOCAL_METRICS, VISITOR_COOKIE, COMPRESSION)

__all__ = ["DOCUMENT_PATH", "MIDDLEWARE", "PAGE_PATH", "ROUTES", "lifespan", "openapi_document"]
