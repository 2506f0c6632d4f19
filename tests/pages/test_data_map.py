"""The Data page's maps: what lies where, what a point tells, and t-SNE on demand."""

import json
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from streamlit.testing.v1 import AppTest

import image_data
from base import settings
from base.errors import JobTimeoutError
from base.jobs.queue import Job, JobState
from image_data.exploration.maps import MapSample
from recognition.preparation import prepare
from tests.feedback.samples import VISITOR
from tests.pages.data_pages import chart, control, data_page, keep, pixels, words
from tests.pages.fabric import PAPER, canvas_report, fabric_path
from ui import state
from ui.data.map_chart import COLORS
from ui.page_table import page_file
from ui.shared.drawing_history import SIDE
from ui.shared.drawing_picture import drawing_picture


def _drawn_digit() -> NDArray[np.uint8]:
    picture = drawing_picture([fabric_path()], SIDE, PAPER)
    assert picture is not None
    return prepare(picture).digit


def test_map_is_scikit_learns_pca_and_each_point_has_its_picture_and_its_digit() -> None:
    data = image_data.load("mnist")
    page = data_page(view="map")
    spec, (rows,) = chart(page)
    flat = data.x_train[rows["index"]].reshape(-1, 784) / 255
    reference = PCA(2, svd_solver="covariance_eigh").fit(flat)
    assert rows[["x", "y"]].to_numpy() == pytest.approx(reference.transform(flat), abs=1e-3)
    assert list(rows["label"]) == [str(label) for label in data.y_train[rows["index"]]]
    for place in (0, 999, 1999):
        picture = pixels(rows["image"][place].partition(",")[2])
        assert (picture == data.x_train[rows["index"][place]]).all()
    assert "Draw a digit first" in page.get("page_link")[0].proto.label
    assert len(spec["layer"]) == 1
    assert f"{reference.explained_variance_ratio_[0]:.1%}".replace("%", "\u00a0%") in json.dumps(
        spec, ensure_ascii=False
    )


def test_chosen_image_of_the_map_is_told_and_leads_to_all_its_numbers() -> None:
    data = image_data.load("fashion_mnist")
    index = int(MapSample.of(data.x_train).indices[12])
    page = data_page(dataset="fashion_mnist", view="map")
    assert "0 T-shirt/top · 1 Trouser" in words(page)
    assert "Click or tap it" in words(page)
    for told in ("x", -1, None):
        page.session_state[state.DATA_CHOSEN.of("fashion_mnist").name] = {"selection": {"chosen": [{"index": told}]}}
        page.run()
        assert "Click or tap it" in words(page)
    page.session_state[state.DATA_CHOSEN.of("fashion_mnist").name] = {"selection": {"chosen": [{"index": index}]}}
    page.run()
    assert f"Image {index}: {data.y_train[index]} " in words(page)
    page.button(key=state.DATA_LOOK).click().run()
    assert (page.query_params["view"], page.query_params["image"]) == ("image", str(index))
    assert "pixel-numbers" in "".join(element.proto.body for element in page.get("html"))


def test_pinned_digits_and_the_drawing_on_the_canvas_lie_on_the_map_where_pca_puts_them() -> None:
    data = image_data.load("mnist")
    page = data_page()
    page.session_state[state.PINNED.name] = (data.x_test[0].tobytes(),)
    page.session_state[state.CANVAS.name] = canvas_report(fabric_path())
    control(page, "view").set_value("map").run()
    _spec, tables = chart(page)
    (own,) = [table for table in tables if "name" in table]
    assert list(own["name"]) == ["Your drawing", "Pinned digit 1"]
    images = np.array([_drawn_digit(), data.x_test[0]])
    assert own[["x", "y"]].to_numpy() == pytest.approx(MapSample.of(data.x_train).project_on_pca(images))
    assert (pixels(own["image"][1].partition(",")[2]) == data.x_test[0]).all()
    assert not page.get("page_link")


def test_a_drawing_that_was_pinned_lies_on_the_map_once() -> None:
    page = data_page()
    page.session_state[state.PINNED.name] = (_drawn_digit().tobytes(),)
    page.session_state[state.CANVAS.name] = canvas_report(fabric_path())
    control(page, "view").set_value("map").run()
    _spec, tables = chart(page)
    assert [list(table["name"]) for table in tables if "name" in table] == [["Pinned digit 1"]]


def test_what_was_drawn_on_the_canvas_lies_on_the_map() -> None:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "frame" / "main.py"), default_timeout=60)
    page.session_state[state.CANVAS.name] = canvas_report(fabric_path())
    page.run()
    page.switch_page(page_file("data"))
    page.query_params["view"] = "map"
    page.run()
    _spec, tables = chart(page)
    assert [list(table["name"]) for table in tables if "name" in table] == [["Your drawing"]]


def test_tsne_is_asked_for_on_demand_and_drawn_when_it_is_there(hand_in: Callable[..., None]) -> None:
    board = NotingMapBoard()
    hand_in(maps=board)
    page = data_page(view="map")
    assert board.asked == []
    page.session_state[state.PINNED.name] = (image_data.load("mnist").x_test[0].tobytes(),)
    page.button_group(key=state.DATA_MAP).set_value("tsne").run()
    assert board.asked == ["mnist"]
    assert not page.get("vega_lite_chart")
    positions = np.random.default_rng(0).normal(size=(2000, 2)).astype(np.float32)
    board.jobs["mnist"] = Job("mei", JobState.DONE, result=positions)
    page.run()
    _spec, tables = chart(page)
    (rows,) = [table for table in tables if "label" in table]
    assert rows[["x", "y"]].to_numpy() == pytest.approx(positions, abs=1e-3)
    assert "an estimate" in words(page)


def test_tsne_that_failed_is_told_and_can_be_tried_again(hand_in: Callable[..., None]) -> None:
    board = NotingMapBoard()
    board.jobs["mnist"] = Job("mei", JobState.FAILED, error=JobTimeoutError("Killed.", reason="over 180 s"))
    hand_in(maps=board)
    page = data_page(view="map")
    page.button_group(key=state.DATA_MAP).set_value("tsne").run()
    assert "This took too long" in words(page)
    page.button(key=state.DATA_MAP_AGAIN).click().run()
    assert board.asked == ["mnist"]
    assert "This took too long" not in words(page)


def test_of_many_kept_drawings_the_newest_lie_on_the_map_and_it_is_said() -> None:
    for _number in range(21):
        keep(VISITOR, label=7, truth="7")
    page = data_page(dataset="collected", view="map")
    _spec, tables = chart(page)
    assert [len(table) for table in tables if "name" in table] == [20]
    assert "Only your newest 20 drawings are shown." in words(page)


def test_colors_are_ten_for_either_theme() -> None:
    assert all(len(set(colors)) == 10 for colors in COLORS.values())


class NotingMapBoard:
    """Notes which maps are asked for, and makes none."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.jobs: dict[str, Job] = {}

    def job(self, dataset: str) -> Job | None:
        return self.jobs.get(dataset)

    def request(self, visitor: str, dataset: str) -> Job:
        self.asked.append(dataset)
        return self.jobs.setdefault(dataset, Job(visitor, JobState.WAITING))

    def forget(self, dataset: str) -> None:
        self.jobs.pop(dataset, None)
