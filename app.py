"""Digit Lab: `streamlit run app.py` starts the pages, the REST routes and the processes behind them."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import api
from ui import assets
from ui.page_server import PAGE_SERVER

# Streamlit takes a folder `pages` beside the main script for its old kind of multipage app until `st.navigation` runs
# for the first time; a new server's first visitor at /train would get that page alone, without language or navigation.
PagesManager.uses_pages_directory = False

app = st.App(
    "ui/main.py",
    routes=(*assets.ROUTES, *api.ROUTES),
    lifespan=api.lifespan,
    # The visitor's cookie comes with the page, so its middleware is the outer one.
    middleware=(*api.MIDDLEWARE, PAGE_SERVER),
)
