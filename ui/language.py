"""The visitor's language: chosen on the page, stored in the URL, initially the browser's."""

import functools
import gettext as gettext_module
import io

import streamlit as st
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from base.languages import DEFAULT_LANGUAGE, LANGUAGES
from ui import state

PARAMETER = "lang"


def use_language() -> str:
    """Set the language for this rerun, store it in the URL, and return its code, e.g. "zh-TW"."""
    asked = st.query_params.get(PARAMETER)
    if not state.LANGUAGE.is_set:
        accepted = st.context.headers.get("Accept-Language", "")
        state.LANGUAGE.set(asked if asked in LANGUAGES else match_language(accepted))
    language = state.LANGUAGE.get()
    if asked != language:
        st.query_params[PARAMETER] = language
    return language


def current_language() -> str:
    """Return this visitor's language, set by `use_language`."""
    return state.LANGUAGE.get()


def gettext(message: str) -> str:
    """Translate a text to the visitor's language; English texts are the keys."""
    return catalogue(current_language()).gettext(message)


def N_(message: str) -> str:  # noqa: N802  # gettext's conventional name
    """Mark a text in a table for extraction; `gettext` translates it when it is shown."""
    return message


def match_language(accepted: str) -> str:
    """Return the first supported language that a browser accepts.

    Args:
        accepted: an `Accept-Language` header, e.g. "zh-HK,zh;q=0.9,en;q=0.8"; untrusted.
    """
    ours = {tag: code for code, language in LANGUAGES.items() for tag in language.tags}
    for part in accepted.split(","):
        subtags = part.split(";")[0].strip().lower().split("-")
        for tag in ("-".join(subtags[:2]), subtags[0]):
            if tag in ours:
                return ours[tag]
    return DEFAULT_LANGUAGE


@functools.cache
def catalogue(language: str) -> gettext_module.NullTranslations:
    """Return a language's catalogue, compiled from its .po file on first use; English has none.

    Args:
        language: a code of `LANGUAGES`.
    """
    path = LANGUAGES[language].catalogue
    if path is None:
        return gettext_module.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext_module.GNUTranslations(compiled)
