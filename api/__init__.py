"""The REST routes and what surrounds them in the server."""

from api.compression import COMPRESSION
from api.lifespan import lifespan
from api.routes import ROUTES
from api.visitor_cookie import VISITOR_COOKIE

MIDDLEWARE = (VISITOR_COOKIE, COMPRESSION)

__all__ = ["MIDDLEWARE", "ROUTES", "lifespan"]
