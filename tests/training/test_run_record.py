"""What is written down of a run is read as it was, also what an older version wrote."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import DigitLabError, TooManyRunsError
from tests.training.some_recipes import good_recipes
from training.controls import Controls
from training.recipe.recipes import RECIPES, Recipe
from training.results import Ending, Progress, TrainingResult
from training.runs.record import Run
from training.runs.states import RunState

# As a run.json and a result.json looked in the first version: one still has such files in `var/runs`.
OLD_RECIPE = {"name": "mine", "dataset": "mnist", "hidden": [128], "learning_rate": 0.01}
OLD_RECORD = {
    "id": "0123",
    "owner": "anne",
    "recipe": OLD_RECIPE,
    "added": 7,
    "sweep": "",
    "created": "2026-11-25T08:00:00+00:00",
    "state": "stopped",
    "history": {"loss": [0.5, 0.4], "accuracy": [0.8, 0.9]},
    "pinned": [],
    "error": {},
}
OLD_RESULT = {
    "recipe": OLD_RECIPE,
    "summary": "",
    "history": {"loss": [0.5], "accuracy": [0.9]},
    "test_loss": 0.1,
    "test_accuracy": 0.97,
    "train_seconds": 2.0,
    "parameters": 101_770,
    "ending": "complete",
    "kept_epoch": 1,
    "versions": {},
    "sha256": "",
}
losses = st.lists(st.floats(0.0, 9.0), max_size=50)


def reread(run: Run) -> Run:
    return Run.from_dict(json.loads(json.dumps(run.to_dict())))


@given(good_recipes, st.sampled_from(RunState), losses, st.none() | st.floats(1e-6, 1.0), st.sampled_from(("", "0123")))
def test_every_run_survives_its_record_at_the_end_of_its_last_epoch(recipe: Recipe, state, loss, rate, compared_to):
    run = Run("4567", "anne", recipe, 3, "a sweep", compared_to, Controls(learning_rate=rate), state=state)
    run.progress = Progress(len(loss) + 1, 0.5, 3.0, {"loss": loss} if loss else {})
    again = reread(run)
    assert again.progress == Progress(len(loss), 1.0 if loss else 0.0, None, run.progress.history)
    run.rewind()
    assert again == run
    assert again.snapshot(1, 2.0) == run.snapshot(1, 2.0)


def test_record_of_the_first_version_is_read_today():
    run = Run.from_dict(OLD_RECORD)
    assert run.recipe == Recipe("mine", "mnist", (128,), learning_rate=0.01)
    assert (run.compared_to, run.controls, run.error) == ("", Controls(), None)
    snapshot = run.snapshot(0, None)
    assert (snapshot.epoch, snapshot.epoch_fraction, snapshot.asked_rate) == (2, 1.0, None)
    assert snapshot.can_resume, "two of five epochs are done"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"code": "too_many_runs", "message": "Three wait.", "details": {"limit": 3}}, TooManyRunsError),
        ({"code": "of_another_version", "message": "Three wait.", "details": {"limit": 3}}, DigitLabError),
        ({"message": "Three wait.", "details": {"limit": 3}}, DigitLabError),
    ],
)
def test_error_of_any_version_is_an_error_with_its_words(written, kind):
    error = Run.from_dict(OLD_RECORD | {"state": "failed", "error": written}).error
    assert error is not None
    assert type(error) is kind
    assert (str(error), error.details) == ("Three wait.", {"limit": 3})


def test_result_of_the_first_version_is_read_today_and_makes_a_card():
    result = TrainingResult.from_dict(OLD_RESULT)
    assert (result.ending, result.pinned, result.drawn_count) == (Ending.COMPLETE, [], 0)
    assert result.drawn_after == 0.0
    card = result.card("Mine", "Mei")
    assert (card.name, card.author, card.dataset, card.test_accuracy) == ("Mine", "Mei", "mnist", 0.97)
    assert card.recipe is not None
    assert Recipe.from_dict(card.recipe) == result.recipe


@pytest.mark.parametrize(
    ("state", "epochs", "can_resume"),
    [
        (RunState.STOPPED, 4, True),
        (RunState.STOPPED, 5, False),
        (RunState.PAUSED, 5, True),
        (RunState.LOST, 0, True),
        (RunState.DONE, 4, False),
        (RunState.FAILED, 4, False),
        (RunState.RUNNING, 4, False),
    ],
)
def test_run_can_go_on_where_something_is_left_of_it(state, epochs, can_resume):
    run = Run("4567", "anne", RECIPES["dense-128"], 1, state=state)
    run.progress = Progress(epochs, 1.0, None, {"loss": [0.5] * epochs})
    assert run.can_resume is can_resume


@pytest.mark.parametrize(
    ("progress", "left"),
    [(Progress(0, 0.0), 1.0), (Progress(1, 0.5), 0.9), (Progress(3, 0.0), 0.6), (Progress(5, 1.0), 0.0)],
)
def test_what_is_left_of_a_run_counts_from_its_epochs(progress, left):
    run = Run("4567", "anne", RECIPES["dense-128"], 1, progress=progress)
    assert run.share_left == pytest.approx(left)
