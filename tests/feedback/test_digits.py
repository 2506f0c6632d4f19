"""Which kept drawings networks are measured on, and whose they are."""

import feedback
from tests.feedback.samples import png, verdict


def _keep(visitor: str, **changes: object) -> int:
    feedback.agree(visitor)
    return feedback.save(visitor, verdict(**changes))


def test_drawings_of_one_digit_are_listed_newest_first_with_whose_they_are() -> None:
    first, second = _keep("mei", truth="7"), _keep("anne", truth="0")
    digits = feedback.drawn_digits("mei")
    assert [(digit.id, digit.truth, digit.is_own) for digit in digits] == [(second, 0, False), (first, 7, True)]


def test_numbers_photographs_and_what_is_no_digit_are_left_out() -> None:
    _keep("mei", truth="42")
    _keep("mei", truth=feedback.NOT_A_DIGIT)
    _keep("mei", truth="7", strokes=())
    assert feedback.drawn_digits("mei") == []


def test_pictures_are_those_asked_for_and_a_deleted_one_is_not_among_them() -> None:
    first, second, third = _keep("mei"), _keep("mei", picture=png(200, 100)), _keep("mei")
    feedback.delete("mei", third)
    pictures = feedback.pictures_of([second, third])
    assert set(pictures) == {second}
    assert pictures[second].startswith(b"\x89PNG")
    assert set(feedback.pictures_of([first, second])) == {first, second}


def test_at_most_so_many_are_listed_and_nothing_of_who_takes_back_the_agreement() -> None:
    kept = [_keep("mei") for _ in range(3)]
    assert [digit.id for digit in feedback.drawn_digits("mei", limit=2)] == [kept[2], kept[1]]
    feedback.forget("mei")
    assert feedback.drawn_digits("mei") == []
