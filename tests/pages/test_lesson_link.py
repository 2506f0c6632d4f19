"""The link to a lesson: made in one visitor's form, opened in another's."""

import dataclasses
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from training.recipe.layers import Convolution
from training.recipe.link import LOCKABLE
from training.recipe.recipes import RECIPES, Recipe
from ui import state

LESSON = dataclasses.replace(
    RECIPES["tiny-16"], hidden=(256, 128), convolutions=(Convolution(16),), epochs=10, learning_rate=3e-5
)


def _page() -> None:
    """A form that only tells what it began with, and what is locked; and the link to it."""
    import streamlit as st

    from training.recipe.recipes import RECIPES
    from ui.shared.lesson_link import locked, recipe_from_address, show_lesson_link

    if "begun" not in st.session_state:
        st.session_state["begun"] = recipe_from_address()
    st.session_state["seen_locked"] = locked()
    show_lesson_link(st.session_state["begun"] or RECIPES["dense-128"])


def open_page(params: dict[str, str], recipe: Recipe | None = None) -> AppTest:
    page = AppTest.from_function(_page)
    page.query_params.update(params)
    if recipe:
        page.session_state["begun"] = recipe
    page.run()
    assert not page.exception, page.exception
    return page


def link(page: AppTest) -> dict[str, str]:
    return dict(parse_qsl(page.code[0].value.partition("?")[2], strict_parsing=True))


def test_what_one_visitor_links_is_what_another_begins_with() -> None:
    shared = link(open_page({}, LESSON))
    assert shared["hidden"] == "256-128"
    assert open_page(shared | {"lang": "zh-TW"}).session_state["begun"] == LESSON


def test_the_teacher_chooses_what_is_hidden() -> None:
    teacher = open_page({}, LESSON)
    teacher.multiselect(key=state.LESSON_HIDDEN).select("epochs").select("hidden").run()
    assert link(teacher)["lock"] == "epochs,hidden"
    assert open_page(link(teacher)).session_state["seen_locked"] == {"epochs", "hidden"}
    teacher.toggle(key=state.LESSON_HIDES_ALL).set_value(True).run()
    assert link(teacher)["lock"] == "all"
    assert open_page(link(teacher)).session_state["seen_locked"] == LOCKABLE


def test_a_lock_outlasts_a_look_at_another_page() -> None:
    page = open_page({"lock": "seed"})
    page.query_params.clear()
    assert page.run().session_state["seen_locked"] == {"seed"}


def test_an_address_that_tells_no_recipe_begins_as_usual() -> None:
    page = open_page({"lang": "en", "run": "abc"})
    assert page.session_state["begun"] is None
    assert page.session_state["seen_locked"] == frozenset()
    assert not page.text


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"recipe": "tiny-16", "epochs": "99"}, "epochs cannot be 99"),
        ({"recipe": "tiny-16", "lock": "[door](http://x)"}, "lock cannot be [door](http://x)"),
    ],
)
def test_an_address_that_makes_no_sense_is_told_once_and_as_plain_text(params: dict[str, str], words: str) -> None:
    page = open_page(params)
    assert [text.value for text in page.text] == [f"This link has an error: {words}. The defaults are used instead."]
    assert page.session_state["begun"] is None
    assert page.session_state["seen_locked"] == frozenset()
    assert not page.run().text


def test_controls_have_their_names_in_the_visitor_s_language() -> None:
    page = AppTest.from_function(_page)
    page.session_state[state.LANGUAGE.name] = "zh-TW"
    page.run()
    assert page.multiselect[0].options[:3] == ["配方", "圖片", "隱藏層"]
    assert page.multiselect[0].label == "隱藏這些設定"
    assert not page.multiselect[0].proto.select_all, "Streamlit has that in English only; there is a switch of ours"
    assert "打開這個連結" in page.caption[0].value
