"""The languages that Digit Lab speaks, one row each, by the code in addresses and in `<html lang>`."""

from dataclasses import dataclass
from pathlib import Path

from base.settings import ROOT

LOCALES = ROOT / "ui" / "locales"


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes:
        name: what it is called in itself.
        tags: what browsers that want it ask for, in lower case: the bare language, a region or a script.
        catalogue: the .po file of its texts; None: English, whose texts are the keys.
    """

    name: str
    tags: tuple[str, ...]
    catalogue: Path | None


def _catalogue(locale: str) -> Path:
    return LOCALES / locale / "LC_MESSAGES" / "digitlab.po"


LANGUAGES = {
    "en": Language("English", ("en",), None),
    "zh-TW": Language("繁體中文", ("zh-tw", "zh-hk", "zh-mo", "zh-hant"), _catalogue("zh_TW")),
    "zh-CN": Language("简体中文", ("zh", "zh-cn", "zh-sg", "zh-hans"), _catalogue("zh_CN")),
}
DEFAULT_LANGUAGE = "en"
