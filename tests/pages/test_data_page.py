"""The Data page: what it tells of each data set, image and drawing, and what an address may ask of it."""

import io
import re

import numpy as np
import pytest
from PIL import Image

import image_data
from recognition.preparation import prepare
from tests.feedback.samples import OTHER, VISITOR, png
from tests.pages.data_pages import chart, control, data_page, keep, strips, words
from ui import state


def test_overview_tells_shapes_types_ranges_and_first_labels() -> None:
    (table,) = data_page().table
    rows = table.value
    assert list(rows.index) == ["`x_train`", "`y_train`", "`x_test`", "`y_test`"]
    assert list(rows["Shape"]) == ["(60000, 28, 28)", "(60000,)", "(10000, 28, 28)", "(10000,)"]
    assert set(rows["Type"]) == {"uint8"}
    assert list(rows["Values"]) == ["0 to 255", "0 to 9"] * 2
    assert rows["First and last"]["`y_test`"] == "`[7 2 1 ... 4 5 6]`"


def test_overview_shows_class_counts_means_and_the_first_twenty_test_digits() -> None:
    page, data = data_page(), image_data.load("mnist")
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
    names = image_data.class_names("fashion_mnist")
    assert [caption for _image, caption in means] == [f"{label} {name}" for label, name in enumerate(names)]


def test_a_link_opens_any_image_with_its_numbers_and_its_label_one_hot() -> None:
    page = data_page(dataset="fashion_mnist", view="image", image="0")
    image = image_data.load("fashion_mnist").x_train[0]
    assert "Label: **9 Ankle boot**" in words(page)
    assert "# [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]" in words(page)
    (table,) = [element.proto.body for element in page.get("html") if "pixel-numbers" in element.proto.body]
    numbers = [int(number) for number in re.findall(r">(\d+)</td>", table)]
    assert numbers == list(image.reshape(784))
    (flat,) = [code.value for code in page.code if code.value.count(",") == 783]
    assert [float(number) for number in flat.split(", ")] == pytest.approx(image.reshape(784) / 255, abs=5e-4)


def test_label_3_is_shown_one_hot() -> None:
    index = list(image_data.load("mnist").y_test).index(3)
    page = data_page(view="image", part="test", image=str(index))
    assert "to_categorical(3, 10)\n# [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]" in words(page)


def test_choosing_an_image_or_another_part_goes_into_the_address() -> None:
    page = data_page(view="image", image="5")
    page.number_input(key=state.DATA.of("image").name).set_value(7).run()
    control(page, "part").set_value("test").run()
    assert page.query_params == {"lang": "en", "dataset": "mnist", "view": "image", "part": "test", "image": "7"}
    assert f"Label: **{image_data.load('mnist').y_test[7]}**" in words(page)
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
    assert f"This link has an error: {field} cannot be {value}." in words(page)
    assert [control(page, each).value for each in ("dataset", "view")] == ["mnist", "overview"]
    control(page, "view").set_value("image").run()
    assert "has an error" not in words(page)


def test_an_image_that_is_not_there_is_said() -> None:
    page = data_page(view="image", part="test", image="10000")
    assert "There is no image 10000: they are numbered from 0 to 9999. This is image 0." in words(page)
    assert "Label: **7**" in words(page)


def test_samples_are_of_the_chosen_class_and_others_come_on_demand() -> None:
    data = image_data.load("mnist")
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


def test_a_visitors_kept_drawings_are_a_data_set_of_their_own_and_nobody_elses_are_seen() -> None:
    for answer, truth in ((7, "7"), (7, "7"), (2, "7"), (4, "42")):
        keep(VISITOR, label=answer, truth=truth)
    keep(OTHER, label=1, truth="1")
    page = data_page(dataset="collected")
    assert "3 drawings: 2 right, 1 wrong." in words(page)
    assert "Left out: 1" in words(page)
    assert "You see only your own." in words(page)
    assert list(page.table[0].value["Shape"]) == ["(3, 28, 28)", "(3,)"]
    _spec, (counts,) = chart(page)
    sevens = counts[counts["class"] == "7"].set_index("part")["count"]
    assert (dict(sevens), counts["count"].sum()) == ({"Right": 2, "Wrong": 1}, 3)
    means, newest = strips(page)
    assert [caption for _image, caption in means] == ["7"]
    assert [caption for _image, caption in newest] == ["7"] * 3
    assert (newest[0][0] == prepare(Image.open(io.BytesIO(png()))).digit).all()
    control(page, "view").set_value("map").run()
    _spec, tables = chart(page)
    (own,) = [table for table in tables if "name" in table]
    assert list(own["name"]) == ["Your drawing 1", "Your drawing 2", "Your drawing 3"]


def test_who_has_kept_nothing_is_told_how_and_is_not_offered_it() -> None:
    keep(OTHER, label=1, truth="1")
    assert control(data_page(), "dataset").options == ["MNIST", "Fashion-MNIST"]
    assert "None of your single digits are kept yet." in words(data_page(dataset="collected", view="map"))


def test_database_out_of_reach_is_told_where_drawings_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_DATABASE", "nonsense://")
    assert "the database is not responding" in words(data_page(dataset="collected"))
    assert data_page().table
