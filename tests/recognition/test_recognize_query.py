"""What is asked goes into an address's query and comes out of it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.recognize_query import RecognizeQuery, steps_left_out


@given(
    st.text(min_size=1),
    st.booleans(),
    st.sampled_from(["prepared", "tutorial", "tutorial-file", "without-fitted", "without-ink-centred"]),
)
def test_query_survives_a_round_trip(model, with_steps, way):
    query = RecognizeQuery(model, with_steps, way)
    assert RecognizeQuery.from_query(query.to_query()) == query


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"model": ""},
        {"steps": "yes", "way": "best", "other": "1"},
        {"way": "without-"},
        {"way": "without-centred-ink"},
    ],
)
def test_what_is_not_asked_is_the_default(query):
    assert RecognizeQuery.from_query(query) == RecognizeQuery("digits-cnn", with_steps=False, way="prepared")


def test_a_way_names_the_steps_that_it_leaves_out():
    assert steps_left_out("without-cropped-centred") == {"cropped", "centred"}
    assert steps_left_out("prepared") == steps_left_out("without-rotated") == frozenset()
