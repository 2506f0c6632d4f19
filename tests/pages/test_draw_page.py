"""The Draw page without a browser: no script runs, so the page answers after the stroke, through Streamlit."""

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from base import settings
from tests.pages import fake_recognizer
from tests.pages.fabric import canvas_report, fabric_path
from ui import state
from ui.shared.png_url import from_png_url, to_png_url

MAIN = str(settings.ROOT / "ui" / "frame" / "main.py")


@pytest.fixture
def app(recognizer: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", recognizer)
    return AppTest.from_file(MAIN, default_timeout=30)


def _put_seven_on_canvas(app: AppTest) -> None:
    app.session_state[state.CANVAS.name] = canvas_report(fabric_path())


def test_an_empty_page_shows_canvas_models_and_samples_and_no_answer(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.selectbox(key=state.LANGUAGE.name).value == "en"
    samples = [button.label for button in app.button if button.key and button.key.startswith("sample_")]
    assert samples == [f"Sample {digit}" for digit in range(10)]
    assert any("Digits (convolutional)" in option for box in app.selectbox for option in box.options)
    assert not app.metric


def test_a_stroke_is_answered_where_the_lens_does_not_run(app: AppTest) -> None:
    _put_seven_on_canvas(app)
    app.run()
    assert not app.exception
    assert app.metric[0].value == "7"
    assert len(app.dataframe[0].value) == 10


def test_a_refusal_says_so_and_what_comes_closest(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_seven_on_canvas(app)
    with fake_recognizer.recognizer(fake_recognizer.answer(None, {8: 0.6}, reason="not_digit")) as address:
        monkeypatch.setenv("DIGITLAB_RECOGNIZER", address)
        app.run()
    assert (app.metric[0].value, app.metric[0].delta) == ("?", "Closest: 8")
    assert [info.value for info in app.info] == ["This does not look like a digit."]
    assert app.dataframe[0].value["Probability"][8] == "60.0\u00a0%"


def test_a_number_is_answered_where_the_lens_does_not_run(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_seven_on_canvas(app)
    with fake_recognizer.recognizer(fake_recognizer.number("1984", {2: 0.6})) as address:
        monkeypatch.setenv("DIGITLAB_RECOGNIZER", address)
        app.run()
    assert app.metric[0].value == "1984"


def test_the_tutorials_way_reads_the_whole_picture_and_says_what_it_does(app: AppTest) -> None:
    _put_seven_on_canvas(app)
    app.run()
    assert app.session_state[state.SERVED.name].answer["way"] == "prepared"
    switch = app.toggle(key=state.TUTORIAL.name)
    assert "shrink the whole picture to 28 × 28" in switch.help
    switch.set_value(True).run()
    answer = app.session_state[state.SERVED.name].answer
    assert (answer["way"], [step["name"] for step in answer["steps"]]) == ("tutorial", ["grey", "shrunk"])


def test_a_link_opens_the_steps_with_the_tutorials_way_beside_them(app: AppTest) -> None:
    app.query_params["why"] = "1"
    app.run()
    assert app.toggle(key=state.WHY.name).value
    assert app.toggle(key=state.TUTORIAL.name).disabled


def test_models_are_compared_on_demand_the_chosen_one_and_the_tutorials_at_first(app: AppTest) -> None:
    app.query_params["model"] = "tiny-16"
    app.run()
    assert not app.multiselect
    app.toggle(key=state.COMPARE.name).set_value(True).run()
    models = app.multiselect(key=state.COMPARED.name)
    assert models.value == ["digits-cnn", "dense-128", "tiny-16"]
    assert "fashion-128" not in models.options
    assert models.proto.max_selections == 0, "any number"
    assert not models.proto.select_all, "a tap meant for one must not take all"


def test_garments_are_compared_among_themselves(app: AppTest) -> None:
    app.query_params["model"] = "fashion-128"
    app.run()
    app.toggle(key=state.COMPARE.name).set_value(True).run()
    assert app.multiselect(key=state.COMPARED.name).value == ["fashion-128"]
    app.session_state[state.MODEL.name] = "digits-cnn"
    app.run()
    assert not app.exception


def test_no_answer_of_ours_disturbs_a_lens_that_works(app: AppTest) -> None:
    _put_seven_on_canvas(app)
    app.session_state[state.ROUTE.name] = "ok"
    app.run()
    assert not app.metric


def test_a_fashion_model_answers_with_its_class_names(app: AppTest) -> None:
    _put_seven_on_canvas(app)
    app.query_params["model"] = "fashion-128"
    app.run()
    assert app.metric[0].value in {"Trouser", "Sandal", "Bag", "Sneaker", "Dress", "Ankle boot", "T-shirt/top", "Shirt"}


def test_a_model_that_does_not_exist_leads_to_the_default_one(app: AppTest) -> None:
    app.query_params["model"] = "../../etc/passwd"
    app.run()
    assert not app.exception
    assert app.session_state[state.MODEL.name] == "digits-cnn"


@pytest.mark.parametrize(
    ("language", "title"), [("zh-TW", "或試試這些"), ("zh-CN", "或试试这些"), ("en", "Or try one of these")]
)
def test_the_language_in_the_url_is_spoken(app: AppTest, language: str, title: str) -> None:
    app.query_params["lang"] = language
    app.run()
    assert any(title in caption.value for caption in app.caption)


def test_the_language_switch_goes_into_the_url(app: AppTest) -> None:
    app.run()
    app.selectbox(key=state.LANGUAGE.name).set_value("zh-CN").run()
    assert app.query_params["lang"] in ("zh-CN", ["zh-CN"])
    assert any("或试试这些" in caption.value for caption in app.caption)


def test_an_unknown_language_is_the_browsers(app: AppTest) -> None:
    app.query_params["lang"] = "<script>"
    app.run()
    assert not app.exception
    assert app.session_state[state.LANGUAGE.name] == "en"


def test_without_a_recognizer_a_drawing_waits_and_the_page_stands(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", "http://127.0.0.1:9")
    _put_seven_on_canvas(app)
    app.run()
    assert not app.exception
    assert not app.metric


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:image/svg+xml;base64,AAAA",
        7,
        "data:image/png;base64,",
        "data:image/png;base64,AAAA",
        # A PNG with an empty gAMA chunk under a right checksum.
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAAAGdBTUGy4bcfAAAACklEQVR4nGNgAA"
        "AAAgABSK+kcQAAAABJRU5ErkJggg==",
    ],
)
def test_only_a_png_can_be_restored_to_the_canvas(url: object) -> None:
    assert from_png_url(url) is None


def test_a_drawing_survives_the_way_to_the_browser_and_back() -> None:
    picture = Image.effect_noise((352, 352), 50).convert("RGBA")
    restored = from_png_url(to_png_url(picture))
    assert restored is not None
    assert restored.tobytes() == picture.tobytes()
    assert from_png_url(to_png_url(Image.new("RGBA", (3000, 3)))) is None
