"""Digit Lab: `streamlit run app.py` starts the pages, the REST routes and the processes behind them."""

import streamlit as st
from starlette.routing import Route

import api
from ui import assets
from ui.frame.page_server import page_server
from ui.frame.reference_page import reference_route

# Streamlit's own setting for a path prefix, e.g. "/lab"; "" without one.
PREFIX = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
# Ours answer at the root in any case: who watches the server, not through the proxy, asks there.
REFERENCE = reference_route(api.PAGE_PATH, api.DOCUMENT_PATH, api.openapi_document())
ROUTES = (*assets.ROUTES, REFERENCE, *api.ROUTES)
PREFIXED = [Route(PREFIX + route.path, route.endpoint, methods=route.methods) for route in ROUTES if PREFIX]

# Streamlit has the main script's folder first in the search path while a page runs: in ui/, `lessons` would be a page.
app = st.App(
    "ui/frame/main.py",
    routes=(*PREFIXED, *ROUTES),
    lifespan=api.lifespan,
    # The visitor's cookie comes with the page, so its middleware is the outer one.
    middleware=(*api.MIDDLEWARE, page_server(PREFIX)),
)
