"""Which run the Train page shows: the newest, an earlier one, somebody else's by its link; interrupted ones go on."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from base import settings
from tests.pages.noting_board import NotingBoard
from training.recipe.recipes import RECIPES
from training.results import Ending, TrainingResult
from training.runs.board import RunSnapshot, RunState
from ui import state
from ui.page_table import page_file

TINY = RECIPES["tiny-16"]
DENSE = RECIPES["dense-128"]
HISTORY = {"loss": [0.5, 0.2, 0.3], "accuracy": [0.85, 0.94, 0.93]}
RESULT = TrainingResult(
    recipe=DENSE,
    summary="Total params: 101,770",
    history=HISTORY,
    test_loss=0.2,
    test_accuracy=0.94,
    train_seconds=2.0,
    parameters=101_770,
    ending=Ending.STOPPED,
    kept_epoch=2,
    versions={},
    sha256="0" * 64,
)


@pytest.fixture(autouse=True)
def board(hand_in: Callable[..., None]) -> NotingBoard:
    noting = NotingBoard()
    hand_in(runs=noting)
    return noting


def a_run(run_id: str, run_state: RunState = RunState.DONE, **values: Any) -> RunSnapshot:
    made = RunSnapshot(run_id, DENSE, run_state, created="2026-01-02T03:04:05+00:00")
    return dataclasses.replace(made, **values)


def open_page(**address: str) -> AppTest:
    page = AppTest.from_file(settings.ROOT / "ui" / "frame" / "main.py", default_timeout=30)
    page.session_state[state.VISITOR.name] = "visitor"
    page.query_params.update(address)
    page.run()
    page.switch_page(page_file("train")).run()
    assert not page.exception, page.exception
    return page


def texts(page: AppTest) -> str:
    """All the words of the page's text elements, for a look with `in`."""
    kinds = (page.markdown, page.caption, page.error, page.warning, page.info, page.text, page.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def keys(page: AppTest) -> set[str | None]:
    return {button.key for button in page.button}


# --- By a link


def test_somebody_s_run_is_shown_to_look_at_and_nothing_more(board):
    board.shared = [a_run("theirs", RunState.DONE, recipe=TINY, history=HISTORY, result=RESULT)]
    page = open_page(run="theirs")
    assert "**tiny-16**" in texts(page)
    assert "94.00\u00a0%" in [figure.value for figure in page.metric]
    assert "Somebody shared this training with you" in texts(page)
    assert keys(page).isdisjoint({state.TRAIN_STOP, state.TRAIN_RESUME, state.TRAIN_SAVE})


@pytest.mark.parametrize("run_state", [RunState.RUNNING, RunState.LOST])
def test_somebody_s_run_can_neither_be_stopped_nor_told_to_go_on(board, run_state):
    board.shared = [a_run("theirs", run_state, epoch=1, can_resume=run_state is RunState.LOST)]
    page = open_page(run="theirs")
    assert keys(page).isdisjoint({state.TRAIN_STOP, state.TRAIN_RESUME})
    assert "Resume" not in texts(page)


def test_somebody_s_recipe_is_in_the_form_and_can_be_trained_at_once(board):
    board.shared = [a_run("theirs", RunState.RUNNING, recipe=TINY)]
    page = open_page(run="theirs")
    page.button(key=state.TRAIN_BUTTON).click().run()
    assert [recipe.hidden for recipe in board.submitted] == [TINY.hidden]
    assert "run" not in page.query_params


def test_own_run_by_its_link_has_its_buttons(board):
    board.own = [a_run("newer"), a_run("older", RunState.DONE, history=HISTORY, result=RESULT)]
    page = open_page(run="older")
    assert state.TRAIN_SAVE in keys(page)
    assert "Somebody shared" not in texts(page)


@pytest.mark.parametrize("run_id", ["gone", "../../etc/passwd", "<script>", "0" * 5000])
def test_link_to_no_run_is_answered_with_a_sentence_and_the_visitor_s_own(board, run_id):
    board.run = a_run("mine")
    page = open_page(run=run_id)
    assert "no longer kept" in page.info[0].value
    assert run_id not in texts(page)
    assert "**dense-128**" in texts(page)


def test_a_run_can_be_shared_by_a_link(board):
    board.run = a_run("mine")
    assert any(code.value.endswith("?run=mine") for code in open_page().code)


# --- Of one's own


def test_earlier_runs_can_be_looked_at_again(board):
    board.own = [a_run("newer"), a_run("older", recipe=TINY, result=RESULT, history=HISTORY)]
    page = open_page()
    assert "**dense-128**" in texts(page)
    chooser = page.selectbox(key=state.TRAIN_RUN.name)
    assert chooser.options == ["dense-128 · done · 2026-01-02 03:04", "tiny-16 · 94.0\u00a0% · 2026-01-02 03:04"]
    chooser.set_value("older").run()
    assert "**tiny-16**" in texts(page)
    assert page.query_params["run"] == "older"


def test_a_new_training_is_shown_instead_of_an_earlier_one(board):
    board.own = [a_run("newer"), a_run("older", recipe=TINY)]
    page = open_page(run="older")
    page.button(key=state.TRAIN_BUTTON).click().run()
    assert "**dense-128**" in texts(page)


def test_one_run_is_no_choice(board):
    board.run = a_run("mine")
    page = open_page()
    assert state.TRAIN_RUN.name not in {field.key for field in page.selectbox}


# --- Interrupted and stopped


def test_an_interrupted_run_says_what_is_kept_and_goes_on(board):
    board.run = a_run("mine", RunState.LOST, epoch=3, epoch_fraction=1.0, history=HISTORY, can_resume=True)
    page = open_page()
    assert "interrupted" in texts(page)
    assert "after epoch 3" in page.warning[0].value
    page.button(key=state.TRAIN_RESUME).click().run()
    assert board.gone_on == [("visitor", "mine")]


def test_a_run_interrupted_before_its_first_epoch_says_so(board):
    board.run = a_run("mine", RunState.LOST, can_resume=True)
    assert "before the first epoch" in open_page().warning[0].value


def test_an_interrupted_run_in_chinese(board):
    board.run = a_run("mine", RunState.LOST, epoch=3, epoch_fraction=1.0, history=HISTORY, can_resume=True)
    page = open_page(lang="zh-TW")
    assert "中斷" in texts(page)
    assert page.button(key=state.TRAIN_RESUME).label == "繼續訓練"


def test_a_stopped_run_with_epochs_left_goes_on_or_is_saved(board):
    board.run = a_run("mine", RunState.STOPPED, epoch=3, history=HISTORY, result=RESULT, can_resume=True)
    page = open_page()
    assert {state.TRAIN_RESUME, state.TRAIN_SAVE} <= keys(page)
    assert "The best epoch, 2, was kept." in texts(page)


def test_a_finished_run_has_no_go_on(board):
    board.run = a_run("mine", RunState.DONE, history=HISTORY, result=RESULT)
    assert state.TRAIN_RESUME not in keys(open_page())


def test_a_queued_run_says_when_it_begins(board):
    board.run = a_run("mine", RunState.QUEUED, position=3, wait_s=42.0)
    assert "number 3 in the queue · starts in about 42 s" in texts(open_page())
