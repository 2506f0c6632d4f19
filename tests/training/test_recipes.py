import dataclasses
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import RecipeError
from training.recipes import (
    DATASETS,
    LIMITS,
    LOSSES,
    RECIPES,
    VALIDATIONS,
    Recipe,
    count_images,
    count_parameters,
    estimate_seconds,
    layers,
)

RECIPE = RECIPES["tiny-16"]

good_recipes = st.builds(
    Recipe,
    name=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60),
    dataset=st.sampled_from(DATASETS),
    hidden=st.lists(st.integers(4, 1024), min_size=1, max_size=6).map(tuple),
    dropout=st.floats(0.0, 0.8),
    loss=st.sampled_from(LOSSES),
    epochs=st.integers(1, 50),
    batch_size=st.integers(8, 1024),
    learning_rate=st.floats(0.0, 1.0, exclude_min=True),
    validation=st.sampled_from(VALIDATIONS),
    seed=st.integers(0, 2**32 - 1),
)
anything = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers()))


@pytest.mark.parametrize(
    ("recipe", "parameters"),
    [
        ("dense-128", 101_770),
        ("dense-512", 407_050),
        ("fashion-128", 101_770),
        ("tiny-16", 13_002),
        ("deep-128", 118_282),
    ],
)
def test_built_in_recipes_have_the_tutorials_parameters(recipe, parameters):
    assert count_parameters(RECIPES[recipe]) == parameters


def test_there_are_five_built_in_recipes_by_name():
    assert list(RECIPES) == ["dense-128", "dense-512", "fashion-128", "tiny-16", "deep-128"]
    assert all(recipe.name == name for name, recipe in RECIPES.items())


def test_layers_say_how_their_parameters_come_about():
    rows = [(row.name, row.units, row.parameters, row.formula, row.activation) for row in layers(RECIPE)]
    assert rows == [
        ("Flatten", 784, 0, "0", ""),
        ("Dense", 16, 12_560, "784 × 16 + 16", "relu"),
        ("Dense", 16, 272, "16 × 16 + 16", "relu"),
        ("Dropout", 16, 0, "0", ""),
        ("Dense", 10, 170, "16 × 10 + 10", "softmax"),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"learning_rate": -0.1},
            "Learning rate must be above 0 and at most 1. Received: learning_rate=-0.1. Try 0.001.",
        ),
        ({"learning_rate": math.nan}, "Learning rate must be above 0 and at most 1. Received: learning_rate=nan"),
        ({"learning_rate": 0}, "Learning rate must be above 0"),
        ({"epochs": 0}, "Epochs must be a whole number from 1 to 50. Received: epochs=0. Try 5."),
        ({"epochs": 5.0}, "Epochs must be a whole number from 1 to 50. Received: epochs=5.0."),
        ({"epochs": True}, "Epochs must be a whole number from 1 to 50. Received: epochs=True."),
        ({"batch_size": 4}, "Batch size must be a whole number from 8 to 1024. Received: batch_size=4. Try 128."),
        ({"dropout": 0.9}, "Dropout must be a number from 0 to 0.8. Received: dropout=0.9. Try 0.2."),
        ({"seed": -1}, "Seed must be a whole number from 0 to 4294967295. Received: seed=-1. Try 1."),
        ({"hidden": ()}, "Number of hidden layers must be a whole number from 1 to 6. Received: hidden=()."),
        ({"hidden": [128]}, "Number of hidden layers must be"),
        ({"hidden": (128, 2)}, "Neurons of a hidden layer must be a whole number from 4 to 1024."),
        ({"loss": "mse"}, "Loss must be one of categorical, sparse. Received: loss='mse'. Try categorical."),
        ({"dataset": "cifar"}, "Dataset must be one of mnist, fashion_mnist. Received: dataset='cifar'."),
        ({"validation": "all"}, "Validation must be one of none, split, test. Received: validation='all'."),
        ({"name": " "}, "A recipe's name has 1 to 60 characters. Received: name=' '."),
        ({"name": 5}, "A recipe's name has 1 to 60 characters. Received: name=5."),
    ],
)
def test_a_bad_value_is_refused_with_its_mend(changes, message):
    with pytest.raises(RecipeError) as raised:
        dataclasses.replace(RECIPE, **changes)
    assert str(raised.value).startswith(message)
    assert raised.value.details["field"] == next(iter(changes))


@given(good_recipes)
def test_every_good_recipe_survives_json_and_can_be_counted_and_estimated(recipe):
    assert Recipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe
    assert count_parameters(recipe) == sum(row.parameters for row in layers(recipe))
    assert estimate_seconds(recipe) > 0


@given(st.sampled_from([field.name for field in dataclasses.fields(Recipe)]), anything)
def test_any_value_is_either_taken_as_it_is_or_refused(field, value):
    try:
        taken = Recipe.from_dict(RECIPE.to_dict() | {field: value}).to_dict()[field]
    except RecipeError as error:
        taken = error.details["value"]
        taken = list(taken) if isinstance(taken, tuple) else taken
    assert taken is value or taken == value


@pytest.mark.parametrize("field", LIMITS)
def test_limits_offer_an_example_that_they_allow(field):
    assert LIMITS[field].allow(LIMITS[field].example)


def test_an_unknown_field_is_refused():
    with pytest.raises(RecipeError, match=r"A recipe has no field 'optimizer'\. Received: optimizer='sgd'"):
        Recipe.from_dict(RECIPE.to_dict() | {"optimizer": "sgd"})


def test_a_missing_field_is_refused_and_one_with_a_default_is_not():
    with pytest.raises(RecipeError, match="A recipe needs the field 'hidden'"):
        Recipe.from_dict({"name": "mine", "dataset": "mnist"})
    assert Recipe.from_dict({"name": "mine", "dataset": "mnist", "hidden": [8]}).epochs == 5


@pytest.mark.parametrize(
    ("validation", "images"), [("none", (60_000, 0)), ("split", (48_000, 12_000)), ("test", (60_000, 10_000))]
)
def test_images_are_counted_as_keras_divides_them(validation, images):
    assert count_images(dataclasses.replace(RECIPE, validation=validation)) == images


def test_more_work_is_estimated_to_take_longer():
    base = estimate_seconds(RECIPE)
    for changes in ({"epochs": 40}, {"batch_size": 16}, {"hidden": (1024,)}):
        assert estimate_seconds(dataclasses.replace(RECIPE, **changes)) > base
