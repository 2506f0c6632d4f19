"""Synchronize the catalogues in ui/locales/ with the texts in ui/: `python -m tools.messages`.

New texts are added without a translation, which a test then reports; obsolete texts are removed. English has no
catalogue: its texts are the keys.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from base.languages import LOCALES
from base.settings import ROOT


def extracted() -> Iterator[tuple[str, str]]:
    """Return (text, file) of every gettext call in ui/."""
    found = extract_from_dir(ROOT / "ui", keywords={"_": None, "gettext": None, "N_": None})
    for file, _line, message, _comments, _context in sorted(found):
        assert isinstance(message, str), f"Plural forms are not used here. Received: {message!r} in {file}."
        yield message, f"ui/{file}"


def catalogue_path(locale: str) -> Path:
    """Return the path of a locale's catalogue, e.g. of "zh_TW"."""
    return LOCALES / locale / "LC_MESSAGES" / "digitlab.po"


def read_catalogue(locale: str) -> Catalog:
    """Read a locale's catalogue."""
    with catalogue_path(locale).open("rb") as file:
        return read_po(file, locale=locale)


def update(locale: str) -> None:
    """Synchronize one locale's catalogue with ui/."""
    template = Catalog()
    for message, file in extracted():
        template.add(message, locations=[(file, 0)])
    catalogue = read_catalogue(locale)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=False, sort_output=True, include_lineno=False, width=118)
    lines = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith('"POT-Creation-Date')]
    catalogue_path(locale).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for folder in sorted(LOCALES.iterdir()):
        update(folder.name)
