"""The Lessons page: each step shows what its line of code comes to, and who goes on from it has done it."""

import dataclasses
import html
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import image_data
from base import settings
from base.identity import visitor_digest
from evaluation.measurement_cache import save_arrays
from lessons import progress, shelf
from model_store import get_card, read_model, save_model
from tests.lessons.samples import write_lesson
from tests.model_store.cards import card
from tests.pages.noting_board import NotingBoard
from training.recipe.recipes import RECIPES
from training.results import Ending, TrainingResult
from training.runs.board import RunSnapshot, RunState
from ui import state
from ui.cached import model_cards

VISITOR = "0123456789abcdef" * 2
# Of test images 3 and 5, which the kept answers have wrong.
WRONG = {3: 8, 5: 7}


@pytest.fixture(autouse=True)
def board(hand_in: Callable[..., None]) -> NotingBoard:
    model_cards.clear()
    noting = NotingBoard()
    hand_in(runs=noting)
    return noting


def keep_answers(model: str) -> None:
    """Answers as if they had been measured: all right but two."""
    made = get_card(model)
    labels = image_data.load(made.dataset).y_test
    probabilities = np.full((10_000, 10), 0.01, np.float32)
    probabilities[np.arange(10_000), labels] = 0.91
    for index, answer in WRONG.items():
        probabilities[index] = 0.01
        probabilities[index, answer] = 0.91
    save_arrays(made, "predictions", {"probabilities": probabilities})


def lessons_page(**query: str) -> AppTest:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "lessons" / "page.py"), default_timeout=30)
    page.session_state[state.VISITOR.name] = VISITOR
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def words(page: AppTest) -> str:
    assert not page.exception, page.exception
    bodies = [element.proto.body for element in page.get("html")]
    kinds = (page.subheader, page.caption, page.text, page.markdown, page.error, page.warning, page.info, page.code)
    tables = [" ".join(map(str, [*table.value.columns, *table.value.to_numpy().ravel()])) for table in page.table]
    figures = [f"{metric.label} {metric.value}" for metric in page.metric]
    return "\n".join([*bodies, *tables, *figures, *(str(element.value) for kind in kinds for element in kind)])


def step(lesson: str, name: str) -> str:
    return words(lessons_page(lesson=lesson, step=name))


def run(recipe: str, **values: Any) -> RunSnapshot:
    """A finished run, with figures that no shipped model has."""
    history = {"loss": [0.5, 0.01], "accuracy": [0.8, 0.9991]}
    made = TrainingResult(
        recipe=dataclasses.replace(RECIPES[recipe], **values),
        summary="",
        history=history,
        test_loss=0.4321,
        test_accuracy=0.9123,
        train_seconds=1.0,
        parameters=7,
        ending=Ending.COMPLETE,
        kept_epoch=2,
        versions={},
        sha256="0" * 64,
    )
    return RunSnapshot("run", made.recipe, RunState.DONE, history=history, result=made)


# --- The results


@pytest.mark.parametrize(
    ("lesson", "name", "told"),
    [
        ("dense-128", "load", ["(60000, 28, 28)", "(10000, 28, 28)", "(60000,)", "uint8", "255"]),
        (
            "dense-128",
            "scale",
            ["Label 5", "[  0   0   0   0   0   0   0  49 238 253", "0.19 0.93 0.99", "0 to 255 before"],
        ),
        ("dense-128", "flatten", ["(60000, 28, 28)  →  (60000, 784)", "784 pixels"]),
        ("dense-128", "one-hot", ["Label 3", "3  →  [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]"]),
        ("dense-128", "build", ["784 × 128 + 128", "100,480", "1,290", "101,770"]),
        ("dense-128", "compile", ["Adam, 0.001", "`categorical_crossentropy`", "one-hot"]),
        ("dense-128", "hold-out", ["48,000", "12,000", "10,000", "the last 20\u00a0%"]),
        ("dense-512", "labels", ["[7 2 1 ... 4 5 6]", "(0, 9)", "1,135"]),
        ("dense-512", "picture", ["Label 7"]),
        ("dense-512", "build", ["407,050"]),
        ("dense-512", "compile", ["`sparse_categorical_crossentropy`", "plain numbers"]),
        ("fashion-128", "names", ["0 T-shirt/top", "4 Coat", "9 Ankle boot"]),
        ("fashion-128", "picture", ["Label 9: Ankle boot"]),
        ("fashion-128", "pixels", ['aria-label="Label 9: Ankle boot"', ">204</td>"]),
        ("tiny-16", "build", ["12,560", "272", "13,002", "Dropout"]),
        ("dense-512", "comma", ["line 2", "SyntaxError", "forgot a comma"]),
        ("dense-512", "loop", ["line 2", "IndentationError", "test_images_pic", "NameError"]),
        ("dense-512", "load", ["`train_images`", "`test_labels`", "A note on".lower()]),
        ("fashion-128", "load", ["`training_images`", "AI Projects"]),
        ("deep-128", "load", ["training_data", "How I learned to code an AI in a week"]),
        ("fashion-128", "build", ["Flatten", "Trainable: 101,770", "Non-trainable: 0"]),
        ("tiny-16", "hold-out", ["60,000", "the test pictures themselves"]),
        ("tiny-16", "curves", ["Digit Lab's own training", "Epoch 20:"]),
        ("deep-128", "build", ["118,282"]),
    ],
)
def test_a_step_shows_what_its_code_comes_to(lesson: str, name: str, told: list[str]) -> None:
    shown = step(lesson, name)
    assert [text for text in told if text not in shown] == []


def test_a_chosen_picture_takes_the_place_of_the_first() -> None:
    page = lessons_page(lesson="dense-128", step="one-hot")
    page.number_input[0].set_value(1).run()
    assert "0  →  [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]" in words(page)


def test_the_first_digits_stand_under_their_pictures_and_wrong_ones_beside_the_truth() -> None:
    keep_answers("dense-512")
    shown = step("dense-512", "predict")
    assert shown.count("<figure") == 20
    assert "[7 2 1 8 4 7 4 9 5 9 0 6 9 0 1 5 9 7 3 4]" in shown
    assert "8, not 0" in shown
    assert "Test picture 5: predicted 7, right answer 1" in shown
    assert "18 of these 20 are right." in shown


def test_the_wrong_ones_and_the_probabilities_of_one_picture() -> None:
    keep_answers("deep-128")
    shown = step("deep-128", "mistakes")
    assert "It gets 2 of 10,000 test pictures wrong." in shown
    assert shown.count("image-wrong") == 2
    page = lessons_page(lesson="deep-128", step="probabilities")
    page.number_input[0].set_value(3).run()
    assert "Most likely: 8, 91.0\u00a0%. Right answer: 0." in words(page)


def test_the_network_is_drawn_with_its_shapes_and_parameters() -> None:
    page = lessons_page(lesson="fashion-128", step="architecture")
    (picture,) = page.get("graphviz_chart")
    assert all(text in picture.proto.spec for text in ("28 × 28", "784", "100,480", "1,290"))


def test_a_model_loaded_again_reads_as_before() -> None:
    keep_answers("tiny-16")
    shown = step("tiny-16", "save")
    assert all(
        text in shown for text in (f"{len(read_model('tiny-16')):,} bytes", "13,002", "94.68\u00a0%", "99.98\u00a0%")
    )


def test_what_forgetting_to_scale_costs() -> None:
    found = {"accuracy": [0.9714, 0.9705], "loss": [0.0959, 13.5212], "wrong_sureness": [0.683, 0.998]}
    save_arrays(get_card("dense-128"), "unscaled", {name: np.array(pair) for name, pair in found.items()})
    shown = step("dense-128", "forgotten-scale")
    assert all(text in shown for text in ("97.14\u00a0%", "97.05\u00a0%", "13.5212", "99.8\u00a0%"))


# --- Training


def test_train_trains_the_lessons_recipe_and_nothing_trains_before(board: NotingBoard) -> None:
    page = lessons_page(lesson="deep-128", step="overfit")
    assert board.submitted == []
    page.button(key=state.LESSON_TRAIN).click().run()
    assert board.submitted == [dataclasses.replace(RECIPES["deep-128"], epochs=30, validation="split")]


def test_own_run_of_this_recipe_is_shown_and_no_other(board: NotingBoard) -> None:
    board.own = [run("dense-512", epochs=9), run("dense-512")]
    shown = step("dense-512", "evaluate")
    assert all(text in shown for text in ("Your own training", "91.23\u00a0%", "0.4321", "it has learnt"))
    assert "Training 99.91\u00a0%, test 91.23\u00a0%" in step("dense-512", "gap")
    assert "That is overfitting" in step("dense-512", "gap")
    assert "Epoch 2: training loss 0.010" in step("dense-512", "fit")
    board.own = [run("dense-512", epochs=9)]
    shown = step("dense-512", "evaluate")
    assert "Digit Lab's own training" in shown
    assert f"{get_card('dense-512').test_accuracy:.2%}".replace("%", "\u00a0%") in shown


def test_while_a_run_goes_another_cannot_be_started(board: NotingBoard) -> None:
    board.run = RunSnapshot("run", RECIPES["dense-512"], RunState.RUNNING, epoch=1)
    assert lessons_page(lesson="dense-512", step="fit").button(key=state.LESSON_TRAIN).disabled


def test_own_trainings_are_listed(board: NotingBoard) -> None:
    assert "no finished training" in step("fashion-128", "change")
    board.own = [run("fashion-128", hidden=(256, 64)), run("dense-512")]
    shown = step("fashion-128", "change")
    assert "784 → 256 → 64 → 10" in shown
    assert "512" not in shown


def test_own_saved_model_takes_the_shipped_ones_place() -> None:
    recipe = RECIPES["tiny-16"].to_dict() | {"name": "mine"}
    mine = save_model(b"bytes", card(name="Mine", recipe=recipe), owner=visitor_digest(VISITOR))
    save_model(b"others", card(name="Theirs", recipe=recipe), owner=visitor_digest("other"))
    keep_answers(mine.id)
    shown = step("tiny-16", "save")
    assert "Your own model “Mine”" in shown
    assert "5 bytes" in shown


# --- The way through


@pytest.mark.parametrize("lesson", RECIPES)
def test_the_whole_lesson_can_be_walked_and_is_done_then(lesson: str) -> None:
    keep_answers(lesson)
    save_arrays(get_card(lesson), "unscaled", dict.fromkeys(("accuracy", "loss", "wrong_sureness"), np.zeros(2)))
    steps = shelf().lessons[lesson].steps
    page = lessons_page(lesson=lesson)
    for number, each in enumerate(steps, start=1):
        assert each.text["en"] in words(page)
        assert f"step {number} of {len(steps)}" in words(page)
        assert not page.error
        page.button(key=state.LESSON_NEXT).click().run()
    assert f"**{shelf().lessons[lesson].title['en']}**" in words(page)
    assert progress.done_steps(VISITOR) == {(lesson, each.id) for each in steps}
    assert page.button(key=f"{state.LESSON_OPEN}_{lesson}").label == "Start again"


def test_a_step_is_done_when_its_visitor_goes_on_and_marked_by_more_than_color() -> None:
    page = lessons_page(lesson="dense-512", step="labels")
    page.button(key=state.LESSON_NEXT).click().run()
    assert page.query_params["step"] == "picture"
    page.button(key=state.LESSON_BACK).click().run()
    assert page.query_params["step"] == "labels"
    assert progress.done_steps(VISITOR) == {("dense-512", "labels")}
    options = [option.content for option in page.get("button_group")[0].proto.options]
    assert [option for option in options if "✓" in option] == ["2 Look at the labels ✓"]


def test_the_list_tells_how_far_one_is_goes_on_there_and_forgets() -> None:
    for name in ("load", "build"):
        progress.mark_done(VISITOR, "tiny-16", name)
    page = lessons_page()
    assert "2 of 11 steps" in [bar.proto.text for bar in page.get("progress")]
    page.button(key=f"{state.LESSON_OPEN}_tiny-16").click().run()
    assert (page.query_params["lesson"], page.query_params["step"]) == ("tiny-16", "compile")
    page.button(key=state.LESSON_LIST).click().run()
    page.button(key=state.LESSON_FORGET).click().run()
    assert progress.done_steps(VISITOR) == frozenset()
    assert state.LESSON_FORGET not in {button.key for button in page.button}


def test_an_address_that_makes_no_sense_is_answered_in_words() -> None:
    assert "The lesson of this link is not here" in words(lessons_page(lesson="<b>nothing</b>"))
    page = lessons_page(lesson="dense-512", step="nowhere")
    assert "This lesson has no such step" in words(page)
    assert "step 1 of 12" in words(page)


def test_without_a_database_the_lesson_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_DATABASE", "no_such_kind://host/name")
    page = lessons_page(lesson="dense-512", step="labels")
    page.button(key=state.LESSON_NEXT).click().run()
    assert "the database is not responding" in words(page)
    assert "Your progress lasts as long as this page is open." in words(page)
    page.button(key=state.LESSON_LIST).click().run()
    assert "1 of 12 steps" in [bar.proto.text for bar in page.get("progress")]


def test_what_could_not_be_kept_is_kept_with_the_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setenv("DIGITLAB_DATABASE", "no_such_kind://host/name")
        page = lessons_page(lesson="dense-512", step="labels")
        page.button(key=state.LESSON_NEXT).click().run()
    page.button(key=state.LESSON_NEXT).click().run()
    assert progress.done_steps(VISITOR) == {("dense-512", "labels"), ("dense-512", "picture")}


def test_a_teachers_lesson_is_there_and_a_broken_one_is_told(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "lessons"
    write_lesson(folder)
    write_lesson(folder, 'kind = "fit"', 'kind = "<b>magic</b>"', "broken.toml")
    monkeypatch.setenv("DIGITLAB_LESSONS", str(folder))
    page = lessons_page()
    assert "A lesson file has an error: broken.toml · [[steps]] 2 (fit) · show.kind is <b>magic</b>." in [
        text.value for text in page.text
    ]
    page.button(key=f"{state.LESSON_OPEN}_our-class").click().run()
    assert "3  →  [0, 0, 0, 1" in words(page)
    page.session_state[state.LANGUAGE.name] = "zh-TW"
    page.button(key=state.LESSON_LIST).click().run()
    assert "這個課程使用的語言：English" in words(page)


def test_the_words_are_the_visitors_own() -> None:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "lessons" / "page.py"), default_timeout=30)
    page.session_state[state.LANGUAGE.name] = "zh-TW"
    page.query_params["lesson"] = "dense-128"
    page.query_params["step"] = "one-hot"
    shown = words(page.run())
    assert "獨熱編碼標籤" in shown
    assert "標籤 3" in shown
    (link,) = [each for each in lessons_page(lesson="dense-128", step="load").get("link_button")]
    assert link.proto.url == "./data?dataset=mnist&view=samples&lang=en"


# --- What is told is what is so


def charts(page: AppTest) -> list[dict[str, Any]]:
    """The charts' specifications, as the browser gets them."""
    return [json.loads(element.proto.spec) for element in page.get("vega_lite_chart")]


def legend(chart: dict[str, Any]) -> list[str]:
    layer = chart["layer"][0] if "layer" in chart else chart
    names: list[str] = layer["encoding"]["color"]["scale"]["domain"]
    return names


def epoch_ends(chart: dict[str, Any]) -> list[int]:
    layer = chart["layer"][0] if "layer" in chart else chart
    ends: list[int] = layer["encoding"]["x"]["scale"]["domain"]
    return ends


@pytest.mark.parametrize(
    ("lesson", "name", "epochs", "curves"),
    [
        ("dense-512", "fit", 5, ["Training"]),
        ("dense-128", "fit", 5, ["Training", "Validation"]),
        ("deep-128", "fit", 10, ["Training"]),
        ("deep-128", "overfit", 30, ["Training", "Validation"]),
        ("tiny-16", "fit", 20, ["Training", "Validation (test set)"]),
        ("tiny-16", "curves", 20, ["Training", "Validation (test set)"]),
    ],
)
def test_frames_are_those_of_the_lessons_own_training(lesson: str, name: str, epochs: int, curves: list[str]) -> None:
    page = lessons_page(lesson=lesson, step=name)
    shown = words(page)
    assert [legend(chart) for chart in charts(page)] == [curves, curves]
    assert [epoch_ends(chart) for chart in charts(page)] == [[1, epochs], [1, epochs]]
    assert "Choose a recipe" not in shown
    assert ("uses the test set here: a trap" in shown) == (lesson == "tiny-16")


def test_a_parameter_takes_four_bytes_and_the_file_a_few_more() -> None:
    keep_answers("tiny-16")
    shown = step("tiny-16", "save")
    assert "13,002 × 4 bytes (float32) = 52,008 bytes" in shown
    assert "takes 4 bytes" in shown


def test_a_training_that_was_stopped_is_listed_with_the_epochs_that_it_had(board: NotingBoard) -> None:
    board.own = [run("fashion-128")]
    assert "2 of 5 epochs of 32" in step("fashion-128", "change")


@pytest.mark.parametrize(("lesson", "has_flatten"), [("dense-128", False), ("dense-512", False), ("deep-128", True)])
def test_a_flatten_layer_is_shown_where_the_code_has_one(lesson: str, has_flatten: bool) -> None:
    assert ("Flatten" in step(lesson, "build")) == has_flatten


def test_a_link_names_the_page_that_it_opens() -> None:
    labels = {
        (name, each.id): lessons_page(lesson=name, step=each.id).get("link_button")[0].proto.label
        for name, lesson in list(shelf().lessons.items())[:2]
        for each in lesson.steps
        if each.link
    }
    assert labels["dense-128", "load"] == "Open Data"
    assert labels["dense-128", "fit"] == "Open Train"
    assert labels["dense-128", "build"] == "Open Inside"
    assert labels["dense-512", "predict"] == "Open Draw"


# --- The photograph, read by the recognizer


def test_a_photograph_is_read_as_the_tutorial_does_and_as_we_do(
    recognizer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", recognizer)
    shown = step("tiny-16", "photograph")
    assert re.search("The tutorial's way: (99|100)\u00a0% of the pixels are ink", shown)
    ways = "The tutorial's way", "Digit Lab's way"
    tutorial, ours = (re.findall(f"{html.escape(way)}: ([0-9], [0-9.]+\u00a0%)", shown) for way in ways)
    assert ours[0].startswith("4, ")
    assert not tutorial[0].startswith("4, ")
    asked = step("tiny-16", "answer")
    assert f"The tutorial's way: {tutorial[0]}. Digit Lab's way: {ours[0]}. Right answer: 4." in asked
    arrays = step("tiny-16", "array")
    assert [shape for shape in ("(240, 320)", "(28, 28)", "(1, 28, 28)", "(1, 28, 28, 1)") if shape not in arrays] == []
    assert "float64" in arrays


def test_a_photograph_waits_for_the_recognizer_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", "http://127.0.0.1:9")
    assert "The network is still loading." in step("tiny-16", "photograph")
