"""What is asked goes into an address's query and comes out of it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.question import Question


@given(st.text(min_size=1), st.booleans(), st.sampled_from(["prepared", "tutorial"]))
def test_question_survives_its_query(model, with_steps, way):
    question = Question(model, with_steps, way)
    assert Question.from_query(question.to_query()) == question


@pytest.mark.parametrize("query", [{}, {"model": ""}, {"steps": "yes", "way": "best", "other": "1"}])
def test_what_is_not_asked_is_the_default(query):
    assert Question.from_query(query) == Question("digits-cnn", with_steps=False, way="prepared")
