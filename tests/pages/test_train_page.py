"""The Train page: the form, the run beside it, and a network trained, saved and chosen for drawing."""

import dataclasses
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import model_store
from base import settings
from base.errors import TrainerUnavailableError
from tests.pages.noting_board import KERAS_FILE, NotingBoard
from training.recipe.recipes import RECIPES
from training.results import Ending, TrainingResult
from training.runs.board import RunBoard, RunSnapshot, RunState
from ui import state
from ui.page_table import page_file
from use_cases.services import services

DENSE = RECIPES["dense-128"]
HISTORY = {"loss": [0.5, 0.2], "accuracy": [0.85, 0.94], "val_loss": [0.3, 0.25], "val_accuracy": [0.91, 0.93]}
TRAINING_TIMEOUT_S = 120


@pytest.fixture
def one_run(hand_in: Callable[..., None]) -> NotingBoard:
    noting = NotingBoard()
    hand_in(runs=noting)
    return noting


@pytest.fixture
def real_board() -> Iterator[RunBoard]:
    board = services().runs
    yield board
    latest = board.latest("visitor")
    if latest:
        board.stop("visitor", latest.id)


def open_page() -> AppTest:
    page = AppTest.from_file(settings.ROOT / "ui" / "frame" / "main.py", default_timeout=30)
    page.session_state[state.VISITOR.name] = "visitor"
    page.run()
    page.switch_page(page_file("train")).run()
    assert not page.exception, page.exception
    return page


def texts(page: AppTest) -> str:
    """All the words of the page's text elements, for a look with `in`."""
    kinds = (page.markdown, page.caption, page.error, page.warning, page.text, page.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def snapshot(run_state: RunState, **values: Any) -> RunSnapshot:
    return dataclasses.replace(RunSnapshot("run", DENSE, run_state), **values)


def result(**values: Any) -> TrainingResult:
    made = TrainingResult(
        recipe=DENSE,
        summary="Total params: 101,770",
        history=HISTORY,
        test_loss=0.1234,
        test_accuracy=0.9432,
        train_seconds=3.2,
        parameters=101_770,
        ending=Ending.COMPLETE,
        kept_epoch=2,
        versions={},
        sha256=hashlib.sha256(KERAS_FILE).hexdigest(),
    )
    return dataclasses.replace(made, **values)


# --- The run


@pytest.mark.usefixtures("one_run")
def test_before_the_first_run_the_page_says_what_to_do() -> None:
    assert "press Train" in texts(open_page())


def test_a_queued_run_tells_its_place_in_the_queue(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.QUEUED, position=3)
    page = open_page()
    assert "queued" in texts(page)
    assert "number 3 in the queue" in texts(page)
    assert page.button(key=state.TRAIN_BUTTON).disabled


def test_a_run_waits_for_no_other_while_the_trainer_starts(one_run: NotingBoard) -> None:
    one_run.ready = False
    one_run.run = snapshot(RunState.QUEUED, position=1)
    page = open_page()
    assert "starting" in texts(page)
    assert "in the queue" not in texts(page)


def test_a_running_run_tells_epoch_time_and_figures(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.RUNNING, epoch=3, epoch_fraction=0.5, seconds_left=4.2, history=HISTORY)
    page = open_page()
    assert "epoch 3 of 5 · 4 s left" in texts(page)
    assert "Epoch 2: training loss 0.200, accuracy 94.0\u00a0%; validation loss 0.250, accuracy 93.0\u00a0%." in texts(
        page
    )


def test_stop_reaches_the_board(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.RUNNING, epoch=1)
    open_page().button(key=state.TRAIN_STOP).click().run()
    assert one_run.stopped == [("visitor", "run")]


def test_a_failed_run_says_why_and_what_to_do(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.FAILED, error=TrainerUnavailableError("no answer", address="tcp://x:1"))
    page = open_page()
    assert "is not responding" in page.warning[0].value
    assert "press Train to try again" in page.warning[0].value
    assert not page.button(key=state.TRAIN_BUTTON).disabled


def test_a_finished_run_shows_test_figures_and_the_summary(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.DONE, epoch=5, history=HISTORY, result=result())
    page = open_page()
    assert [figure.value for figure in page.metric] == ["94.32\u00a0%", "0.1234", "3 s"]
    assert "Total params: 101,770" in texts(page)
    assert "close together" in texts(page)


# --- Saving


def test_a_run_is_saved_once_under_the_name_typed(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.DONE, history=HISTORY, result=result())
    page = open_page()
    page.text_input(key=state.TRAIN_NAME.of("run").name).set_value("My *first* net").run()
    page.button(key=state.TRAIN_SAVE).click().run()
    assert "Saved as “My *first* net”" in texts(page)
    assert "My *first* net" in [card.name for card in model_store.list_cards()]
    assert state.TRAIN_SAVE not in [button.key for button in page.button]


def test_a_saved_run_is_known_as_saved_after_a_reload(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.DONE, history=HISTORY, result=result())
    page = open_page()
    page.button(key=state.TRAIN_SAVE).click().run()
    assert "Saved as “dense-128”" in texts(open_page())


def test_a_name_that_no_model_can_have_is_refused_in_words(one_run: NotingBoard) -> None:
    one_run.run = snapshot(RunState.DONE, history=HISTORY, result=result())
    page = open_page()
    page.text_input(key=state.TRAIN_NAME.of("run").name).set_value("   ").run()
    page.button(key=state.TRAIN_SAVE).click().run()
    assert "1 to 60 characters" in page.error[0].value
    assert state.TRAIN_SAVE in [button.key for button in page.button]


def test_a_store_that_cannot_be_written_is_told_and_the_run_stays(
    one_run: NotingBoard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DIGITLAB_STORE", str(tmp_path / "file" / "models"))
    one_run.run = snapshot(RunState.DONE, history=HISTORY, result=result())
    page = open_page()
    page.button(key=state.TRAIN_SAVE).click().run()
    assert "could not be saved" in page.error[0].value
    assert page.metric[0].value == "94.32\u00a0%"


# --- All of it, on the embedded cluster


def test_a_network_is_trained_saved_and_chosen_for_drawing(real_board: RunBoard) -> None:
    page = open_page()
    page.slider(key="train_epochs@1").set_value(1).run()
    page.select_slider(key="train_batch_size@1").set_value(1024).run()
    page.button(key=state.TRAIN_BUTTON).click().run()
    wait_for_end(real_board)
    page.run()
    assert "done" in texts(page)
    assert float(page.metric[0].value.removesuffix("\u00a0%")) > 80
    page.button(key=state.TRAIN_SAVE).click().run()
    card = next(card for card in model_store.list_cards() if card.name == "dense-128, changed")
    assert card.recipe is not None
    assert card.recipe["epochs"] == 1
    page.button(key=state.TRAIN_DRAW).click().run()
    assert page.session_state[state.MODEL.name] == card.id


def wait_for_end(board: RunBoard) -> None:
    until = time.monotonic() + TRAINING_TIMEOUT_S
    while time.monotonic() < until:
        run = board.latest("visitor")
        assert run is not None
        assert run.state is not RunState.FAILED, run.error
        if run.state is RunState.DONE:
            return
        time.sleep(0.1)
    raise AssertionError(f"Not done after {TRAINING_TIMEOUT_S} s: {board.latest('visitor')}")


# --- What its visitor asks of a run on the way


def test_a_run_under_way_can_be_paused_and_a_paused_one_resumed(one_run: NotingBoard) -> None:
    run = RunSnapshot("run", DENSE, RunState.RUNNING, epoch=2, epoch_fraction=0.4, history=HISTORY)
    one_run.run = run
    page = open_page()
    page.button(key=state.TRAIN_PAUSE).click().run()
    assert one_run.paused == [("visitor", "run")]
    one_run.run = dataclasses.replace(run, state=RunState.PAUSED, can_resume=True)
    page.run()
    assert "paused" in texts(page)
    page.button(key=state.TRAIN_RESUME).click().run()
    assert one_run.gone_on == [("visitor", "run")]


def test_a_learning_rate_is_changed_on_the_way_and_said(one_run: NotingBoard) -> None:
    run = RunSnapshot("run", DENSE, RunState.RUNNING, epoch=2, epoch_fraction=0.4, history=HISTORY)
    one_run.run = run
    page = open_page()
    page.select_slider(key=state.TRAIN_RATE.of("run").name).set_value(0.0001).run()
    page.button(key=state.TRAIN_SET_RATE).click().run()
    assert one_run.rates == [("run", 0.0001)]
    one_run.run = dataclasses.replace(run, asked_rate=0.0001)
    page.run()
    assert "From the next epoch on, the learning rate is 0.0001." in texts(page)
    one_run.run = dataclasses.replace(run, history=HISTORY | {"learning_rate": [0.001, 0.0001]})
    page.run()
    assert "From the next epoch on" not in texts(page).replace("From the next epoch on. The curve", "")


def test_a_result_says_what_it_went_on_from_and_what_became_of_own_drawings(one_run: NotingBoard) -> None:
    recipe = dataclasses.replace(DENSE, start="dense-512", hidden=(512,), own_drawings=5)
    history = HISTORY | {"own_accuracy": [0.5, 0.75]}
    made = result(recipe=recipe, history=history, drawn_count=4, drawn_before=0.25)
    one_run.run = RunSnapshot("run", recipe, RunState.DONE, epoch=2, epoch_fraction=1.0, history=history, result=made)
    shown = texts(open_page())
    assert "It continues from “dense-512”." in shown
    assert "Your held-out drawings it gets right: 1 of 4 before training, 3 of 4 now." in shown
