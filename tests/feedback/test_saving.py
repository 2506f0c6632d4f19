"""What a visitor says of an answer is kept once they agreed, theirs alone, and gone when they wish."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

import feedback
from base.errors import ModelNotFoundError, NotAgreedError, TooManyVerdictsError, VerdictError
from feedback import saving
from model_store import get_card
from tests.feedback.samples import OTHER, VISITOR, png, verdict


@pytest.fixture
def agreed() -> str:
    """A visitor who agreed."""
    feedback.agree(VISITOR)
    return VISITOR


def test_nothing_is_kept_before_the_visitor_agrees(tmp_path):
    with pytest.raises(NotAgreedError):
        feedback.save(VISITOR, verdict())
    assert (feedback.has_agreed(VISITOR), feedback.count(VISITOR)) == (False, 0)
    assert b"\x89PNG" not in (tmp_path / "digitlab.db").read_bytes()


def test_one_agreement_is_enough_and_one_visitors_alone(agreed):
    feedback.agree(agreed)
    feedback.save(agreed, verdict())
    feedback.save(agreed, verdict())
    assert (feedback.has_agreed(agreed), feedback.has_agreed(OTHER)) == (True, False)
    with pytest.raises(NotAgreedError):
        feedback.save(OTHER, verdict())


def test_verdict_comes_back_as_it_was_given(agreed):
    given = verdict()
    key = feedback.save(agreed, given)
    (kept,) = feedback.verdicts(agreed)
    same = ("strokes", "size", "model", "label", "number", "probabilities", "not_digit", "truth")
    assert {name: getattr(kept, name) for name in same} == {name: getattr(given, name) for name in same}
    assert list(Image.open(io.BytesIO(kept.picture)).tobytes()) == list(Image.open(io.BytesIO(given.picture)).tobytes())
    assert (kept.id, kept.model_sha256) == (key, get_card("digits-cnn").sha256)
    assert datetime.now(UTC) - kept.created < timedelta(minutes=1)


def test_verdicts_are_listed_newest_first_and_as_many_as_asked(agreed):
    keys = [feedback.save(agreed, verdict(truth=str(digit))) for digit in range(4)]
    assert [kept.id for kept in feedback.verdicts(agreed)] == keys[::-1]
    assert [kept.truth for kept in feedback.verdicts(agreed, limit=2)] == ["3", "2"]


def test_visitor_sees_counts_and_deletes_their_own_alone(agreed):
    feedback.agree(OTHER)
    mine, theirs = feedback.save(agreed, verdict()), feedback.save(OTHER, verdict())
    feedback.delete(agreed, theirs)
    assert ([kept.id for kept in feedback.verdicts(OTHER)], feedback.count(OTHER)) == ([theirs], 1)
    feedback.delete(agreed, mine)
    feedback.delete(agreed, mine)
    assert (feedback.verdicts(agreed), feedback.count(agreed)) == ([], 0)


def test_forgotten_visitor_is_asked_anew_and_others_keep_theirs(agreed):
    feedback.agree(OTHER)
    for visitor in (agreed, agreed, OTHER):
        feedback.save(visitor, verdict())
    feedback.forget(agreed)
    feedback.forget(agreed)
    assert (feedback.count(agreed), feedback.has_agreed(agreed)) == (0, False)
    assert (feedback.count(OTHER), feedback.has_agreed(OTHER)) == (1, True)


def test_what_is_deleted_is_overwritten_in_the_file(agreed, tmp_path):
    feedback.save(agreed, verdict(picture=png(), truth="271828"))
    assert b"271828" in (tmp_path / "digitlab.db").read_bytes()
    feedback.forget(agreed)
    left = b"".join(file.read_bytes() for file in tmp_path.glob("digitlab.db*"))
    assert b"271828" not in left
    assert b"\x89PNG" not in left


def test_id_is_never_given_again(agreed):
    key = feedback.save(agreed, verdict())
    feedback.delete(agreed, key)
    assert feedback.save(agreed, verdict()) > key


def test_the_cookies_number_is_not_in_the_file(agreed, tmp_path):
    feedback.save(agreed, verdict())
    assert VISITOR.encode() not in (tmp_path / "digitlab.db").read_bytes()


def test_one_more_than_may_be_kept_is_refused_until_one_is_deleted(agreed, monkeypatch):
    monkeypatch.setattr(saving, "MAX_VERDICTS", 3)
    first, *_ = [feedback.save(agreed, verdict()) for _ in range(3)]
    with pytest.raises(TooManyVerdictsError) as refused:
        feedback.save(agreed, verdict())
    assert (refused.value.details["limit"], feedback.count(agreed)) == (3, 3)
    feedback.delete(agreed, first)
    feedback.save(agreed, verdict())


def test_verdict_on_a_model_that_is_not_there_is_refused(agreed):
    with pytest.raises(ModelNotFoundError):
        feedback.save(agreed, verdict(model="gone"))
    with pytest.raises(VerdictError):
        feedback.save(agreed, verdict(label=10))
    assert feedback.count(agreed) == 0


def test_folder_and_file_are_made_when_first_needed(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_DATABASE", f"sqlite:///{tmp_path}/數 字/deep/the.db")
    assert not feedback.has_agreed(VISITOR)
    assert Path(tmp_path, "數 字", "deep", "the.db").exists()


def test_file_that_was_deleted_while_the_program_runs_is_made_anew(agreed, tmp_path):
    feedback.save(agreed, verdict())
    (tmp_path / "digitlab.db").unlink()
    assert not feedback.has_agreed(agreed)
    feedback.agree(agreed)
    feedback.save(agreed, verdict())
