"""The pages call one thing by one word: that of docs/glossary.md, in each language."""

import re
from typing import NamedTuple

import pytest

from base.settings import ROOT
from tools.messages import read_catalogue

LOCALES = ("zh_TW", "zh_CN")
# Placeholders and code are the same in every language.
UNTRANSLATED = re.compile(r'\{[^{}]*\}|python -m \w+|model\.save\([^)]*\)|\w+="\w+"')


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split(" / "))


class Row(NamedTuple):
    """A term: its English forms, and the accepted words of each locale."""

    english: tuple[str, ...]
    words: dict[str, tuple[str, ...]]

    def stands_in(self, text: str) -> bool:
        """Whether an English text has the term, as a whole word, outside placeholders and code."""
        forms = "|".join(re.escape(form) for form in self.english)
        return re.search(rf"(?<![\w-])({forms})s?(?![\w-])", UNTRANSLATED.sub("", text), re.IGNORECASE) is not None

    def is_kept(self, locale: str, translation: str) -> bool:
        """Whether a translation has one of the term's words."""
        return any(word in UNTRANSLATED.sub("", translation) for word in self.words[locale])


def read_rows() -> list[Row]:
    """The checked table of the glossary: the first one."""
    text = (ROOT / "docs" / "glossary.md").read_text("utf-8").split("\n## ")[1]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [
        Row(_forms(english), {"zh_TW": _forms(taiwan), "zh_CN": _forms(mainland)})
        for _term, english, taiwan, mainland in cells[2:]
    ]


ROWS = read_rows()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_has_the_glossary_s_word(locale: str) -> None:
    wrong = [
        f"{row.english[0]} is {' / '.join(row.words[locale])}. Found: {entry.id!r} → {entry.string!r}"
        for entry in read_catalogue(locale)
        for row in ROWS
        if entry.id and row.stands_in(str(entry.id)) and not row.is_kept(locale, str(entry.string))
    ]
    assert wrong == []


def test_every_row_has_a_text_on_the_pages() -> None:
    texts = [str(entry.id) for entry in read_catalogue("zh_TW") if entry.id]
    assert [row.english for row in ROWS if not any(row.stands_in(text) for text in texts)] == []


def test_no_term_has_two_rows() -> None:
    forms = [form for row in ROWS for form in row.english]
    assert sorted(forms) == sorted(set(forms))


def test_the_check_finds_another_word() -> None:
    (epoch,) = [row for row in ROWS if "epoch" in row.english]
    assert epoch.stands_in("Epochs")
    assert epoch.stands_in("The best epoch, {epoch}, was kept.")
    assert not epoch.stands_in("after {epoch}")
    assert not epoch.stands_in("epochal")
    assert epoch.is_kept("zh_TW", "訓練週期")
    assert not epoch.is_kept("zh_TW", "訓練回合")
    assert not epoch.is_kept("zh_CN", "训练周期")
