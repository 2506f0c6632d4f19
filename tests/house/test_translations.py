"""Every text that a visitor can see is there in every language."""

import ast
import re

import pytest
from babel.messages.extract import extract_from_dir

from base.languages import LANGUAGES, LOCALES
from base.settings import ROOT
from tools.messages import extracted, read_catalogue

TRANSLATED = [language.catalogue.parents[1].name for language in LANGUAGES.values() if language.catalogue]
# Characters that do not belong to a script, for the other one has them.
CHINESE_SCRIPTS = {
    "zh_TW": "这为个们对图数训练习资测试码网络层输轮损据载样还让时问应发题"
    "类别认识读写点张条线断续错误确从来说会经过种总学给单标签语与",
    "zh_CN": "這為個們對圖數訓練習資測試碼網絡層輸輪損據載樣還讓時問應發題"
    "類別認識讀寫點張條線斷續錯誤確從來說會經過種總學給單標籤語與",
}
# Calls that show their first argument, or a keyword's, to a visitor.
SHOWING = {"button", "caption", "checkbox", "error", "expander", "header", "info", "markdown", "metric", "popover"}
SHOWING |= {
    "selectbox",
    "slider",
    "subheader",
    "tabs",
    "text",
    "text_input",
    "title",
    "toggle",
    "toast",
    "warning",
    "write",
}


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_text_is_translated(locale: str) -> None:
    catalogue = read_catalogue(locale)
    missing = {text for text, _file in extracted() if not (entry := catalogue.get(text)) or not entry.string}
    assert missing == set(), "Run `python -m tools.messages` and translate these."


@pytest.mark.parametrize("locale", TRANSLATED)
def test_no_catalogue_keeps_a_text_that_is_gone(locale: str) -> None:
    texts = {text for text, _file in extracted()}
    assert {entry.id for entry in read_catalogue(locale) if entry.id} - texts == set(), (
        "Run `python -m tools.messages`."
    )


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_translation_has_its_texts_placeholders(locale: str) -> None:
    for entry in read_catalogue(locale):
        if entry.id:
            assert _placeholders(str(entry.string)) == _placeholders(str(entry.id)), entry.id


@pytest.mark.parametrize(("locale", "foreign"), CHINESE_SCRIPTS.items())
def test_the_two_chinese_scripts_are_not_mixed(locale: str, foreign: str) -> None:
    for entry in read_catalogue(locale):
        if entry.id:
            assert not set(str(entry.string)) & set(foreign), entry.string


def test_no_literal_text_is_shown_untranslated() -> None:
    shown = [hit for path in sorted((ROOT / "ui").rglob("*.py")) for hit in _literal_texts(path.read_text("utf-8"))]
    assert shown == []


def test_the_check_for_literal_texts_catches_one() -> None:
    assert _literal_texts('st.button("Press me")') == ["Press me"]
    assert _literal_texts('st.button(_("Press me"), help="Do this")') == ["Do this"]
    assert _literal_texts('st.selectbox(_("Model"), [], key="model")') == []


def test_no_text_hides_in_an_f_string() -> None:
    """Babel cannot see a call inside an f-string before Python 3.12, so such a text would never be translated."""
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
                assert not [call for call in calls if isinstance(call, ast.Name) and call.id == "_"], path


def test_every_language_but_english_has_its_catalogue() -> None:
    files = {language.catalogue for language in LANGUAGES.values()} - {None}
    assert files == set(LOCALES.glob("*/LC_MESSAGES/digitlab.po"))
    assert len(files) == len(LANGUAGES) - 1


def test_texts_are_found_in_pages_and_components() -> None:
    files = {file for _text, file in extracted()}
    assert {"ui/draw/page.py", "ui/draw/lens_texts.py", "ui/error_text.py"} <= files
    assert len(list(extract_from_dir(ROOT / "ui", keywords={"_": None}))) > 50


def _literal_texts(source: str) -> list[str]:
    """Literals with a word in them that a call like `st.button` shows."""
    hits = []
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in SHOWING:
            given = call.args[:1] + [keyword.value for keyword in call.keywords if keyword.arg in ("label", "help")]
            hits += [str(value.value) for value in given if isinstance(value, ast.Constant) and _is_text(value.value)]
    return hits


def _is_text(value: object) -> bool:
    return isinstance(value, str) and re.search(r"[A-Za-z]{3}", value) is not None


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}", text))
