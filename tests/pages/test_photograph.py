"""A photograph from a file or the camera; what a hostile browser sends instead is none."""

import base64

import pytest
from streamlit.testing.v1 import AppTest

from ui import state

JPEG = b"\xff\xd8\xff\xe0 a photograph"
URL = "data:image/jpeg;base64," + base64.b64encode(JPEG).decode()


def _page() -> None:
    import streamlit as st

    from ui.draw.photograph import forget_photograph, show_photograph_input

    st.button("Forget it", on_click=forget_photograph)
    st.text(repr(show_photograph_input()))


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(_page, default_timeout=20).run()


def test_without_a_photograph_there_is_none(app: AppTest) -> None:
    assert app.text[0].value == "None"


def test_photograph_of_the_camera_is_there(app: AppTest) -> None:
    app.session_state[state.PHOTOGRAPH_CAMERA.name] = {"picture": URL}
    assert app.run().text[0].value == repr(JPEG)


def test_file_is_there_until_it_is_forgotten(app: AppTest) -> None:
    app.file_uploader[0].set_value(("7.png", b"a file", "image/png")).run()
    assert app.text[0].value == repr(b"a file")
    assert app.run().text[0].value == repr(b"a file")
    assert app.button[0].click().run().text[0].value == "None"
    assert app.file_uploader[0].value is None


def test_picture_just_taken_counts_before_a_file(app: AppTest) -> None:
    app.file_uploader[0].set_value(("7.png", b"a file", "image/png")).run()
    app.session_state[state.PHOTOGRAPH_CAMERA.name] = {"picture": URL}
    assert app.run().text[0].value == repr(JPEG)


@pytest.mark.parametrize(
    "url",
    [
        None,
        7,
        ["x"],
        "",
        "data:image/jpeg;base64,",
        "data:image/jpeg;base64,not base64!",
        "data:text/html;base64,PGI+",
        "http://127.0.0.1/picture.jpg",
        "data:image/jpeg;base64," + "A" * (6 * 2**20),
    ],
    ids=["none", "number", "list", "empty", "no bytes", "no base64", "html", "address", "too large"],
)
def test_what_is_no_photograph_is_none(app: AppTest, url: object) -> None:
    app.session_state[state.PHOTOGRAPH_CAMERA.name] = {"picture": url}
    assert app.run().text[0].value == "None"
    assert not app.exception
