"""The Inside page: the way through a network, why, what would flip it, and its architecture, from a real recognizer."""

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from base import settings
from evaluation.measurement_cache import save_arrays
from image_data import load
from model_store import ModelCard, get_card, save_model
from recognition.client import Client
from recognition.explain_query import NETWORK, ExplainQuery
from tests.model_store.cards import card
from training.recipe.recipes import RECIPES
from ui import state
from ui.cached import model_cards
from ui.inside.color_maps import diverging, to_hex, viridis
from ui.inside.link import SAMPLE
from ui.inside.unit_view import weights_picture
from ui.inside.why_view import why_sentences
from ui.shared.png_url import to_png_url


@pytest.fixture(autouse=True)
def _real_recognizer(recognizer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", recognizer)
    model_cards.clear()


def inside_page(drawing: str = "", **query: str) -> AppTest:
    """The page, as it is once the browser has told the tab's drawing."""
    page = AppTest.from_file(str(settings.ROOT / "ui" / "inside" / "page.py"), default_timeout=60)
    page.session_state[state.TAB_DRAWING.name] = {"drawing": drawing}
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception, page.exception
    return page


def words(page: AppTest) -> str:
    html = [element.proto.body for element in page.get("html")]
    shown = (page.caption, page.markdown, page.error, page.warning, page.info)
    return "\n".join([*html, *(str(element.value) for elements in shown for element in elements)])


def drawn_seven() -> str:
    picture = Image.new("RGB", (352, 352), "#ffffff")
    ImageDraw.Draw(picture).line([(100, 90), (240, 90), (160, 280)], fill="#16224d", width=20, joint="curve")
    return to_png_url(picture)


def address(page: AppTest, name: str) -> str:
    """A value of the page's address, which a page sets as text and a test as a list."""
    value = page.query_params[name]
    return value if isinstance(value, str) else value[0]


def images(page: AppTest) -> int:
    return len(page.get("image"))


def top_activations_of(tiny: ModelCard) -> dict[str, Any]:
    """Made-up results of a measurement: image 5 activates every neuron most."""
    names = [step["last"] for step in Client().explain(ExplainQuery(tiny.id, NETWORK, bytes(784)))["steps"]]
    found: dict[str, Any] = {}
    for name, units in zip(names, (16, 16, 10), strict=True):
        found[f"indices_{name}"] = np.tile(np.arange(5, 14, dtype=np.uint16), (units, 1))
        found[f"values_{name}"] = np.tile(np.arange(9, 0, -1, dtype=np.float32), (units, 1))
    return found


def test_at_first_there_is_a_sample_seven_and_never_nothing() -> None:
    page = inside_page(model="tiny-16")
    assert page.selectbox(key=state.INSIDE_SOURCE.name).value == SAMPLE
    assert "Choose a neuron or a filter" in words(page)
    assert (address(page, "view"), address(page, "model")) == ("network", "tiny-16")


def test_what_the_visitor_drew_is_what_is_looked_at() -> None:
    page = inside_page(drawn_seven(), model="tiny-16", view="why")
    assert "Why 7?" in words(page)
    assert page.selectbox(key=state.INSIDE_SOURCE.name).value == "drawing"
    (told,) = [key for key in page.session_state[state.INSIDE_ANSWERS.name] if isinstance(key, ExplainQuery)]
    ink = np.frombuffer(told.digit, np.uint8)
    assert 10 < ink.astype(bool).sum() < 300


def test_a_link_opens_the_view_the_model_and_the_test_image() -> None:
    page = inside_page(model="fashion-128", view="why", image="3")
    name = load("fashion_mnist").y_test[3]
    assert page.number_input(key=state.INSIDE_IMAGE.name).value == 3
    assert page.session_state[state.MODEL.name] == "fashion-128"
    assert f"Why {get_card('fashion-128').class_names[name]}?" in words(page)
    assert address(page, "image") == "3"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"view": "nonsense"}, "There is no view “nonsense” here."),
        ({"image": "10000"}, "Test images are numbered from 0 to 9999."),
        ({"image": "-1"}, "Test images are numbered from 0 to 9999."),
        ({"model": "gone"}, "This model no longer exists"),
    ],
)
def test_what_a_link_asks_for_in_vain_is_said_and_changes_nothing(query: dict[str, str], told: str) -> None:
    page = inside_page(**query)
    assert told in words(page)
    assert page.selectbox(key=state.INSIDE_SOURCE.name).value == SAMPLE
    assert address(page, "view") == "network"
    page.run()
    assert not page.warning


def test_a_clicked_neuron_shows_its_weights_and_the_images_that_excite_it() -> None:
    tiny = get_card("tiny-16")
    save_arrays(tiny, "exciting", top_activations_of(tiny))
    layer = Client().explain(ExplainQuery("tiny-16", NETWORK, bytes(784)))["steps"][0]["name"]
    page = inside_page(model="tiny-16")
    page.session_state[state.INSIDE_UNIT.name] = (layer, 3)
    page.run()
    shown = words(page)
    assert "<b>Neuron 4</b>" in shown
    assert "Its weight for each pixel" in shown
    labels = load("mnist").y_test
    assert shown.count("<figure>") == 9
    assert f"Test image 5: {labels[5]}, activation 9.00" in shown
    page.number_input(key=state.INSIDE_NUMBER.of(layer).name).set_value(16).run()
    assert "<b>Neuron 16</b>" in words(page)
    page.button(key=state.INSIDE_CLOSE).click().run()
    assert "Choose a neuron or a filter" in words(page)


@pytest.mark.parametrize("unit", [("dense", 99), ("no such layer", 0), ("dense", -1)])
def test_a_neuron_that_the_network_has_not_is_not_shown(unit: tuple[str, int]) -> None:
    page = inside_page(model="tiny-16")
    page.session_state[state.INSIDE_UNIT.name] = unit
    page.run()
    assert not page.exception
    assert "Choose a neuron or a filter" in words(page)


def test_what_would_flip_it_is_shown_for_the_chosen_digit_and_the_answer_is_no_choice() -> None:
    page = inside_page(model="tiny-16", view="flip")
    (targets,) = [group for group in page.button_group if group.key == state.INSIDE_TARGET.name]
    assert list(targets.options) == list("012345689")
    targets.set_value(9).run()
    assert not page.exception
    assert "Now the network sees **9**" in words(page)
    assert images(page) == 4  # the picture itself; now, the change, then


def test_architecture_shows_shapes_and_parameters_of_a_model_with_a_recipe_and_of_one_without() -> None:
    for model, total in (("tiny-16", "13,002"), ("digits-cnn", f"{get_card('digits-cnn').parameters:,}")):
        page = inside_page(model=model, view="architecture")
        (chart,) = page.get("graphviz_chart")
        assert "digraph network" in chart.proto.spec
        assert f"**{total}**" in words(page) or model == "digits-cnn"
    assert "BatchNormalization" in chart.proto.spec
    assert "28 × 28 × 24" in chart.proto.spec


def test_a_starting_recognizer_is_said_and_asked_again(monkeypatch: pytest.MonkeyPatch, recognizer: str) -> None:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", "http://127.0.0.1:9")
    page = inside_page(model="tiny-16", view="why")
    assert "The network is still loading." in words(page)
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", recognizer)
    page.run()
    assert "Why 7?" in words(page)


def test_a_model_that_the_recognizer_cannot_open_is_said_and_its_recipe_still_drawn() -> None:
    saved = save_model(b"bytes", card(recipe=RECIPES["tiny-16"].to_dict()))
    page = inside_page(model=saved.id, view="why")
    assert "This model" in "".join(str(error.value) for error in page.error)
    page = inside_page(model=saved.id, view="architecture")
    assert "13,002" in words(page)


def test_colors_are_blue_below_white_at_and_orange_above_zero() -> None:
    blue, white, orange = diverging(np.array([-0.75, 0.0, 0.75])).tolist()
    assert (blue[2] > blue[0], orange[0] > orange[2]) == (True, True)
    assert min(white) > 240
    assert to_hex(viridis(np.array([0.0, 1.0]))) == ["#440154", "#fde725"]


def test_of_many_maps_the_sixteen_that_count_most_are_drawn() -> None:
    weights = np.zeros((40, 3, 3), np.float32)
    weights[20:36] = 1
    assert weights_picture(weights, 1.0).count("<img") == 16
    assert weights_picture(weights[0, 0], 1.0).count("<img") == 1


def test_why_says_what_the_map_shows() -> None:
    told = {"probabilities": [0.0] * 7 + [0.9] + [0.05] * 2, "answer": 7, "label": 7, "left": 0.25}
    assert why_sentences(told, "7", 2.0, -1.0) == [
        "The network says 7, confidence 90.0\u00a0%.",
        "With the ink in the frame hidden, 25.0\u00a0% is left: this part matters most.",
        "Blue parts speak against 7: without them the confidence would be higher.",
    ]
    refused = why_sentences(told | {"label": None}, "7", 0.0, 0.0)
    assert refused == [
        "The network sees no digit; the closest is 7, 90.0\u00a0%.",
        "No hidden part lowers its confidence.",
    ]
