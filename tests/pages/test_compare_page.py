"""The Compare page: which runs and models stand over each other, where they differ, and the race of a sweep."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from base import settings
from base.errors import TooManyRunsError
from training.recipe.recipes import RECIPES, Recipe
from training.results import Ending, TrainingResult
from training.runs.board import RunSnapshot, RunState
from ui import state
from ui.page_table import page_file
from ui.shared.recipe_fields import differing_fields, value_text

DENSE = dataclasses.replace(RECIPES["dense-128"], validation="split", epochs=2)
HISTORY = {"loss": [0.5, 0.2], "accuracy": [0.85, 0.94], "val_loss": [0.3, 0.25], "val_accuracy": [0.91, 0.93]}


def run(run_id: str, accuracy: float = 0.95, run_state: RunState = RunState.DONE, **values: Any) -> RunSnapshot:
    recipe = values.pop("recipe", DENSE)
    result = TrainingResult(recipe, "", HISTORY, 0.1, accuracy, 3.2, 101_770, Ending.COMPLETE, 2, {}, "")
    made = RunSnapshot(
        run_id,
        recipe,
        run_state,
        history=HISTORY,
        epoch=2,
        result=result if run_state is RunState.DONE else None,
        created="2026-11-25T03:05:00+00:00",
    )
    return dataclasses.replace(made, **values)


class SomeRuns:
    """A board that knows some runs, newest first, and takes sweeps."""

    ready = True

    def __init__(self) -> None:
        self.runs: list[RunSnapshot] = []
        self.stopped: list[str] = []
        self.error: TooManyRunsError | None = None

    def open(self) -> None:
        """Nothing to start."""

    def latest(self, visitor: str) -> RunSnapshot | None:  # noqa: ARG002
        return next((found for found in self.runs if not found.sweep), None)

    def runs_of(self, visitor: str) -> list[RunSnapshot]:  # noqa: ARG002
        return self.runs

    def submit_sweep(self, visitor: str, recipes: Sequence[Recipe]) -> list[str]:  # noqa: ARG002
        if self.error:
            raise self.error
        new = [
            run(f"new-{number}", recipe=recipe, run_state=RunState.RUNNING, sweep="sweep")
            for number, recipe in enumerate(recipes)
        ]
        self.runs = [*reversed(new), *self.runs]
        return [found.id for found in new]

    def stop(self, visitor: str, run_id: str) -> None:  # noqa: ARG002
        self.stopped.append(run_id)


@pytest.fixture
def board(hand_in: Callable[..., None]) -> SomeRuns:
    found = SomeRuns()
    hand_in(runs=found)
    return found


def open_page() -> AppTest:
    page = AppTest.from_file(settings.ROOT / "ui" / "frame" / "main.py", default_timeout=30).run()
    page.switch_page(page_file("compare")).run()
    assert not page.exception, page.exception
    return page


def table(page: AppTest) -> Any:
    return page.dataframe[0].value


def words(page: AppTest) -> str:
    return "\n".join(str(element.value) for kind in (page.markdown, page.caption, page.error) for element in kind)


def test_the_newest_runs_stand_over_each_other_best_first(board: SomeRuns) -> None:
    board.runs = [
        run("b", 0.95, recipe=dataclasses.replace(DENSE, name="small", hidden=(16,))),
        run("a", 0.97, recipe=dataclasses.replace(DENSE, name="large", hidden=(512,))),
    ]
    shown = table(page := open_page())
    assert list(shown["Name"]) == ["large", "small"]
    assert list(shown["Hidden layers"]) == [512, 16]
    assert list(shown["Test accuracy"]) == pytest.approx([97, 95])
    assert "Best: **large** with 97.00\u00a0%." in words(page)


def test_only_fields_that_differ_are_columns(board: SomeRuns) -> None:
    board.runs = [run("b", recipe=dataclasses.replace(DENSE, name="other", dropout=0.5)), run("a")]
    shown = table(open_page())
    assert set(shown["Dropout"]) == {0.0, 0.5}
    assert "Learning rate" not in shown
    assert "Hidden layers" not in shown


def test_a_run_that_was_stopped_early_has_the_epochs_that_it_had(board: SomeRuns) -> None:
    long = dataclasses.replace(DENSE, name="long", epochs=20)
    board.runs = [run("b", recipe=long, run_state=RunState.STOPPED), run("a")]
    page = open_page()
    assert dict(zip(table(page)["Name"], table(page)["Epochs"], strict=True)) == {"long": "2 of 20", "dense-128": "2"}
    board.runs = [run("b", recipe=long, run_state=RunState.RUNNING), run("a")]
    page.run()
    assert dict(zip(table(page)["Name"], table(page)["Epochs"], strict=True)) == {"long": 20, "dense-128": 2}


def test_one_run_that_was_stopped_early_says_so_beside_one_of_the_same_recipe(board: SomeRuns) -> None:
    three = dataclasses.replace(DENSE, epochs=3)
    board.runs = [run("b", recipe=three, history=HISTORY | {"loss": [0.5, 0.2, 0.1]}), run("a", recipe=three)]
    assert set(table(open_page())["Epochs"]) == {"3", "2 of 3"}


def test_two_runs_of_one_name_are_told_apart(board: SomeRuns) -> None:
    board.runs = [run("b"), run("a")]
    assert len(set(table(open_page())["Name"])) == 2


@pytest.mark.usefixtures("board")
def test_a_rerun_sets_no_value_that_would_empty_what_is_typed() -> None:
    page = open_page()
    page.multiselect(key=state.COMPARE_CHOSEN.name).set_value(["model:dense-128", "model:tiny-16"]).run()
    page.run()
    assert not page.multiselect(key=state.COMPARE_CHOSEN.name).proto.set_value
    assert not any(each.proto.select_all for each in page.multiselect)


def test_a_run_that_is_gone_is_no_longer_chosen(board: SomeRuns) -> None:
    board.runs = [run("b"), run("a")]
    page = open_page()
    board.runs = [run("b")]
    page.run()
    assert not page.exception
    assert page.multiselect(key=state.COMPARE_CHOSEN.name).value == ["run:b"]


@pytest.mark.usefixtures("board")
def test_saved_models_can_be_compared_without_any_run() -> None:
    page = open_page()
    page.multiselect(key=state.COMPARE_CHOSEN.name).set_value(["model:dense-128", "model:tiny-16"]).run()
    assert not page.exception
    assert list(table(page)["Status"]) == ["saved", "saved"]


def test_try_these_eight_starts_eight_and_shows_their_race(board: SomeRuns) -> None:
    board.runs = [run("a")]
    page = open_page()
    page.button(key=state.SWEEP_BUTTON).click().run()
    assert not page.exception
    sweep = [found.recipe for found in board.runs if found.sweep]
    assert len(sweep) == 8
    assert {recipe.epochs for recipe in sweep} == {2}
    assert len(table(page)) == 8
    assert set(table(page)["Status"]) == {"running"}
    assert "0 of 8 finished." in words(page)


@pytest.mark.parametrize(
    "recipe",
    [
        dataclasses.replace(DENSE, start="dense-128", own_drawings=5),
        dataclasses.replace(DENSE, start="digits-cnn", hidden=(), loss="sparse"),
    ],
    ids=["of our family", "of another"],
)
def test_a_sweep_begins_with_new_networks_also_after_one_that_went_on(board: SomeRuns, recipe: Recipe) -> None:
    board.runs = [run("a", recipe=recipe)]
    page = open_page()
    page.button(key=state.SWEEP_BUTTON).click().run()
    assert not page.exception
    sweep = [found.recipe for found in board.runs if found.sweep]
    assert len(sweep) == 8
    assert {(each.start, each.own_drawings) for each in sweep} == {("", 0)}


def test_another_field_can_vary(board: SomeRuns) -> None:
    page = open_page()
    page.selectbox(key=f"{state.SWEEP_FIELD}_2").select("dropout").run()
    page.multiselect(key=f"{state.SWEEP_VALUES}_dropout").set_value([0.0, 0.5]).run()
    page.button(key=state.SWEEP_BUTTON).click().run()
    assert {found.recipe.dropout for found in board.runs} == {0.0, 0.5}
    assert {found.recipe.learning_rate for found in board.runs} == {0.001}


@pytest.mark.parametrize(
    ("rates", "refusal"), [([], "Choose at least one value"), ([0.001, 0.01, 0.1], "12 is too many: at most 8.")]
)
@pytest.mark.usefixtures("board")
def test_a_grid_of_none_or_too_many_cannot_be_started(rates: list[float], refusal: str) -> None:
    page = open_page()
    page.multiselect(key=f"{state.SWEEP_VALUES}_learning_rate").set_value(rates).run()
    assert page.button(key=state.SWEEP_BUTTON).disabled
    assert refusal in words(page)


def test_stop_all_stops_what_still_trains(board: SomeRuns) -> None:
    board.runs = [run("b", run_state=RunState.RUNNING, sweep="s"), run("a", sweep="s")]
    page = open_page()
    page.button(key=state.COMPARE_STOP).click().run()
    assert board.stopped == ["b"]


def test_a_refused_sweep_says_why(board: SomeRuns) -> None:
    board.error = TooManyRunsError("Enough. Received: one more. Stop one.", limit=3)
    page = open_page()
    page.button(key=state.SWEEP_BUTTON).click().run()
    assert "3 runs waiting" in words(page)


def test_values_are_worded_by_their_field() -> None:
    assert value_text("hidden", (128, 64)) == "128 · 64"
    assert value_text("learning_rate", 0.00001) == "0.00001"
    assert value_text("augmentation", value=True) == "yes"
    assert value_text("optimizer", "rmsprop") == "RMSprop"


def test_name_is_no_difference() -> None:
    assert differing_fields([DENSE, dataclasses.replace(DENSE, name="other", seed=7)]) == ["seed"]
