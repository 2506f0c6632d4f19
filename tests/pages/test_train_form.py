"""The Train page's form: every control changes the recipe that is trained, and none can be trained that may not be."""

import dataclasses
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

import feedback
from base import settings
from tests.pages.noting_board import NotingBoard
from tests.rows import added
from training.recipe.layers import Convolution
from training.recipe.optimizers import OPTIMIZERS, Optimizer
from training.recipe.recipes import RECIPES, Recipe
from training.runs.board import RunSnapshot, RunState
from ui import state
from ui.page_table import page_file

DENSE = RECIPES["dense-128"]
CREATED = "2026-11-29T12:00:00+00:00"
Step = Callable[[AppTest], AppTest]


@pytest.fixture(autouse=True)
def board(hand_in: Callable[..., None]) -> NotingBoard:
    noting = NotingBoard()
    hand_in(runs=noting)
    return noting


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
    kinds = (page.markdown, page.caption, page.error, page.warning, page.text)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def trained(page: AppTest, board: NotingBoard) -> Recipe:
    """What the Train button submits."""
    page.button(key=state.TRAIN_BUTTON).click().run()
    assert not page.exception, page.exception
    return board.submitted[-1]


def keys(page: AppTest) -> set[str]:
    """The session keys of all controls on the page, without what changes with the recipe."""
    kinds = ("select_slider", "slider", "selectbox", "toggle", "number_input", "radio", "button")
    return {str(element.key).partition("@")[0] for kind in kinds for element in page.get(kind)}


def key_now(page: AppTest, key: str) -> str:
    """A control's key as it is until another recipe is chosen."""
    return f"{key}@{page.session_state[state.TRAIN_FORM.name]}"


def put(kind: str, key: str, value: Any) -> Step:
    """A step: set a control."""
    return lambda page: getattr(page, kind)(key=key_now(page, key)).set_value(value).run()


def press(key: str) -> Step:
    """A step: press a button."""
    return lambda page: page.button(key=key).click().run()


STEPS: dict[str, tuple[list[Step], dict[str, Any]]] = {
    "pictures": ([put("selectbox", "train_dataset", "fashion_mnist")], {"dataset": "fashion_mnist"}),
    "epochs": ([put("slider", "train_epochs", 50)], {"epochs": 50}),
    "batch size": ([put("select_slider", "train_batch_size", 1024)], {"batch_size": 1024}),
    "learning rate": ([put("select_slider", "train_learning_rate", 0.00003)], {"learning_rate": 0.00003}),
    "layers": (
        [put("selectbox", state.TRAIN_LAYERS.name, 2), put("number_input", state.TRAIN_NEURONS.of(2).name, 77)],
        {"hidden": (128, 77)},
    ),
    "activation": ([put("selectbox", "train_activation", "tanh")], {"activation": "tanh"}),
    "batch normalization": ([put("toggle", "train_batch_normalization", True)], {"batch_normalization": True}),
    "dropout": ([put("select_slider", "train_dropout", 0.35)], {"dropout": 0.35}),
    "optimizer": ([put("selectbox", "train_optimizer", "rmsprop")], {"optimizer": "rmsprop"}),
    "AdamW": ([put("selectbox", "train_optimizer", "adamw")], {"optimizer": "adamw"}),
    "momentum": (
        [put("selectbox", "train_optimizer", "sgd"), put("select_slider", "train_momentum", 0.9)],
        {"optimizer": "sgd", "momentum": 0.9},
    ),
    "labels": ([put("selectbox", "train_loss", "sparse")], {"loss": "sparse"}),
    "seed": ([put("number_input", "train_seed", 4_294_967_295)], {"seed": 4_294_967_295}),
    "share": ([put("select_slider", "train_train_share", 0.1)], {"train_share": 0.1}),
    "augmentation": ([put("toggle", "train_augmentation", True)], {"augmentation": True}),
    "validation": ([put("selectbox", "train_validation", "test")], {"validation": "test"}),
    "early stopping": ([put("select_slider", "train_patience", 3)], {"patience": 3}),
    "one block": (
        [
            press(state.TRAIN_ADD_BLOCK),
            put("number_input", state.TRAIN_FILTERS.of(1).name, 8),
            put("selectbox", state.TRAIN_KERNEL.of(1).name, 5),
            put("selectbox", state.TRAIN_POOLING.of(1).name, "average"),
        ],
        {"convolutions": (Convolution(8, 5, "average"),)},
    ),
    "a block removed": (
        [
            press(state.TRAIN_ADD_BLOCK),
            press(state.TRAIN_ADD_BLOCK),
            put("number_input", state.TRAIN_FILTERS.of(2).name, 32),
            press(f"{state.TRAIN_REMOVE_BLOCK}_1"),
        ],
        {"convolutions": (Convolution(32),)},
    ),
    "a change of the learning rate": (
        [
            press(state.TRAIN_ADD_CHANGE),
            put("number_input", state.TRAIN_CHANGE_EPOCH.of(1).name, 4),
            put("selectbox", state.TRAIN_CHANGE_RATE.of(1).name, 0.00002),
        ],
        {"rate_changes": ((4, 0.00002),)},
    ),
    "a change removed": (
        [
            press(state.TRAIN_ADD_CHANGE),
            press(state.TRAIN_ADD_CHANGE),
            press(f"{state.TRAIN_REMOVE_CHANGE}_1"),
        ],
        {"rate_changes": ((5, 0.0001),)},
    ),
}


# --- What is chosen is trained


@pytest.mark.parametrize("steps", STEPS)
def test_each_control_changes_the_recipe_that_is_trained(steps: str, board: NotingBoard) -> None:
    page = open_page()
    for step in STEPS[steps][0]:
        step(page)
    changes = {"name": "dense-128" if steps == "seed" else "dense-128, changed"} | STEPS[steps][1]
    assert trained(page, board) == dataclasses.replace(DENSE, **changes)


def test_a_recipe_as_it_is_keeps_its_name(board: NotingBoard) -> None:
    page = open_page()
    for recipe in ("tiny-16", "fashion-128"):
        page.radio(key=state.TRAIN_RECIPE.name).set_value(recipe).run()
        assert "Changed from" not in texts(page)
        assert trained(page, board) == RECIPES[recipe]


def test_choosing_a_recipe_undoes_every_change(board: NotingBoard) -> None:
    page = open_page()
    for steps in ("one block", "momentum", "early stopping", "layers", "share"):
        for step in STEPS[steps][0]:
            step(page)
    assert "Changed from **dense-128**" in texts(page)
    page.radio(key=state.TRAIN_RECIPE.name).set_value("deep-128").run()
    assert trained(page, board) == RECIPES["deep-128"]


def test_the_form_starts_with_the_last_run_after_a_reload(board: NotingBoard) -> None:
    last = dataclasses.replace(RECIPES["deep-128"], name="deep-128, changed", epochs=3, learning_rate=0.0042)
    board.run = RunSnapshot("run", last, RunState.DONE)
    page = open_page()
    assert "Changed from **deep-128**" in texts(page)
    assert trained(page, board) == last


def test_choices_outlast_a_look_at_another_page(board: NotingBoard) -> None:
    page = open_page()
    for steps in ("one block", "momentum", "epochs"):
        for step in STEPS[steps][0]:
            step(page)
    before = trained(page, board)
    page.switch_page(page_file("draw")).run()
    page.switch_page(page_file("train")).run()
    assert trained(page, board) == before
    assert before.convolutions == (Convolution(8, 5, "average"),)
    assert before.momentum == 0.9


def test_whoever_presses_train_while_reading_code_sees_the_run(board: NotingBoard) -> None:
    page = open_page()
    page.session_state[state.TRAIN_TAB.name] = "Code"
    assert "No run yet" not in texts(page.run())
    trained(page, board)
    assert "No run yet" in texts(page)


def test_pinned_digits_go_along(board: NotingBoard) -> None:
    page = open_page()
    trained(page, board)
    assert board.pinned is None
    page.session_state[state.PINNED.name] = (bytes(784), bytes([255] * 784))
    trained(page, board)
    assert board.pinned is not None
    assert board.pinned.mean(axis=(1, 2)).tolist() == [0, 255]


# --- What the network costs


def test_parameters_and_where_they_come_from_follow_each_change() -> None:
    page = open_page()
    assert "**101,770** parameters" in texts(page)
    page.number_input(key=key_now(page, state.TRAIN_NEURONS.of(1).name)).set_value(512).run()
    assert "**407,050** parameters" in texts(page)
    assert page.table[0].value.values.tolist() == [
        ["Flatten", "784", "", "0"],
        ["Dense · relu", "512", "784 × 512 + 512", "401,920"],
        ["Dense · softmax", "10", "512 × 10 + 10", "5,130"],
        ["Total", "", "", "407,050"],
    ]


def test_a_layer_of_a_single_neuron_is_trained_from_a_link_and_from_the_form(board: NotingBoard) -> None:
    expected = dataclasses.replace(RECIPES["deep-128"], name="deep-128, changed", hidden=(1,))
    page = open_page(recipe="deep-128", hidden="1")
    assert trained(page, board) == expected
    page = open_page(recipe="deep-128", hidden="2")
    field = page.number_input(key=key_now(page, state.TRAIN_NEURONS.of(1).name))
    assert (field.min, field.max) == (1, 1024)
    field.set_value(1).run()
    assert trained(page, board) == expected
    assert "**805** parameters" in texts(page)
    assert "each of 1 to 1024 neurons" in page.selectbox(key=key_now(page, state.TRAIN_LAYERS.name)).help


def test_a_block_is_counted_as_its_window_slides() -> None:
    page = open_page()
    for step in STEPS["one block"][0]:
        step(page)
    rows = page.table[0].value.values.tolist()
    assert ["Conv2D · relu", "28 × 28 × 8", "5 × 5 × 1 × 8 + 8", "208"] in rows
    assert ["AveragePooling2D", "14 × 14 × 8", "", "0"] in rows


def test_the_code_and_the_link_follow_each_change() -> None:
    page = open_page()
    page.session_state[state.TRAIN_TAB.name] = "Code"
    for step in STEPS["one block"][0]:
        step(page)
    link, code = (block.value for block in page.code)
    assert "convolutions=8x5a" in link
    assert "Conv2D(8, 5" in code


# --- What may not be chosen


def test_a_network_too_large_is_told_and_cannot_be_trained() -> None:
    page = open_page()
    page.selectbox(key=key_now(page, state.TRAIN_LAYERS.name)).set_value(6).run()
    for _ in range(4):
        page.button(key=state.TRAIN_ADD_BLOCK).click().run()
    page.selectbox(key=key_now(page, state.TRAIN_POOLING.of(1).name)).set_value("none").run()
    page.selectbox(key=key_now(page, state.TRAIN_KERNEL.of(2).name)).set_value(5).run()
    for number in (1, 2):
        page.number_input(key=key_now(page, state.TRAIN_FILTERS.of(number).name)).set_value(64).run()
    assert "multiplications per picture; at most 40,000,000" in page.warning[0].value
    assert page.button(key=state.TRAIN_BUTTON).disabled
    assert page.button(key=state.TRAIN_BUTTON).help == page.warning[0].value
    page.session_state[state.TRAIN_TAB.name] = "Code"
    assert "No code" in texts(page.run())
    page.radio(key=state.TRAIN_RECIPE.name).set_value("tiny-16").run()
    assert not page.button(key=state.TRAIN_BUTTON).disabled


def test_a_fifth_block_cannot_be_added() -> None:
    page = open_page()
    for _ in range(4):
        assert not page.button(key=state.TRAIN_ADD_BLOCK).disabled
        page.button(key=state.TRAIN_ADD_BLOCK).click().run()
    assert page.button(key=state.TRAIN_ADD_BLOCK).disabled


def test_an_optimizer_that_a_row_adds_can_be_chosen_and_is_trained(board: NotingBoard) -> None:
    with added(OPTIMIZERS, "heavy", Optimizer("Lion", takes_momentum=True)):
        page = open_page()
        choice = page.selectbox(key=key_now(page, "train_optimizer"))
        assert choice.options == ["Adam", "SGD", "RMSprop", "AdamW", "Lion"]
        choice.set_value("heavy").run()
        page.select_slider(key=key_now(page, "train_momentum")).set_value(0.5).run()
        assert "Optimizer Adam → Lion" in texts(page).replace("\u00a0", " ")
        recipe = trained(page, board)
    assert (recipe.optimizer, recipe.momentum) == ("heavy", 0.5)


def test_momentum_is_offered_for_sgd_alone_and_leaves_with_it(board: NotingBoard) -> None:
    page = open_page()
    assert "train_momentum" not in keys(page)
    for step in STEPS["momentum"][0]:
        step(page)
    page.selectbox(key=key_now(page, "train_optimizer")).set_value("adam").run()
    assert "train_momentum" not in keys(page)
    assert trained(page, board).momentum == 0.0


def test_early_stopping_needs_a_validation(board: NotingBoard) -> None:
    page = open_page()
    page.select_slider(key=key_now(page, "train_patience")).set_value(3).run()
    page.selectbox(key=key_now(page, "train_validation")).set_value("none").run()
    assert "train_patience" not in keys(page)
    off = next(box for box in page.selectbox if box.label == "Early stopping")
    assert (off.value, off.disabled) == ("Off", True)
    assert "choose one first" in off.help
    assert trained(page, board).patience == 0


# --- Lessons


def test_a_link_wins_over_the_last_run_and_its_values_are_kept_exactly(board: NotingBoard) -> None:
    board.run = RunSnapshot("run", RECIPES["tiny-16"], RunState.DONE)
    page = open_page(recipe="deep-128", batch_size="100", learning_rate="0.0021", dropout="0.125", epochs="7")
    changes: dict[str, Any] = {"batch_size": 100, "learning_rate": 0.0021, "dropout": 0.125, "epochs": 7}
    expected = dataclasses.replace(RECIPES["deep-128"], name="deep-128, changed", **changes)
    assert trained(page, board) == expected
    page.select_slider(key=key_now(page, "train_batch_size")).set_value(128).run()
    page.select_slider(key=key_now(page, "train_batch_size")).set_value(100).run()
    assert trained(page, board) == expected


def test_locked_controls_are_hidden_and_keep_their_values(board: NotingBoard) -> None:
    page = open_page(hidden="32-16", optimizer="sgd", momentum="0.85", lock="hidden,momentum,train_share,epochs")
    hidden = {
        state.TRAIN_LAYERS.name,
        state.TRAIN_NEURONS.of(1).name,
        "train_momentum",
        "train_train_share",
        "train_epochs",
    }
    assert not hidden & keys(page)
    page.radio(key=state.TRAIN_RECIPE.name).set_value("tiny-16").run()
    page.selectbox(key=key_now(page, "train_optimizer")).set_value("sgd").run()
    recipe = trained(page, board)
    assert (recipe.hidden, recipe.momentum, recipe.epochs) == ((32, 16), 0.85, 5)
    assert recipe.batch_size == RECIPES["tiny-16"].batch_size


def test_a_lesson_that_locks_all_leaves_the_train_button(board: NotingBoard) -> None:
    page = open_page(recipe="tiny-16", epochs="2", lock="all")
    assert not {key for key in keys(page) if key.startswith("train_")} - {state.TRAIN_BUTTON}
    assert trained(page, board) == dataclasses.replace(RECIPES["tiny-16"], name="tiny-16, changed", epochs=2)


# --- In Chinese


def test_the_form_speaks_chinese() -> None:
    page = open_page(lang="zh-TW", optimizer="sgd")
    labels = {element.label for kind in (page.selectbox, page.select_slider, page.toggle) for element in kind}
    assert {"動量", "優化器", "批次正規化", "啟動函數", "提早停止"} <= labels
    assert "合計" in page.table[0].value.to_string()


# --- Going on from a saved model, own drawings, another try


def test_a_training_goes_on_from_a_model_with_the_model_s_network(board: NotingBoard) -> None:
    page = open_page(start="deep-128", epochs="3")
    assert "The network is that of the model you train further." in texts(page)
    assert state.TRAIN_LAYERS.name not in keys(page)
    recipe = trained(page, board)
    assert (recipe.start, recipe.hidden, recipe.epochs) == ("deep-128", (128, 128), 3)
    assert recipe.name == "deep-128, trained further"
    put("selectbox", "train_start", "")(page)
    assert state.TRAIN_LAYERS.name in keys(page)
    assert trained(page, board).start == ""


def test_a_training_goes_on_from_a_network_that_no_recipe_can_build(board: NotingBoard) -> None:
    page = open_page(start="digits-cnn")
    recipe = trained(page, board)
    assert recipe.is_outside_family
    assert "Show how" not in {popover.proto.popover.label for popover in page.get("popover")}


def test_a_model_that_is_gone_is_said_and_nothing_is_trained(board: NotingBoard) -> None:
    page = open_page(start="gone-1234")
    assert "This model no longer exists. Choose another one." in texts(page)
    assert page.button(key=state.TRAIN_BUTTON).disabled
    put("selectbox", "train_start", "")(page)
    assert trained(page, board) == DENSE


def keep_digits(count: int) -> None:
    """Keep so many drawings of the visitor's, of ones and sevens, as the Draw page does."""
    feedback.agree("visitor")
    for number in range(count):
        picture = Image.new("RGB", (100, 100), "white")
        ImageDraw.Draw(picture).line([(50, 15), (50 + number, 85)], "black", 8)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        verdict = feedback.Verdict(
            strokes=(((50.0, 15.0), (50.0, 85.0)),),
            size=(100, 100),
            picture=buffer.getvalue(),
            model="digits-cnn",
            label=1,
            number=None,
            probabilities=(0.0, 1.0, *[0.0] * 8),
            not_digit=0.0,
            truth=str((1, 7)[number % 2]),
        )
        feedback.save("visitor", verdict)


def test_own_drawings_go_along_once_three_are_kept(board: NotingBoard) -> None:
    page = open_page()
    assert "train_own_drawings" not in keys(page), "there is nothing to choose yet"
    keep_digits(8)
    page.run()
    put("select_slider", "train_own_drawings", 10)(page)
    assert trained(page, board).own_drawings == 10
    assert board.drawings is not None
    assert list(board.drawings.y_train) == [1, 7, 1, 7, 1, 7]
    assert list(board.drawings.y_test) == [1, 7], "the third of each, oldest first"


def test_a_link_asks_for_own_drawings_where_there_are_none(board: NotingBoard) -> None:
    page = open_page(own_drawings="5")
    page.button(key=state.TRAIN_BUTTON).click().run()
    assert not board.submitted
    assert "Too few of your drawings are kept" in texts(page)


def test_another_try_takes_over_recipe_and_seed_and_both_runs_curves_show(board: NotingBoard) -> None:
    first = dataclasses.replace(RECIPES["deep-128"], seed=7, name="deep-128, changed")
    history = {"loss": [0.5, 0.4], "accuracy": [0.8, 0.9]}
    board.run = RunSnapshot("first", first, RunState.STOPPED, history=history, created=CREATED)
    page = open_page()
    page.button(key=state.TRAIN_AGAIN).click().run()
    assert "Another try of **deep-128, changed**" in texts(page)
    put("select_slider", "train_learning_rate", 0.01)(page)
    assert "Changed from **deep-128, changed**: Learning rate 0.001" in texts(page)
    recipe = trained(page, board)
    assert (recipe.seed, recipe.hidden, recipe.learning_rate) == (7, (128, 128), 0.01)
    assert board.compared_to == "first"
    board.own = [
        RunSnapshot(
            "second",
            recipe,
            RunState.DONE,
            history={"loss": [0.3], "accuracy": [0.9]},
            compared_to="first",
            created=CREATED,
        ),
        *board.own,
    ]
    page.run()
    assert "Another try of" not in texts(page)
    spec = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    assert spec["layer"][-1]["encoding"]["color"] == {"value": "#8b93a7"}, "the first one, in gray"


def test_another_try_can_be_taken_back(board: NotingBoard) -> None:
    board.run = RunSnapshot("first", DENSE, RunState.STOPPED, history={"loss": [0.5], "accuracy": [0.8]})
    page = open_page()
    page.button(key=state.TRAIN_AGAIN).click().run()
    page.button(key=state.TRAIN_NOT_AGAIN).click().run()
    assert "Another try of" not in texts(page)
    trained(page, board)
    assert board.compared_to == ""
