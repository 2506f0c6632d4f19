"""The language is the first of ours that the browser asks for, whatever it sends."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.languages import DEFAULT_LANGUAGE, LANGUAGES
from ui.language import catalogue, match_language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW,zh;q=0.9,en-US;q=0.8,en;q=0.7", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("zh-MO,zh;q=0.9", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant-HK", "zh-TW"),
        ("zh-Hant-CN", "zh-TW"),
        ("ZH-tw", "zh-TW"),
        ("zh-CN,zh;q=0.9", "zh-CN"),
        ("zh-SG", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-XX", "zh-CN"),
        ("fr-FR,fr;q=0.9,zh-TW;q=0.8", "zh-TW"),
        ("de,fr;q=0.9", "en"),
        ("  zh-TW  ;q=1", "zh-TW"),
        ("en;q=0.8, zh-TW;q=0.7", "en"),
    ],
)
def test_browser_s_language_is_matched(accepted, language):
    assert match_language(accepted) == language


@pytest.mark.parametrize(
    "accepted",
    [
        "", "*", ",", ";;;", ",,,;q=", "-", "--", "q=1", "english", "zhtw", "../zh-TW", "<script>", "\x00", "%s%n",
        "繁體中文", "x" * 1_000_000,
    ],
)  # fmt: skip
def test_header_that_names_none_of_ours_means_english(accepted):
    assert match_language(accepted) == DEFAULT_LANGUAGE


def test_huge_header_is_matched_at_once():
    start = time.perf_counter()
    assert match_language("xx-yy;q=0.1," * 100_000 + "zh-TW") == "zh-TW"
    assert time.perf_counter() - start < 2


@given(st.text())
def test_any_header_gives_one_of_our_languages(accepted):
    assert match_language(accepted) in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_texts(language):
    texts = catalogue(language)
    text = "Only a dot so far. Keep drawing."
    assert (texts.gettext(text) == text) == (language == "en")
    assert texts.gettext("no such text") == "no such text"


def test_every_language_is_named_in_itself():
    assert LANGUAGES["zh-TW"].name == "繁體中文"
    assert DEFAULT_LANGUAGE in LANGUAGES
