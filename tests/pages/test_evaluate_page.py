"""The Evaluate page: the figures that it shows are those of what was measured, whatever its address asks for."""

import io
import json
import re
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageDraw
from sklearn.metrics import confusion_matrix, log_loss, precision_recall_fscore_support
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

import feedback
import image_data
from base import settings
from base.jobs.job_process import JobProcess
from base.jobs.queue import Jobs
from evaluation import WORKER
from evaluation.distortions import DISTORTIONS, Distortion, Images
from evaluation.evaluation_board import EvaluationBoard
from evaluation.measurement_cache import Arrays, find_arrays, save_arrays
from evaluation.worker.network import Network
from evaluation.worker.stress import stress
from model_store import get_card, read_model
from tests.feedback.samples import verdict
from tests.rows import added
from ui import state
from ui.cached import model_cards

VISITOR = "0123456789abcdef" * 2
OTHER = "fedcba9876543210" * 2
TIMEOUT_S = 60


@pytest.fixture(autouse=True)
def _measured(tiny_predictions: Arrays, tiny_stress: Arrays) -> None:
    """What is measured of `tiny-16` stands for `dense-128`, too: no test here waits for a measurement."""
    model_cards.clear()
    for model in ("tiny-16", "dense-128"):
        save_arrays(get_card(model), "predictions", tiny_predictions)
        save_arrays(get_card(model), "stress", tiny_stress)


def evaluate_page(**query: str) -> AppTest:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "evaluate" / "page.py"), default_timeout=30)
    page.session_state[state.VISITOR.name] = VISITOR
    for name, value in query.items():
        page.query_params[name] = value
    return page


def words(page: AppTest) -> str:
    assert not page.exception
    html = [element.proto.body for element in page.get("html")]
    shown = (page.caption, page.text, page.markdown, page.error, page.warning, page.info, page.code)
    return "\n".join([*html, *(str(element.value) for elements in shown for element in elements)])


def captions(page: AppTest) -> list[str]:
    strips = [element.proto.body for element in page.get("html") if "image-strip" in element.proto.body]
    return [text for strip in strips for text in re.findall("<figcaption>(.*?)</figcaption>", strip)]


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_figures_are_those_of_scikit_learn(tiny_predictions: Arrays) -> None:
    labels = image_data.load("mnist").y_test
    exact = tiny_predictions["probabilities"].astype(float)
    exact /= exact.sum(axis=1, keepdims=True)
    page = evaluate_page(model="tiny-16").run()
    shown = metrics(page)
    assert shown["Test accuracy"] == f"{(exact.argmax(axis=1) == labels).mean():.2%}".replace("%", "\u00a0%")
    assert float(shown["Test loss"]) == pytest.approx(log_loss(labels, exact), abs=1e-3)
    assert shown["Gap"].endswith(" points")
    assert "95\u00a0% interval: 94.2 to 95.1\u00a0%" in [metric.delta for metric in page.metric]
    precision, recall, _f, count = precision_recall_fscore_support(labels, exact.argmax(axis=1))
    (table,) = [element.proto.body for element in page.get("html") if "class-figures" in element.proto.body]
    rows = re.findall(r"<tr><th>(.)</th><td>(.*?)</td><td>(.*?)\u00a0%</td><td>(.*?)\u00a0%</td></tr>", table)
    assert [row[1].replace(",", "") for row in rows] == [str(each) for each in count]
    assert [float(row[2]) for row in rows] == pytest.approx(precision * 100, abs=0.051)
    assert [float(row[3]) for row in rows] == pytest.approx(recall * 100, abs=0.051)


def test_gap_is_named() -> None:
    assert "That is overfitting." in words(evaluate_page(model="tiny-16").run())


def test_first_20_are_printed_as_the_tutorials_do() -> None:
    (printed,) = [element.value for element in evaluate_page(model="tiny-16").run().code]
    assert "labels      [7 2 1 0 4 1 4 9 5 9 0 6 9 0 1 5 9 7 3 4]" in printed
    assert "predictions [7 2 1 0 4 1 4 9 " in printed


def _matrix(page: AppTest) -> dict[str, Any]:
    (component,) = page.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def test_confusion_matrix_is_scikit_learns_and_opens_its_most_frequent_mistake(tiny_predictions: Arrays) -> None:
    labels, predictions = image_data.load("mnist").y_test, tiny_predictions["probabilities"].argmax(axis=1)
    expected = confusion_matrix(labels, predictions)
    page = evaluate_page(model="tiny-16", view="confusion").run()
    assert not page.exception
    matrix = _matrix(page)
    assert [[cell["count"] for cell in row] for row in matrix["rows"]] == expected.tolist()
    mistakes = expected - np.diag(expected.diagonal())
    label, prediction = matrix["chosen"]
    assert mistakes[label, prediction] == mistakes.max()
    assert f"**{label}, predicted {prediction}**: {mistakes.max()} images" in words(page)
    # The diagonal has no colour, the most frequent mistake the strongest.
    assert all(matrix["rows"][place][place]["ground"] == "" for place in range(10))
    assert matrix["rows"][label][prediction]["ground"] == "rgb(110, 50, 0)"


def test_chosen_cell_shows_its_images_surest_first(tiny_predictions: Arrays) -> None:
    labels, probabilities = image_data.load("mnist").y_test, tiny_predictions["probabilities"]
    page = evaluate_page(model="tiny-16", view="confusion")
    page.session_state[state.CONFUSION.name] = {"cell": [4, 9]}
    page.run()
    behind = np.flatnonzero((labels == 4) & (probabilities.argmax(axis=1) == 9))
    surest = behind[np.argsort(-probabilities[behind, 9])]
    assert captions(page)[0].startswith("4→9 ")
    assert [int(text.partition("#")[2]) for text in captions(page)] == list(surest[:24])
    assert f"Test image {surest[0]}: 4, predicted 9" in words(page)


@pytest.mark.parametrize("told", [[4, 99], ["x", 2], [1], "no", {"a": 1}, [True, 1.5], None])
def test_cell_that_no_table_tells_changes_nothing(told: object) -> None:
    page = evaluate_page(model="tiny-16", view="confusion")
    page.session_state[state.CONFUSION.name] = {"cell": told}
    page.run()
    assert _matrix(page)["chosen"] == _matrix(evaluate_page(model="tiny-16", view="confusion").run())["chosen"]


def test_surest_mistakes_stand_first() -> None:
    page = evaluate_page(model="tiny-16", view="mistakes").run()
    shares = [int(re.findall(r"(\d+)\N{NO-BREAK SPACE}%", text)[0]) for text in captions(page)]
    assert "**It gets 532 of 10,000 test images wrong.**" in words(page)
    assert len(shares) == 60
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 100


def test_reliability_says_whether_90_percent_sure_is_right_nine_times_in_ten(tiny_predictions: Arrays) -> None:
    labels, probabilities = image_data.load("mnist").y_test, tiny_predictions["probabilities"]
    about = np.abs(probabilities.max(axis=1) - 0.9) <= 0.05
    share = (probabilities.argmax(axis=1) == labels)[about].mean()
    shown = words(evaluate_page(model="tiny-16", view="reliability").run())
    assert f"{about.sum()} test images), {share * 100:.1f}\u00a0% of its answers are right." in shown


def _charts(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(element.proto.spec) for element in page.get("vega_lite_chart")]


def _curve(page: AppTest, place: int) -> pd.DataFrame:
    content = page.get("vega_lite_chart")[place].proto.datasets[0].data.data
    return convert_arrow_bytes_to_pandas_df(content)


def test_stress_has_a_curve_a_kind_and_shows_what_each_level_means(tiny_stress: Arrays) -> None:
    page = evaluate_page(model="tiny-16", view="stress").run()
    assert "1,000 test images at each level" in words(page)
    assert len(_charts(page)) == len(DISTORTIONS)
    for place, (kind, distortion) in enumerate(DISTORTIONS.items()):
        curve = _curve(page, place)
        assert list(curve["level"]) == list(distortion.levels)
        assert list(curve["accuracy"]) == list(tiny_stress[f"{kind}_right"] / 1000)
    assert captions(page) == [f"{level:g}" for each in DISTORTIONS.values() for level in each.levels]


def test_a_row_is_all_that_another_kind_of_stress_takes(tiny_stress: Arrays) -> None:
    def fade(images: Images, percent: float) -> Images:
        return (images * (1 - percent / 100)).astype(np.uint8)

    card = get_card("tiny-16")
    with added(DISTORTIONS, "fainter", Distortion(fade, (0, 60, 95))):
        assert find_arrays(card, "stress") is None  # what is kept lacks it
        network = Network(read_model(card.id), card.temperature)
        save_arrays(card, "stress", stress(network, image_data.load("mnist"), lambda _done: None))
        page = evaluate_page(model="tiny-16", view="stress").run()
        assert "**fainter**" in words(page)
        assert len(page.get("vega_lite_chart")) == len(DISTORTIONS) == 7
        faint = list(_curve(page, 6)["accuracy"])
    assert faint[0] == tiny_stress["shift_right"][0] / 1000
    assert faint[0] > faint[1] > faint[2]


def test_every_kind_of_stress_has_words_of_its_own() -> None:
    page = evaluate_page(model="tiny-16", view="stress").run()
    titles = re.findall(r"\*\*(.+?)\*\*, \S", words(page))
    assert len(titles) == len(DISTORTIONS)
    assert not set(titles) & set(DISTORTIONS)


def test_two_models_are_drawn_over_each_other_solid_and_dashed() -> None:
    page = evaluate_page(**{"model": "tiny-16", "with": "dense-128", "view": "stress"}).run()
    assert "solid: tiny-16 · dashed: dense-128" in words(page)
    dash = _charts(page)[0]["encoding"]["strokeDash"]["scale"]
    assert dash == {"domain": ["tiny-16", "dense-128"], "range": [[1, 0], [5, 4]]}
    assert len(_curve(page, 0)) == 2 * len(DISTORTIONS["shift"].levels)


def test_what_is_chosen_goes_into_the_address_and_the_address_holds() -> None:
    page = evaluate_page(model="tiny-16").run()
    page.selectbox(key=state.EVALUATE_WITH.name).set_value("dense-128").run()
    assert page.query_params["with"] == "dense-128"
    page.selectbox(key=state.EVALUATE_MODEL.name).set_value("dense-128").run()
    assert page.query_params["model"] == "dense-128"
    assert "dense-128" not in page.selectbox(key=state.EVALUATE_WITH.name).options
    assert page.selectbox(key=state.EVALUATE_WITH.name).value is None
    page.query_params["view"] = "mistakes"
    assert "test images wrong" in words(page.run())


def test_address_that_makes_no_sense_is_said_and_changes_nothing() -> None:
    shown = words(evaluate_page(model="tiny-16", view="<b>nonsense</b>").run())
    assert "view cannot be <b>nonsense</b>" in shown
    assert "That is overfitting." in shown
    page = evaluate_page(**{"model": "tiny-16", "with": "gone"}).run()
    assert "This model no longer exists" in words(page)
    assert metrics(page)["Test accuracy"] == "94.68\u00a0%"


def test_a_model_is_compared_with_those_of_its_own_data_set_alone() -> None:
    options = evaluate_page(model="tiny-16").run().selectbox(key=state.EVALUATE_WITH.name).options
    assert options
    assert not [option for option in options if "ashion" in option]


def _settled(page: AppTest) -> AppTest:
    """The page once what it asked for was measured, in the real process."""
    until = time.monotonic() + TIMEOUT_S
    page.run()
    while page.get("progress") and time.monotonic() < until:
        time.sleep(0.1)
        page.run()
    return page


def _seven() -> bytes:
    """A 7 as a pen writes it."""
    picture = Image.new("RGB", (352, 352), "white")
    ImageDraw.Draw(picture).line([(100, 90), (250, 90), (160, 280)], "navy", 20, joint="curve")
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def test_drawings_are_measured_and_only_ones_own_failures_are_shown() -> None:
    for visitor, truth in ((VISITOR, "7"), (VISITOR, "4"), (OTHER, "5"), (OTHER, "7")):
        feedback.agree(visitor)
        feedback.save(visitor, verdict(picture=_seven(), truth=truth))
    page = _settled(evaluate_page(model="tiny-16", view="drawn"))
    assert metrics(page) == {"Of 4 drawings": "50.0\u00a0%", "Test accuracy": "94.68\u00a0%"}
    assert "95\u00a0% interval: 15.0 to 85.0\u00a0%" in [metric.delta for metric in page.metric]
    assert "It gets **2** of them wrong; **1** are yours:" in words(page)
    assert [caption[:3] for caption in captions(page)] == ["4→7"]
    assert "Fewer than 30 drawings" in words(page)


def test_without_drawings_and_for_clothes_it_says_what_to_do() -> None:
    assert "Nothing is kept yet" in words(evaluate_page(model="tiny-16", view="drawn").run())
    assert "Choose a model for digits" in words(evaluate_page(model="fashion-128", view="drawn").run())


def test_measurement_that_failed_is_said_and_tried_again_with_one_press(hand_in: Callable[..., None]) -> None:
    board = EvaluationBoard(Jobs(JobProcess(WORKER, timeout_s=0.2)))
    hand_in(evaluations=board)
    page = evaluate_page(model="dense-512").run()
    assert not metrics(page)
    page = _settled(page)
    assert "This took too long and was stopped. Try again." in words(page)
    page.button(key=f"{state.MEASURE_AGAIN}_predictions_dense-512").click().run()
    assert page.get("progress")
    board.close()
