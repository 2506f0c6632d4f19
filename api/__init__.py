"""The REST routes and what surrounds them in the server."""

from api.lifespan import lifespan
from api.routes import ROUTES
from api.visitor_cookie import MIDDLEWARE

__all__ = ["MIDDLEWARE", "ROUTES", "lifespan"]
