"""Digit Lab: `streamlit run app.py` starts the pages, the REST routes and the processes behind them."""

import streamlit as st

import api

app = st.App("ui/main.py", routes=api.ROUTES, lifespan=api.lifespan, middleware=api.MIDDLEWARE)
