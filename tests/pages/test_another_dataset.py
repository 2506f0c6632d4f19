"""A data set is one row: a new one is fetched, trained on, measured, written as a script, and offered by the pages."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

import image_data
from base import settings
from evaluation.measurement_cache import save_arrays
from evaluation.metrics import confusion, right_answers
from evaluation.worker.network import Network
from evaluation.worker.predictions import predictions
from model_store import ModelCard, read_model, save_model
from recognition.preparation.segmented_ink import SegmentedInk, segment_ink
from recognition.worker.recognizer import Recognizer
from tests.another_dataset import CLASS_NAMES, NAME, another_dataset, write_files
from tests.pages.noting_board import NotingBoard
from tests.training.scripts import run_scripts
from training.recipe.link import from_query
from training.recipe.recipes import Recipe
from training.recipe.script import Comments, script_of
from training.worker.trainer import train
from ui import state
from ui.cached import model_cards
from ui.page_table import page_file

VISITOR = "0123456789abcdef" * 2
Files = tuple[Path, tuple[Path, ...]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return write_files(tmp_path_factory.mktemp("shapes"))


@pytest.fixture
def row(files: Files, monkeypatch: pytest.MonkeyPatch) -> Iterator[image_data.Bundled]:
    with another_dataset(files[0], monkeypatch) as row:
        yield row


@pytest.fixture
def recipe(row: image_data.Bundled) -> Recipe:
    """A short training on few images, as a link names it."""
    address = {"dataset": row.name, "hidden": "32", "epochs": "4", "train_share": "0.02", "batch_size": "32"}
    recipe = from_query(address)
    assert recipe is not None
    return recipe


@pytest.fixture
def card(recipe: Recipe) -> ModelCard:
    """Of a model that learnt it, saved."""
    result, network = train(dataclasses.replace(recipe, validation="none"))
    model_cards.clear()
    return save_model(network.keras, result.card("Reads shapes"))


def opened(page_name: str, **address: str) -> AppTest:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "frame" / "main.py"), default_timeout=60)
    page.session_state[state.VISITOR.name] = VISITOR
    page.run()
    page.switch_page(page_file(page_name))
    page.query_params.update(address)
    page.run()
    assert not page.exception, page.exception
    return page


def test_it_is_fetched_verified_and_kept(row: image_data.Bundled) -> None:
    data = image_data.load(NAME)
    assert (data.x_train.shape, data.x_test.shape) == ((60_000, 28, 28), (10_000, 28, 28))
    assert row.path.exists()
    assert not image_data.are_digits(image_data.class_names(NAME))


def test_a_model_learns_it_and_is_read_and_measured_as_one_of_its_classes(card: ModelCard) -> None:
    assert (card.dataset, card.class_names) == (NAME, CLASS_NAMES)
    assert card.test_accuracy > 0.95
    data = image_data.load(NAME)
    probabilities = Network(read_model(card.id)).read(data.x_test)
    assert right_answers(probabilities, data.y_test).mean() == pytest.approx(card.test_accuracy)
    assert confusion(probabilities, data.y_test).diagonal().sum() > 9_500
    (number,) = Recognizer.load(card.id).read_segmented([_two_ones()])
    assert len(number.digits) == 1  # what is drawn is one picture: only digits make numbers
    assert not image_data.are_digits(card.class_names), "so no verdict is asked for"


def _two_ones() -> SegmentedInk:
    picture = Image.new("L", (280, 280), 255)
    pen = ImageDraw.Draw(picture)
    for x in (80, 200):
        pen.line((x, 60, x, 220), fill=0, width=18)
    return segment_ink(picture)


def test_its_scripts_run_without_a_loader_of_keras(
    recipe: Recipe, row: image_data.Bundled, files: Files, tmp_path
) -> None:
    ours, _files = train(recipe)
    whole = script_of(recipe, Comments())
    four = dataclasses.replace(row, urls=tuple(path.as_uri() for path in files[1]))
    image_data.BUNDLED[NAME] = four
    in_parts = script_of(recipe, Comments())
    assert "keras.datasets" not in whole + in_parts
    assert in_parts.startswith("import gzip\n\nimport keras\nimport numpy as np\n")
    for outcome in run_scripts([whole, in_parts], tmp_path):
        assert outcome.test_accuracy == pytest.approx(ours.test_accuracy, abs=0.02)
        assert CLASS_NAMES[image_data.load(NAME).y_test[0]] in outcome.predicted


@pytest.mark.usefixtures("row")
def test_the_pages_offer_it(hand_in: Callable[..., None]) -> None:
    hand_in(runs=NotingBoard())
    form = opened("train")
    key = f"train_dataset@{form.session_state[state.TRAIN_FORM.name]}"
    choice = form.selectbox(key=key)
    assert choice.options == ["Digits (MNIST)", "Clothes (Fashion-MNIST)", "Shapes"]
    choice.set_value(NAME).run()
    assert not form.exception
    data = opened("data", dataset=NAME)
    strips = "".join(element.proto.body for element in data.get("html"))
    assert all(name in strips for name in CLASS_NAMES)


def test_the_pages_show_a_model_of_it(card: ModelCard) -> None:
    data = image_data.load(NAME)
    save_arrays(card, "predictions", predictions(Network(read_model(card.id)), data, lambda _done: None))
    evaluate = opened("evaluate", model=card.id)
    assert f"{card.test_accuracy:.2%}".replace("%", "\u00a0%") in [metric.value for metric in evaluate.metric]
    drawn = opened("evaluate", model=card.id, view="drawn")
    assert any("Choose a model for digits" in str(info.value) for info in drawn.info)
    facts = [element.proto.body for element in opened("models", model=card.id).get("html")]
    assert any("<dt>Recognizes</dt><dd>Shapes</dd>" in text for text in facts)
