"""One picture, one model, one way: one answer, wherever it is shown."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

import image_data
from base import settings
from lessons import shelf
from recognition.client import Client
from recognition.recognize_query import PREPARED, TUTORIAL, TUTORIAL_FILE, RecognizeQuery
from ui import state
from ui.lessons.photograph import photograph_of
from ui.shared.png_url import to_png

MODELS = ("tiny-16", "dense-128", "digits-cnn")


def photograph() -> bytes:
    """A large photograph of a 5, with grain: a small copy of it has other pixels."""
    rng = np.random.default_rng(8)
    ink = Image.fromarray(image_data.load("mnist").x_test[8]).resize((620, 620), Image.Resampling.BICUBIC)
    paper = Image.fromarray(rng.integers(200, 235, (1200, 1600), dtype=np.uint8))
    paper.paste(60, (700, 300), ink)
    buffer = io.BytesIO()
    paper.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def _page(picture: bytes, model: str, way: str, compared: list[str]) -> None:
    import streamlit as st

    from recognition.recognize_query import RecognizeQuery
    from ui.draw.served import serve
    from ui.draw.served_answer import show_served_answer

    served = serve(picture, RecognizeQuery(model, way=way), is_photograph=True, compared=compared)
    st.session_state["shown"] = served
    show_served_answer(served)


@pytest.fixture(autouse=True)
def _asked(recognizer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", recognizer)


def shown(picture: bytes, model: str, way: str, compared: list[str]) -> tuple[Any, AppTest]:
    page = AppTest.from_function(_page, default_timeout=60, args=(picture, model, way, compared)).run()
    assert not page.exception, page.exception
    return page.session_state["shown"], page


def told(answer: dict[str, Any]) -> tuple[Any, ...]:
    """What of an answer is shown."""
    return tuple(answer[name] for name in ("model", "way", "label", "number", "probabilities", "digit"))


@pytest.mark.parametrize("way", [PREPARED, TUTORIAL])
@pytest.mark.parametrize("model", MODELS)
def test_heading_table_and_route_tell_the_same_of_a_photograph(model: str, way: str) -> None:
    picture = photograph()
    served, page = shown(picture, model, way, [])
    assert served.answer is not None
    other, _page = shown(picture, MODELS[0], PREPARED, list(MODELS))
    assert set(other.compared) == {f"{each} {way}" for each in MODELS for way in (PREPARED, TUTORIAL)}
    assert told(other.compared[f"{model} {way}"]) == told(served.answer)
    asked = Client().recognize(picture, RecognizeQuery(model, way=TUTORIAL_FILE if way == TUTORIAL else way))
    assert told(asked | {"way": way}) == told(served.answer)
    if served.answer["number"] is None and served.answer["label"] is not None:
        assert page.metric[0].value == served.answer["class_names"][served.answer["label"]]


def test_answers_that_are_there_are_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = photograph()
    page = AppTest.from_function(_page, default_timeout=60, args=(picture, "tiny-16", PREPARED, ["tiny-16"])).run()
    before = page.session_state["shown"].compared
    monkeypatch.setenv("DIGITLAB_RECOGNIZER", "http://127.0.0.1:9")
    again = page.run().session_state["shown"]
    assert again.compared == before
    assert again.answer is not None


def test_a_lesson_tells_of_its_photograph_what_the_draw_page_tells() -> None:
    (show,) = [each.show for each in shelf().lessons["tiny-16"].steps if each.id == "photograph"]
    assert show is not None
    picture = to_png(photograph_of(show))
    page = AppTest.from_file(str(settings.ROOT / "ui" / "lessons" / "page.py"), default_timeout=60)
    page.session_state[state.VISITOR.name] = "0123456789abcdef" * 2
    page.query_params.update({"lesson": "tiny-16", "step": "answer"})
    (caption,) = [each.value for each in page.run().caption if "Right answer" in each.value]
    for way, words in ((TUTORIAL, "The tutorial's way: "), (PREPARED, "Digit Lab's way: ")):
        _served, drawn = shown(picture, "tiny-16", way, [])
        assert f"{words}{drawn.metric[0].value}, {drawn.metric[0].delta}" in caption
