"""The code of a recipe on the page, in the visitor's language."""

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest

from training.recipe.recipes import RECIPES
from ui import state


def _page() -> None:
    import streamlit as st

    from ui.train.recipe_code import show_code

    show_code(st.session_state["recipe"])


def open_page(language: str = "en") -> AppTest:
    page = AppTest.from_function(_page)
    page.session_state["recipe"] = RECIPES["tiny-16"]
    page.session_state[state.LANGUAGE.name] = language
    page.run()
    assert not page.exception, page.exception
    return page


def test_the_code_follows_the_recipe() -> None:
    page = open_page()
    assert 'layers.Dense(16, activation="relu"),' in page.code[0].value
    page.session_state["recipe"] = dataclasses.replace(RECIPES["tiny-16"], hidden=(300,), activation="tanh")
    page.run()
    assert 'layers.Dense(300, activation="tanh"),' in page.code[0].value
    assert "layers.Dense(16" not in page.code[0].value


@pytest.mark.parametrize(
    ("language", "title", "trap"),
    [
        ("en", "# %% Build the network, layer by layer", "# A trap: if you choose by the test pictures"),
        ("zh-TW", "# %% 一層一層建立網路", "# 陷阱：用測試圖片來做選擇"),
        ("zh-CN", "# %% 一层一层搭建网络", "# 陷阱：用测试图片来做选择"),
    ],
)
def test_comments_are_in_the_visitor_s_language(language: str, title: str, trap: str) -> None:
    code = open_page(language).code[0].value
    assert title in code
    assert trap in code


def test_it_can_be_taken_home_as_a_file_and_as_a_notebook() -> None:
    buttons = open_page("zh-TW").get("download_button")
    assert [button.proto.label for button in buttons] == ["Python 檔案", "Notebook 筆記本"]
    assert all(button.proto.url for button in buttons)
