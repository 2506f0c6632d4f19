"""Every error has a sentence for the visitor, in each language, with its details filled in."""

import string
from typing import Any

import pytest

from base import errors
from base.errors import DigitLabError
from base.languages import LANGUAGES
from ui import error_text as module
from ui.error_text import error_text
from ui.language import catalogue

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DigitLabError)]


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each language in turn, as if the visitor had chosen it."""
    monkeypatch.setattr(module, "_", catalogue(request.param).gettext)
    return str(request.param)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_finished_sentence(kind, language):
    text = error_text(kind("Internal English text.", **details_of(kind)))
    assert text
    assert text.endswith("。" if language.startswith("zh") else (".", "?"))
    assert "Internal" not in text
    assert "{" not in text
    assert "?" not in text or kind is errors.ModelError or issubclass(kind, errors.ModelError)


@pytest.mark.parametrize("kind", KINDS)
def test_error_without_its_details_is_still_a_sentence(kind):
    text = error_text(kind("Internal English text."))
    assert text
    assert "{" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_details_named_in_a_text_are_documented_with_the_error(kind):
    text = module._texts().get(kind, "")
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    documented = (kind.__doc__ or "").partition("Details:")[2]
    assert [name for name in named if f"`{name}`" not in documented] == []


def test_values_stand_in_the_text():
    error = errors.PictureTooLargeError("", size=31.5, limit=20, unit="MiB")
    assert "31.5 MiB" in error_text(error)
    assert "at most 20" in error_text(error)


def test_long_numbers_are_written_in_groups_of_three():
    error = errors.TooManyParametersError("", field="parameters", value=12345678, limit=8000000)
    assert "12,345,678 parameters; at most 8,000,000" in error_text(error)


def test_hostile_value_is_shown_as_it_is():
    error = errors.RecipeError("", field="{0.__class__}", value="%s{value}")
    assert "{0.__class__} cannot be %s{value}" in error_text(error)


def test_error_without_a_text_of_its_own_is_worded_as_its_parent():
    class NewError(errors.ModelNotFoundError):
        pass

    assert error_text(NewError("")) == error_text(errors.ModelNotFoundError(""))


def details_of(kind: type[DigitLabError]) -> dict[str, Any]:
    named = (kind.__doc__ or "").partition("Details:")[2].split("`")[1::2]
    return dict.fromkeys(named, 7)
