"""The visitor's language: chosen in the page, kept in the URL, else what the browser asks for."""

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
    """Settle the language for this run of the page, and keep it in the URL; its code, e.g. "zh-TW"."""
    asked = st.query_params.get(PARAMETER)
    if not state.LANGUAGE.is_set:
        accepted = st.context.headers.get("Accept-Language", "")
        state.LANGUAGE.set(asked if asked in LANGUAGES else match_language(accepted))
    language = state.LANGUAGE.get()
    if asked != language:
        st.query_params[PARAMETER] = language
    return language


def current_language() -> str:
    """The language of this visitor, as `use_language` settled it."""
    return state.LANGUAGE.get()


def gettext(message: str) -> str:
    """A text in the visitor's language; English texts are their own keys."""
    return catalogue(current_language()).gettext(message)


def N_(message: str) -> str:  # noqa: N802  # as gettext's users call it
    """Mark a text of a table for the catalogues; `gettext` translates it where it is shown."""
    return message


def match_language(accepted: str) -> str:
    """The first language we have of those that a browser accepts.

    Args:
        accepted: an `Accept-Language` header, e.g. "zh-HK,zh;q=0.9,en;q=0.8"; any text may be given.
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
    """A language's texts, compiled from its .po file when first asked for; English texts are themselves.

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
