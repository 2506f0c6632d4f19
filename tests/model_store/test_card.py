"""A card is read as it was written, also one that an older version wrote."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import ModelCorruptError
from model_store import ModelCard
from tests.model_store.cards import card

# What cards got since the first version: where it is missing, nothing of the kind was done.
LATER = {
    "versions": {},
    "also_trained_with": (),
    "started_from": "",
    "temperature": 1.0,
    "refusal": None,
    "author": "",
    "id": "a-model",
    "sha256": "",
    "created": "",
    "owner": "",
    "deleted": "",
}
figures = st.floats(0.0, 10.0)
cards = st.builds(
    card,
    name=st.text(),
    recipe=st.none() | st.just({"id": "dense-128", "hidden": [128]}),
    history=st.dictionaries(st.sampled_from(("loss", "accuracy", "val_loss")), st.lists(figures)),
    test_loss=figures | st.integers(0, 9),
    also_trained_with=st.lists(st.text()).map(tuple),
    started_from=st.text(),
    temperature=st.floats(0.01, 100.0),
    refusal=st.none() | figures,
    author=st.text(),
    id=st.just("a-model"),
)


@given(cards)
def test_every_card_survives_its_file(written: ModelCard):
    assert ModelCard.from_json(written.to_json(), "a-model") == written


def test_card_of_the_first_version_is_read_today():
    values = json.loads(card().to_json())
    first = {name: value for name, value in values.items() if name not in LATER}
    read = ModelCard.from_json(json.dumps(first), "a-model")
    assert {name: getattr(read, name) for name in LATER} == LATER
    assert dataclasses.replace(read, author="Mei", versions={"python": "3.11"}, id="") == card()


@pytest.mark.parametrize("name", ["name", "recipe", "dataset", "class_names", "history", "test_accuracy", "seed"])
def test_card_without_what_every_version_wrote_is_damaged(name):
    values = json.loads(card().to_json())
    del values[name]
    with pytest.raises(ModelCorruptError, match="a-model") as caught:
        ModelCard.from_json(json.dumps(values), "a-model")
    assert caught.value.details["model"] == "a-model"


@pytest.mark.parametrize("temperature", [0.0, -1.0, 1e400, float("nan"), True, "1"])
def test_temperature_that_nothing_can_be_divided_by_is_damage(temperature):
    text = dataclasses.replace(card(), temperature=temperature).to_json()
    with pytest.raises(ModelCorruptError, match="temperature="):
        ModelCard.from_json(text, "a-model")


def test_file_is_text_that_a_teacher_reads():
    text = card(name="我的網路").to_json()
    assert "我的網路" in text
    assert text.endswith("}\n")
