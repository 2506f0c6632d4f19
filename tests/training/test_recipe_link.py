import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.errors import RecipeError
from tests.training.some_recipes import good_recipes
from training.recipe.fields import FIELDS
from training.recipe.layers import Convolution
from training.recipe.link import LOCKABLE, base_of, from_query, locked_names, to_query
from training.recipe.recipes import RECIPES, Recipe

near_numbers = st.sampled_from(["9" * 4000, "-1", "1e999", "nan", "0x10", "1_0", "", "-", "16x3p-", "on", "²", "\0"])
any_texts = st.one_of(st.text(), near_numbers, st.text("0123456789xpa.e-,", max_size=20))


@given(good_recipes)
def test_every_recipe_survives_the_way_into_an_address_and_back(recipe: Recipe) -> None:
    assert from_query(to_query(recipe)) == dataclasses.replace(recipe, name=base_of(recipe).name)


@given(st.dictionaries(st.sampled_from(["recipe", "lock", *FIELDS]), any_texts))
@settings(max_examples=500)
def test_any_text_is_a_recipe_or_a_clear_refusal(params: dict[str, str]) -> None:
    for read in (from_query, locked_names):
        error = refusal(read, params)
        assert error is None or (len(str(error)) < 500 and set(error.details) == {"field", "value"})


def refusal(read: Callable[[dict[str, str]], object], params: dict[str, str]) -> RecipeError | None:
    try:
        read(params)
    except RecipeError as error:
        return error
    return None


def test_every_field_of_a_recipe_but_its_name_has_a_text() -> None:
    assert ["name", *FIELDS] == [field.name for field in dataclasses.fields(Recipe)]


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=str)
def test_a_built_in_recipe_is_its_name_alone(recipe: Recipe) -> None:
    assert to_query(recipe) == {"recipe": recipe.name}


def test_an_address_names_only_what_differs() -> None:
    recipe = Recipe(
        "tiny-16, geändert",
        "mnist",
        (256, 128),
        convolutions=(Convolution(16), Convolution(32, 5, "none"), Convolution(8, 3, "average")),
        dropout=0.2,
        augmentation=True,
        epochs=10,
        batch_size=32,
        validation="test",
    )
    assert to_query(recipe, {"hidden", "epochs"}) == {
        "recipe": "tiny-16",
        "hidden": "256-128",
        "convolutions": "16x3p-32x5-8x3a",
        "augmentation": "on",
        "epochs": "10",
        "lock": "epochs,hidden",
    }


def test_other_parameters_are_passed_over() -> None:
    others = {"lang": "zh-TW", "run": "abc", "model": "digits-cnn", "name": "<b>", "lock": "all", "__class__": "x"}
    assert from_query(others) is None
    assert from_query(others | {"recipe": "deep-128"}) == RECIPES["deep-128"]


def test_a_layer_may_have_a_single_neuron() -> None:
    recipe = from_query({"recipe": "deep-128", "hidden": "1"})
    assert recipe is not None
    assert recipe.hidden == (1,)
    assert to_query(recipe) == {"recipe": "deep-128", "hidden": "1"}


def test_without_a_base_the_first_recipe_is_changed() -> None:
    assert from_query({"epochs": "7"}) == dataclasses.replace(RECIPES["dense-128"], epochs=7)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        (
            {"recipe": "dense-999"},
            "There is no such recipe: choose of dense-128, dense-512, fashion-128,",
        ),
        ({"epochs": "many"}, "Epochs must be a whole number from 1 to 50. Received: epochs='many'. Try 5."),
        ({"epochs": "51"}, "Epochs must be a whole number from 1 to 50. Received: epochs=51. Try 5."),
        ({"epochs": "1" * 2000}, "This is too long. Received: epochs='1111"),
        ({"hidden": "128,64"}, "Hidden layers are written as their neurons, first to last. Received: hidden='128,64'."),
        ({"hidden": "0"}, "Neurons of a hidden layer must be a whole number from 1 to 1024. Received: hidden=(0,)."),
        ({"convolutions": "16x3q"}, "Convolutions are written as filters x kernel, and p (max) or a (average) where"),
        ({"convolutions": "16x4"}, "A kernel's side must be one of (3, 5). Received: kernel=4."),
        ({"augmentation": "yes"}, "This is on or off. Received: augmentation='yes'. Try on."),
        ({"optimizer": "lion"}, "Optimizer must be one of adam, sgd, rmsprop, adamw. Received: optimizer='lion'."),
        ({"momentum": "0.9"}, "Momentum is SGD's; adam has its own. Received: momentum=0.9. Try 0."),
        ({"learning_rate": "nan"}, "Learning rate must be above 0 and at most 1. Received: learning_rate=nan."),
        ({"dropout": "inf"}, "Dropout must be a number from 0 to 0.8. Received: dropout=inf."),
    ],
)
def test_a_bad_value_is_refused_with_its_name_and_value(params: dict[str, str], sentence: str) -> None:
    with pytest.raises(RecipeError) as raised:
        from_query(params)
    assert str(raised.value).startswith(sentence)


def test_locks_name_controls() -> None:
    assert locked_names({}) == frozenset()
    assert locked_names({"lock": ""}) == frozenset()
    assert locked_names({"lock": "hidden, epochs"}) == {"hidden", "epochs"}
    assert locked_names({"lock": "all"}) == LOCKABLE == locked_names(to_query(RECIPES["tiny-16"], LOCKABLE))


def test_a_lock_of_no_control_is_refused() -> None:
    with pytest.raises(RecipeError, match=r"What is locked is all, or some of .* Received: lock='door'\."):
        locked_names({"lock": "door"})
