"""What every pupil does, in Firefox and in WebKit, which is Safari's engine."""

import dataclasses
from urllib.parse import urlencode

import pytest

from tests.browser.pen import DIGITS
from tests.browsers.window import PointerType, Window
from tests.server import Server
from training.recipe.link import to_query
from training.recipe.recipes import RECIPES

WAKE_TIMEOUT_S = 60.0
# A trainer is niced: on a busy machine it waits for everybody else.
TRAINING_TIMEOUT_S = 240.0
PAGES = ("", "lessons", "data", "train", "compare", "evaluate", "inside", "models")


def open_draw_page(window: Window, server: Server) -> None:
    window.open(server.url)
    window.wait_for_answer("blank", timeout_s=WAKE_TIMEOUT_S)


@pytest.mark.parametrize("pointer", ["mouse", "pen", "touch"])
def test_drawn_digit_is_read(window: Window, server: Server, pointer: PointerType) -> None:
    open_draw_page(window, server)
    window.draw(DIGITS[4], pointer)
    window.wait_for_answer("final", "4")


@pytest.mark.parametrize("pointer", ["mouse", "pen", "touch"])
def test_answer_comes_while_the_pen_is_still_down(window: Window, server: Server, pointer: PointerType) -> None:
    open_draw_page(window, server)
    window.draw(DIGITS[7], pointer, lift=False)
    window.wait_for_answer("live", "7")
    window.lift(pointer)
    window.wait_for_answer("final", "7")


def test_undo_takes_the_last_stroke_back_and_redo_repeats_it(window: Window, server: Server) -> None:
    open_draw_page(window, server)
    window.draw(DIGITS[1])
    window.wait_for_answer("final", "1")
    window.click("[data-testid=tool-undo]:enabled")
    window.wait_for_answer("blank")
    window.click("[data-testid=tool-redo]:enabled")
    window.wait_for_answer("final", "1")


def test_drawing_survives_a_reload(window: Window, server: Server) -> None:
    open_draw_page(window, server)
    window.draw(DIGITS[2])
    window.wait_for_answer("final", "2")
    window.wait_for(lambda: window.run("return sessionStorage.length > 0"), "the tab's copy of the drawing")
    window.run("location.reload()")
    window.wait_for_answer("final", "2")


def test_network_is_trained(window: Window, server: Server) -> None:
    recipe = dataclasses.replace(RECIPES["tiny-16"], epochs=1)
    window.open(f"{server.url}/train?{urlencode(to_query(recipe))}")
    window.click_button("Train")
    window.wait_for(lambda: "done" in " ".join(window.texts(".stMarkdownBadge")), "the badge", TRAINING_TIMEOUT_S)
    window.wait_for(lambda: len(window.texts("[data-testid=stVegaLiteChart] svg")) >= 2, "two curves")


@pytest.mark.parametrize("page", PAGES)
def test_page_opens_without_an_error(window: Window, server: Server, page: str) -> None:
    window.open(f"{server.url}/{page}")
    window.run("window.addEventListener('error', (event) => (window.seenError = event.message))")
    window.wait_for(lambda: "".join(window.texts("[data-testid=stMain] .stVerticalBlock")).strip(), "the page's words")
    window.wait_for(lambda: not window.texts("[data-testid=stSkeleton], [data-stale=true]"), "the whole page")
    assert window.texts("[data-testid=stException], [data-testid=stAlertContentError]") == []
    assert window.run("return window.seenError ?? null") is None
