"""A trained network is saved once, with what it started from, even where that is gone by now."""

import dataclasses

import pytest

from base.errors import ModelNameError
from base.identity import visitor_digest
from model_store import delete_model, get_card, list_cards, save_model
from tests.model_store.cards import card
from tests.pages.noting_board import NotingBoard
from tests.pages.test_train_page import result
from use_cases.networks import save_network, save_run

CONTENT = b"a network's file"


def saved_names():
    return [each.name for each in list_cards() if each.owner]


def test_a_run_that_is_saved_twice_is_one_model_of_its_visitor():
    first = save_run(NotingBoard(), "mei", "run", result(), "My net")  # type: ignore[arg-type]
    assert save_run(NotingBoard(), "mei", "run", result(), "Another name").id == first.id  # type: ignore[arg-type]
    assert (first.name, first.owner) == ("My net", visitor_digest("mei"))
    assert saved_names() == ["My net"]
    assert get_card(first.id).sha256 == result().sha256


@pytest.mark.parametrize("is_gone", [False, True])
def test_the_model_that_a_training_started_from_is_named_on_its_card(is_gone):
    start = save_model(b"start", card(name="Mother"), owner=visitor_digest("mei"))
    trained = result()
    trained = dataclasses.replace(trained, recipe=dataclasses.replace(trained.recipe, start=start.id))
    if is_gone:
        delete_model(start.id, "mei")
    assert save_network(CONTENT, trained, "Daughter").started_from == (start.id if is_gone else "Mother")


def test_a_name_that_no_model_can_have_saves_nothing():
    with pytest.raises(ModelNameError):
        save_network(CONTENT, result(), "\u0301", owner="mei")
    assert saved_names() == []
