"""The supported languages, by the code in URLs and in `<html lang>`."""

from dataclasses import dataclass
from pathlib import Path

from base.settings import ROOT

LOCALES = ROOT / "ui" / "locales"


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes:
        name: its own name for itself.
        tags: the matching tags of `Accept-Language`, in lower case: language, region or script.
        catalogue: its .po file; None: English, whose texts are the keys.
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
