"""A language is one row and a catalogue: a new one is offered, spoken, and asked for; what lacks it speaks another."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from starlette.responses import PlainTextResponse
from streamlit.testing.v1 import AppTest

from base import settings
from base.languages import LANGUAGES, Language
from lessons.reading import read_lesson
from lessons.shelf import FILES
from tests.lessons.samples import write_lesson
from tests.pages.noting_board import NotingBoard
from tests.rows import added
from ui import state
from ui.frame.page_server import PageServer
from ui.language import catalogue, match_language
from ui.page_table import page_file

TEXTS = {
    "Train": "Trejni",
    "Batch size": "Grando de aro",
    "Loading …": "Ŝargado …",
    "This lesson is written in: {languages}": "Lingvoj de la leciono: {languages}",
}


@pytest.fixture(autouse=True)
def _esperanto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A fourth language, with few texts: those that it lacks stay English."""
    made = Catalog(locale="eo")
    for english, esperanto in TEXTS.items():
        made.add(english, esperanto)
    path = tmp_path_factory.mktemp("locales") / "digitlab.po"
    with path.open("wb") as file:
        write_po(file, made)
    with added(LANGUAGES, "eo", Language("Esperanto", ("eo",), path)):
        yield
    catalogue.cache_clear()


def opened(page_name: str, **address: str) -> AppTest:
    page = AppTest.from_file(str(settings.ROOT / "ui" / "frame" / "main.py"), default_timeout=60)
    page.query_params.update(address)
    page.run()
    page.switch_page(page_file(page_name)).run()
    assert not page.exception, page.exception
    return page


def test_the_pages_offer_it_and_speak_it(hand_in: Callable[..., None]) -> None:
    hand_in(runs=NotingBoard())
    page = opened("train", lang="eo")
    switch = page.selectbox(key=state.LANGUAGE.name)
    assert (switch.options, switch.value) == (["English", "繁體中文", "简体中文", "Esperanto"], "eo")
    assert page.button(key=state.TRAIN_BUTTON).label == "Trejni"
    assert "Grando de aro" in [slider.label for slider in page.select_slider]
    assert "Epochs" in [slider.label for slider in page.slider]


async def test_the_pages_html_is_in_it_and_browsers_get_what_they_ask_for() -> None:
    assert match_language("eo-XX, en;q=0.5") == "eo"
    pages = httpx.ASGITransport(app=PageServer(PlainTextResponse("no page"), ""))
    async with httpx.AsyncClient(transport=pages, base_url="http://here") as client:
        html = (await client.get("/train", headers={"accept-language": "eo"})).text
    assert '<html lang="eo">' in html
    assert "<title>Trejni – Digit Lab</title>" in html
    assert "Ŝargado …" in html
    assert 'data-languages="en zh-TW zh-CN eo"' in html
    assert "&quot;eo&quot;: {&quot;gone&quot;" in html


def test_our_lessons_lack_it_and_are_shown_in_english() -> None:
    lessons = [read_lesson(path) for path in FILES.glob("*.toml")]
    assert {lesson.languages for lesson in lessons} == {("en", "zh-TW", "zh-CN")}
    page = opened("lessons", lang="eo")
    captions = [caption.value for caption in page.caption]
    assert captions.count("Lingvoj de la leciono: English, 繁體中文, 简体中文") == len(lessons)
    assert any(lessons[0].title["en"] in str(text.value) for text in page.markdown)


def test_a_teachers_lesson_can_be_written_in_it(tmp_path: Path) -> None:
    path = write_lesson(tmp_path)
    path.write_text(path.read_text("utf-8").replace("{ en = ", "{ eo = ").replace('["en"]', '["eo"]'), "utf-8")
    assert read_lesson(path).title == {"eo": "Our class"}
