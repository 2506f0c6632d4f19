"""The Data page: what it tells of each data set, image and drawing, and what an address may ask of it."""

import base64
import io
import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from PIL import Image
from sklearn.decomposition import PCA
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

import datasets
import feedback
import settings
from errors import JobError
from exploration.maps import MapSample
from jobs.queue import Job, JobState
from preparation import prepare
from tests.feedback.samples import OTHER, VISITOR, png, verdict
from ui import state
from ui.components.data_map_chart import COLORS
from ui.components.png_url import to_png_url


def data_page(**address: str) -> AppTest:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "main.py"), default_timeout=60)
    page.session_state[state.VISITOR] = VISITOR
    page.run()
    page.switch_page("pages/data.py")
    page.query_params.update(address)
    page.run()
    assert not page.exception, page.exception
    return page


def words(page: AppTest) -> str:
    """All the words of the page's text elements, for a look with `in`."""
    assert not page.exception, page.exception
    kinds = (page.markdown, page.caption, page.error, page.warning, page.info, page.text, page.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def strips(page: AppTest) -> list[list[tuple[NDArray[np.uint8], str]]]:
    """The pictures of each strip of images, with what stands under them."""
    found = [element.proto.body for element in page.get("html") if "image-strip" in element.proto.body]
    form = re.compile(r'<img src="data:image/png;base64,([^"]+)".*?<figcaption>(.*?)</figcaption>')
    return [[(pixels(url), caption) for url, caption in form.findall(strip)] for strip in found]


def pixels(base64_png: str) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(base64_png))))


def chart(page: AppTest) -> tuple[dict[str, Any], list[pd.DataFrame]]:
    """The page's chart: its specification, and its tables."""
    (element,) = page.get("vega_lite_chart")
    tables = [convert_arrow_bytes_to_pandas_df(each.data.data) for each in element.proto.datasets]
    return json.loads(element.proto.spec), tables


def control(page: AppTest, field: str) -> Any:
    return page.button_group(key=f"{state.DATA}_{field}")


def test_overview_tells_shapes_types_ranges_and_first_labels() -> None:
    (table,) = data_page().table
    rows = table.value
    assert list(rows.index) == ["`x_train`", "`y_train`", "`x_test`", "`y_test`"]
    assert list(rows["Shape"]) == ["(60000, 28, 28)", "(60000,)", "(10000, 28, 28)", "(10000,)"]
    assert set(rows["Type"]) == {"uint8"}
    assert list(rows["Numbers"]) == ["0 to 255", "0 to 9"] * 2
    assert rows["First and last"]["`y_test`"] == "`[7 2 1 ... 4 5 6]`"


def test_overview_shows_class_counts_means_and_the_first_twenty_test_digits() -> None:
    page, data = data_page(), datasets.load("mnist")
    _spec, (counts,) = chart(page)
    trained = counts[counts["part"] == "Training images"].set_index("class")["count"]
    assert list(trained[[str(label) for label in range(10)]]) == list(np.bincount(data.y_train))
    means, first = strips(page)
    assert [caption for _image, caption in means] == list("0123456789")
    assert means[7][0] == pytest.approx(data.x_train[data.y_train == 7].mean(axis=0), abs=0.51)
    assert "".join(caption for _image, caption in first) == "72104149590690159734"
    assert all((image == truth).all() for (image, _caption), truth in zip(first, data.x_test, strict=False))


def test_overview_of_clothes_names_the_ten_classes() -> None:
    page = data_page(dataset="fashion_mnist")
    means, _first = strips(page)
    names = datasets.class_names("fashion_mnist")
    assert [caption for _image, caption in means] == [f"{label} {name}" for label, name in enumerate(names)]


def test_a_link_opens_any_image_with_its_numbers_and_its_label_one_hot() -> None:
    page = data_page(dataset="fashion_mnist", view="image", image="0")
    image = datasets.load("fashion_mnist").x_train[0]
    assert "Label: **9 Ankle boot**" in words(page)
    assert "# [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]" in words(page)
    (table,) = [element.proto.body for element in page.get("html") if "pixel-numbers" in element.proto.body]
    numbers = [int(number) for number in re.findall(r">(\d+)</td>", table)]
    assert numbers == list(image.reshape(784))
    (flat,) = [code.value for code in page.code if code.value.count(",") == 783]
    assert [float(number) for number in flat.split(", ")] == pytest.approx(image.reshape(784) / 255, abs=5e-4)


def test_label_3_is_shown_one_hot() -> None:
    index = list(datasets.load("mnist").y_test).index(3)
    page = data_page(view="image", part="test", image=str(index))
    assert "to_categorical(3, 10)\n# [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]" in words(page)


def test_choosing_an_image_or_another_part_goes_into_the_address() -> None:
    page = data_page(view="image", image="5")
    page.number_input(key=f"{state.DATA}_image").set_value(7).run()
    control(page, "part").set_value("test").run()
    assert page.query_params == {"lang": "en", "dataset": "mnist", "view": "image", "part": "test", "image": "7"}
    assert f"Label: **{datasets.load('mnist').y_test[7]}**" in words(page)
    control(page, "dataset").set_value("fashion_mnist").run()
    control(page, "view").set_value("samples").run()
    assert page.query_params["dataset"] == "fashion_mnist"
    assert len(strips(page)) == 10


@pytest.mark.parametrize(
    ("field", "value"),
    [("dataset", "cifar"), ("view", "everything"), ("part", "val"), ("image", "-1"), ("image", "٣"), ("image", "1e3")],
)
def test_an_address_that_makes_no_sense_is_said_and_changes_nothing(field: str, value: str) -> None:
    page = data_page(**{field: value})
    assert f"This link is not understood: {field} may not be {value}." in words(page)
    assert [control(page, each).value for each in ("dataset", "view")] == ["mnist", "overview"]
    control(page, "view").set_value("image").run()
    assert "not understood" not in words(page)


def test_an_image_that_is_not_there_is_said() -> None:
    page = data_page(view="image", part="test", image="10000")
    assert "There is no image 10000 here: they are counted from 0 to 9999. This is image 0." in words(page)
    assert "Label: **7**" in words(page)


def test_samples_are_of_the_chosen_class_and_others_come_on_demand() -> None:
    data = datasets.load("mnist")
    page = data_page(view="samples")
    assert [len(strip) for strip in strips(page)] == [16] * 10
    page.button_group(key=state.DATA_CLASS).set_value(4).run()
    (before,) = strips(page)
    page.button(key=state.DATA_OTHERS).click().run()
    (after,) = strips(page)
    for image, caption in (*before, *after):
        assert data.y_train[int(caption)] == 4
        assert (image == data.x_train[int(caption)]).all()
    assert len({caption for _image, caption in (*before, *after)}) > len(before)


def test_map_is_scikit_learns_pca_and_each_point_has_its_picture_and_its_digit() -> None:
    data = datasets.load("mnist")
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
    assert f"{reference.explained_variance_ratio_[0]:.1%}".replace("%", " %") in json.dumps(spec, ensure_ascii=False)


def test_chosen_image_of_the_map_is_told_and_leads_to_all_its_numbers() -> None:
    data = datasets.load("fashion_mnist")
    index = int(MapSample.of(data.x_train).places[12])
    page = data_page(dataset="fashion_mnist", view="map")
    assert "0 T-shirt/top · 1 Trouser" in words(page)
    assert "click or tap it" in words(page)
    for told in ("x", -1, None):
        page.session_state[f"{state.DATA_CHOSEN}_fashion_mnist"] = {"selection": {"chosen": [{"index": told}]}}
        page.run()
        assert "click or tap it" in words(page)
    page.session_state[f"{state.DATA_CHOSEN}_fashion_mnist"] = {"selection": {"chosen": [{"index": index}]}}
    page.run()
    assert f"Image {index}: {data.y_train[index]} " in words(page)
    page.button(key=state.DATA_LOOK).click().run()
    assert (page.query_params["view"], page.query_params["image"]) == ("image", str(index))
    assert "pixel-numbers" in "".join(element.proto.body for element in page.get("html"))


def test_pinned_digits_and_the_drawing_on_the_canvas_lie_on_the_map_where_pca_puts_them() -> None:
    data = datasets.load("mnist")
    page = data_page()
    page.session_state[state.PINNED] = (data.x_test[0].tobytes(),)
    page.session_state[state.DRAWING] = png(352, 352)
    control(page, "view").set_value("map").run()
    _spec, tables = chart(page)
    (own,) = [table for table in tables if "name" in table]
    assert list(own["name"]) == ["Your drawing", "Pinned digit 1"]
    images = np.array([prepare(Image.open(io.BytesIO(png(352, 352)))).digit, data.x_test[0]])
    assert own[["x", "y"]].to_numpy() == pytest.approx(MapSample.of(data.x_train).place_on_pca(images))
    assert (pixels(own["image"][1].partition(",")[2]) == data.x_test[0]).all()
    assert not page.get("page_link")


def test_what_was_drawn_on_the_canvas_lies_on_the_map() -> None:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "main.py"), default_timeout=60)
    picture = Image.open(io.BytesIO(png(352, 352)))
    raw = {"version": "7.0.0", "objects": [{"type": "Path"}]}
    page.session_state["canvas"] = {"drawing": {"raw": raw, "data": to_png_url(picture)}, "backgroundFit": None}
    page.run()
    page.switch_page("pages/data.py")
    page.query_params["view"] = "map"
    page.run()
    _spec, tables = chart(page)
    assert [list(table["name"]) for table in tables if "name" in table] == [["Your drawing"]]


def test_tsne_is_asked_for_on_demand_and_drawn_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    board = NotingMapBoard()
    monkeypatch.setattr("ui.components.tsne_places.board", lambda: board)
    page = data_page(view="map")
    assert board.asked == []
    page.session_state[state.PINNED] = (datasets.load("mnist").x_test[0].tobytes(),)
    page.button_group(key=state.DATA_MAP).set_value("tsne").run()
    assert board.asked == ["mnist"]
    assert not page.get("vega_lite_chart")
    places = np.random.default_rng(0).normal(size=(2000, 2)).astype(np.float32)
    board.jobs["mnist"] = Job("mei", JobState.DONE, result=places)
    page.run()
    _spec, tables = chart(page)
    (rows,) = [table for table in tables if "label" in table]
    assert rows[["x", "y"]].to_numpy() == pytest.approx(places, abs=1e-3)
    assert "an estimate" in words(page)


def test_tsne_that_failed_is_told_and_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    board = NotingMapBoard()
    board.jobs["mnist"] = Job("mei", JobState.FAILED, error=JobError("Killed.", reason="killed"))
    monkeypatch.setattr("ui.components.tsne_places.board", lambda: board)
    page = data_page(view="map")
    page.button_group(key=state.DATA_MAP).set_value("tsne").run()
    assert "This took too long" in words(page)
    page.button(key=state.DATA_MAP_AGAIN).click().run()
    assert board.asked == ["mnist"]
    assert "This took too long" not in words(page)


def test_a_visitors_kept_drawings_are_a_data_set_of_their_own_and_nobody_elses_are_seen() -> None:
    for answer, truth in ((7, "7"), (7, "7"), (2, "7"), (4, "42")):
        keep(VISITOR, label=answer, truth=truth)
    keep(OTHER, label=1, truth="1")
    page = data_page(dataset="collected")
    assert "3 drawings: 2 were read right, 1 wrong." in words(page)
    assert "Left out: 1" in words(page)
    assert "Here you see only your own." in words(page)
    assert list(page.table[0].value["Shape"]) == ["(3, 28, 28)", "(3,)"]
    _spec, (counts,) = chart(page)
    sevens = counts[counts["class"] == "7"].set_index("part")["count"]
    assert (dict(sevens), counts["count"].sum()) == ({"Read right": 2, "Read wrong": 1}, 3)
    means, newest = strips(page)
    assert [caption for _image, caption in means] == ["7"]
    assert [caption for _image, caption in newest] == ["7"] * 3
    assert (newest[0][0] == prepare(Image.open(io.BytesIO(png()))).digit).all()
    control(page, "view").set_value("map").run()
    _spec, tables = chart(page)
    (own,) = [table for table in tables if "name" in table]
    assert list(own["name"]) == ["Your drawing 1", "Your drawing 2", "Your drawing 3"]


def test_of_many_kept_drawings_the_newest_lie_on_the_map_and_it_is_said() -> None:
    for _number in range(21):
        keep(VISITOR, label=7, truth="7")
    page = data_page(dataset="collected", view="map")
    _spec, tables = chart(page)
    assert [len(table) for table in tables if "name" in table] == [20]
    assert "Only your newest 20 drawings lie here." in words(page)


def test_who_has_kept_nothing_is_told_how_and_is_not_offered_it() -> None:
    keep(OTHER, label=1, truth="1")
    assert control(data_page(), "dataset").options == ["MNIST", "Fashion-MNIST"]
    assert "None of your drawings of one digit are kept." in words(data_page(dataset="collected", view="map"))


def test_database_out_of_reach_is_told_where_drawings_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_DATABASE", "nonsense://")
    assert "the database does not answer" in words(data_page(dataset="collected"))
    assert data_page().table


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


def keep(visitor: str, **changes: Any) -> None:
    feedback.agree(visitor)
    feedback.keep(visitor, verdict(**changes))
