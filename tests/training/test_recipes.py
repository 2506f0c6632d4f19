import dataclasses
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import RecipeError
from tests.training.some_recipes import good_recipes
from training.estimates import estimate_seconds
from training.recipe.fields import FIELDS
from training.recipe.recipes import RECIPES, Convolution, Recipe, count_images, count_parameters, layers

RECIPE = RECIPES["tiny-16"]

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
    rows = [(row.name, row.shape, row.parameters, row.formula, row.activation) for row in layers(RECIPE)]
    assert rows == [
        ("Flatten", (784,), 0, "0", ""),
        ("Dense", (16,), 12_560, "784 × 16 + 16", "relu"),
        ("Dense", (16,), 272, "16 × 16 + 16", "relu"),
        ("Dropout", (16,), 0, "0", ""),
        ("Dense", (10,), 170, "16 × 10 + 10", "softmax"),
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
        ({"epochs": 10**400}, "Epochs must be a whole number from 1 to 50. Received: epochs=1000"),
        ({"learning_rate": math.inf}, "Learning rate must be above 0 and at most 1. Received: learning_rate=inf"),
        ({"epochs": True}, "Epochs must be a whole number from 1 to 50. Received: epochs=True."),
        ({"batch_size": 4}, "Batch size must be a whole number from 8 to 1024. Received: batch_size=4. Try 128."),
        ({"dropout": 0.9}, "Dropout must be a number from 0 to 0.8. Received: dropout=0.9. Try 0.2."),
        ({"seed": -1}, "Seed must be a whole number from 0 to 4294967295. Received: seed=-1. Try 1."),
        ({"hidden": ()}, "Number of hidden layers must be a whole number from 1 to 6. Received: hidden=()."),
        ({"hidden": [128]}, "Number of hidden layers must be"),
        ({"hidden": (128, 0)}, "Neurons of a hidden layer must be a whole number from 1 to 1024."),
        ({"loss": "mse"}, "Loss must be one of categorical, sparse. Received: loss='mse'. Try categorical."),
        ({"dataset": "cifar"}, "Dataset must be one of mnist, fashion_mnist. Received: dataset='cifar'."),
        ({"validation": "all"}, "Validation must be one of none, split, test. Received: validation='all'."),
        ({"activation": "softmax"}, "Activation must be one of relu, elu, tanh, sigmoid, linear."),
        ({"optimizer": "lion"}, "Optimizer must be one of adam, sgd, rmsprop, adamw. Received: optimizer='lion'."),
        ({"momentum": 0.9}, "Momentum is SGD's; adam has its own. Received: momentum=0.9. Try 0."),
        ({"momentum": 1.0, "optimizer": "sgd"}, "Momentum must be a number from 0 to 0.99."),
        ({"patience": 21}, "Patience of early stopping must be a whole number from 0 to 20."),
        ({"patience": 3, "validation": "none"}, "Early stopping looks at a validation, and there is none."),
        ({"train_share": 0.001}, "Share of the training images must be a number from 0.01 to 1."),
        ({"augmentation": 1}, "Augmentation is on or off. Received: augmentation=1. Try True."),
        ({"convolutions": (Convolution(8),) * 5}, "Number of convolutional blocks must be a whole number from 0 to 4."),
        ({"convolutions": [{"filters": 8}]}, "Convolutions are a tuple of `Convolution`."),
        ({"rate_changes": [(2, 0.1)]}, "Changes of the learning rate are pairs of an epoch and a rate, by epoch."),
        ({"rate_changes": ((2, 0.1, 3),)}, "Changes of the learning rate are pairs"),
        ({"rate_changes": ((3, 0.1), (3, 0.01))}, "Changes of the learning rate are pairs"),
        ({"rate_changes": ((3, 0.1), (2, 0.01))}, "Changes of the learning rate are pairs"),
        ({"rate_changes": ((1, 0.1),) * 51}, "Changes of the learning rate are pairs"),
        (
            {"rate_changes": ((0, 0.1),)},
            "Epochs must be a whole number from 1 to 50. Received: rate_changes=((0,",
        ),
        (
            {"rate_changes": ((2, 0.0),)},
            "Learning rate must be above 0 and at most 1. Received: rate_changes=((2",
        ),
        ({"name": " "}, "A recipe's name has 1 to 60 visible characters. Received: name=' '."),
        ({"name": "\u0301"}, "A recipe's name has 1 to 60 visible characters. Received: name='\u0301'."),
        ({"name": 5}, "A recipe's name has 1 to 60 visible characters. Received: name=5."),
    ],
)
def test_a_bad_value_is_refused_with_its_mend(changes, message):
    with pytest.raises(RecipeError) as raised:
        dataclasses.replace(RECIPE, **changes)
    assert str(raised.value).startswith(message)
    assert raised.value.details["field"] == next(iter(changes))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"filters": 2}, "Filters of a convolution must be a whole number from 4 to 64. Received: filters=2. Try 16."),
        ({"filters": 8, "kernel": 4}, "A kernel's side must be one of (3, 5). Received: kernel=4. Try 3."),
        ({"filters": 8, "kernel": True}, "A kernel's side must be one of"),
        (
            {"filters": 8, "pooling": "min"},
            "Pooling must be one of none, max, average. Received: pooling='min'. Try max",
        ),
    ],
)
def test_a_bad_block_is_refused_with_its_mend(values, message):
    with pytest.raises(RecipeError) as raised:
        Convolution(**values)
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize("block", [5, None, "16", {"kernel": 3}, {"filters": 8, "units": 3}, [8]])
def test_a_block_that_is_none_is_refused(block):
    with pytest.raises(RecipeError, match=r"A block has the fields filters, kernel, pooling\. Received: convolutions="):
        Recipe.from_dict(RECIPE.to_dict() | {"convolutions": [block]})


def test_each_epoch_has_the_rate_of_the_last_change_before_it():
    recipe = dataclasses.replace(RECIPE, learning_rate=0.001, rate_changes=((2, 0.01), (4, 0.1), (50, 0.5)))
    assert [recipe.rate_at(epoch) for epoch in range(1, 6)] == [0.001, 0.01, 0.01, 0.1, 0.1]
    assert [recipe.rate_at(epoch) for epoch in (49, 50)] == [0.1, 0.5]
    assert [RECIPE.rate_at(epoch) for epoch in (1, 50)] == [RECIPE.learning_rate] * 2


def test_networks_too_large_for_a_classroom_are_refused():
    wide = (Convolution(64, 5, "none"), Convolution(64, 5, "none"))
    with pytest.raises(RecipeError, match=r"at most 8,000,000 parameters\. Received: parameters=51") as raised:
        dataclasses.replace(RECIPE, convolutions=wide, hidden=(1024,))
    assert raised.value.details["field"] == "parameters"
    with pytest.raises(RecipeError, match=r"at most 40,000,000 multiplications an image\. Received: multiplications=8"):
        dataclasses.replace(RECIPE, convolutions=wide, hidden=(16,))


def test_convolutions_say_their_shapes_and_how_their_parameters_come_about():
    recipe = Recipe("mine", "mnist", (64,), convolutions=(Convolution(16, 5), Convolution(8, pooling="none")))
    rows = [(row.name, row.shape, row.parameters, row.formula) for row in layers(recipe)]
    assert rows[:5] == [
        ("Reshape", (28, 28, 1), 0, "0"),
        ("Conv2D", (28, 28, 16), 416, "5 × 5 × 1 × 16 + 16"),
        ("MaxPooling2D", (14, 14, 16), 0, "0"),
        ("Conv2D", (14, 14, 8), 1160, "3 × 3 × 16 × 8 + 8"),
        ("Flatten", (1568,), 0, "0"),
    ]


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


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_s_example_is_read_and_written_back_and_all_that_is_offered_allowed(name):
    field = FIELDS[name]
    value = field.read(field.example)
    field.check(name, value)
    assert field.read(field.write(value)) == value
    for offered in field.offered:
        field.check(name, offered)


def test_an_unknown_field_is_refused():
    with pytest.raises(RecipeError, match=r"A recipe has no field 'colour'\. Received: colour='red'"):
        Recipe.from_dict(RECIPE.to_dict() | {"colour": "red"})


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
    assert estimate_seconds(dataclasses.replace(RECIPE, train_share=0.1)) < base
    for changes in ({"epochs": 40}, {"batch_size": 16}, {"hidden": (1024,)}):
        assert estimate_seconds(dataclasses.replace(RECIPE, **changes)) > base
