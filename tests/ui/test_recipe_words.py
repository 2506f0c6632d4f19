"""A recipe's parts in words: numbers stand as they are, neither rounded nor with an exponent."""

import pytest

from training.recipe.fields import FIELDS
from ui.shared.recipe_controls import with_exact
from ui.shared.recipe_fields import WORDS, field_help, field_name
from ui.shared.recipe_words import number_text, patience_text, percent_text, share_text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.00001, "0.00001"), (0.0021, "0.0021"), (1.0, "1.0"), (128, "128"), (1.25e-7, "0.000000125")],
)
def test_numbers_are_exact_and_without_an_exponent(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0\u00a0%"), (0.2, "20\u00a0%"), (0.125, "12.5\u00a0%"), (0.35, "35\u00a0%")]
)
def test_shares_are_exact_percentages(share: float, text: str) -> None:
    assert share_text(share) == text


def test_no_patience_is_off() -> None:
    assert [patience_text(0), patience_text(3)] == ["Off", "after 3"]


def test_a_value_between_the_usual_ones_is_offered_in_its_place_and_the_usual_ones_once() -> None:
    assert with_exact((8, 16, 32), 20) == [8, 16, 20, 32]
    assert with_exact((8, 16, 32), 16) == [8, 16, 32]


def test_what_is_offered_reads_as_it_was_meant() -> None:
    assert [number_text(rate) for rate in FIELDS["learning_rate"].offered][:5] == [
        "0.00001",
        "0.00002",
        "0.00003",
        "0.00005",
        "0.0001",
    ]
    assert all(len(share_text(share)) <= len("80\u00a0%") for share in FIELDS["dropout"].offered)


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [
        (0.9805, 1, "98.1\u00a0%"),
        (0.9805, 2, "98.05\u00a0%"),
        (0.98049, 1, "98.0\u00a0%"),
        (0.0, 1, "0.0\u00a0%"),
        (1, 2, "100.00\u00a0%"),
    ]
    + [(count / 10_000, 2, f"{count // 100}.{count % 100:02}\u00a0%") for count in range(9_700, 9_900)],
)
def test_a_measured_share_is_rounded_by_its_decimal_digits(share: float, decimals: int, text: str) -> None:
    assert percent_text(share, decimals) == text
    assert percent_text(float("nan")) == "nan\u00a0%"


def test_every_field_of_a_recipe_has_words_and_no_other() -> None:
    assert list(WORDS) == list(FIELDS)
    assert len({field_name(field) for field in FIELDS}) == len(FIELDS)
    assert all(len(field_help(field)) > 20 for field in FIELDS)
