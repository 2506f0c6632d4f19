"""Each error comes over a wire as what it was, with the details that its words need."""

import json

import pytest

from base import errors
from base.error_wire import error_from_dict, error_to_dict, error_to_json
from base.errors import DigitLabError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DigitLabError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_of_the_same_class_on_the_other_side(kind):
    sent = kind("Too large. Received: 3.", limit=2, found="3", share=0.5)
    came = error_from_dict(json.loads(error_to_json(sent))["error"])
    assert (type(came), str(came), came.details) == (kind, str(sent), sent.details)


def test_what_json_has_not_comes_as_text():
    sent = DigitLabError("No.", shape=(28, 28), found=None)
    assert error_to_dict(sent)["details"] == {"shape": "(28, 28)", "found": "None"}


def test_an_error_that_is_unknown_here_is_one_all_the_same():
    came = error_from_dict({"code": "of_tomorrow", "message": "No.", "details": {"limit": 2}})
    assert (type(came), came.details) == (DigitLabError, {"limit": 2})
