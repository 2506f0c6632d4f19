"""Digit Lab as Streamlit serves it by itself: its own HTML, its files as they are. What `weight` compares with."""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

import api
from base.settings import ROOT
from ui import assets

PagesManager.uses_pages_directory = False

app = st.App(str(ROOT / "ui" / "frame" / "main.py"), routes=(*assets.ROUTES, *api.ROUTES), lifespan=api.lifespan)
