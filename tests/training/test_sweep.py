"""Sweeps: which recipes come out of which axes."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given

from base.errors import RecipeError
from tests.training.some_recipes import good_recipes
from training.recipe.recipes import RECIPES, Convolution, Recipe
from training.recipe.sweep import AXES, WIDTH, default_axes, grid

DENSE = RECIPES["dense-128"]


def test_the_default_is_eight_recipes_of_four_widths_and_two_learning_rates() -> None:
    recipes = grid(DENSE, default_axes(DENSE))
    assert [(recipe.hidden, recipe.learning_rate) for recipe in recipes] == [
        ((width,), rate) for width in (32, 64, 128, 256) for rate in (0.001, 0.01)
    ]
    assert recipes[0].name == "32 · 0.001"


@given(recipe=good_recipes)
def test_every_recipe_has_a_default_sweep_of_eight(recipe: Recipe) -> None:
    # Beside convolutions without pooling, no width at all may do.
    recipe = dataclasses.replace(recipe, convolutions=())
    assert len({changed.name for changed in grid(recipe, default_axes(recipe))}) == 8


def test_what_is_not_varied_stays_as_it_is() -> None:
    base = dataclasses.replace(DENSE, hidden=(64, 32), epochs=3, seed=9, train_share=0.1)
    (recipe,) = grid(base, {WIDTH: [16]})
    assert recipe == dataclasses.replace(base, name="16", hidden=(16, 16))


def test_momentum_is_sgds_alone() -> None:
    base = dataclasses.replace(DENSE, optimizer="sgd", momentum=0.9)
    recipes = grid(base, {"optimizer": ["adam", "sgd"]})
    assert [recipe.momentum for recipe in recipes] == [0.0, 0.9]


def test_widths_stop_where_the_network_would_be_too_large() -> None:
    base = dataclasses.replace(DENSE, convolutions=(Convolution(16, pooling="none"),))
    assert len(grid(base, default_axes(base))) == 8
    assert max(default_axes(base)[WIDTH]) == 256


def test_a_value_that_is_there_twice_counts_once() -> None:
    assert len(grid(DENSE, {"dropout": [0.1, 0.1, 0.2]})) == 2


@pytest.mark.parametrize("axes", [{}, {WIDTH: []}, {WIDTH: [4, 8, 16], "dropout": [0.1, 0.2, 0.3]}, {"seed": [1, 2]}])
def test_a_sweep_of_none_of_too_many_or_of_another_field_is_refused(axes: dict[str, list[Any]]) -> None:
    with pytest.raises(RecipeError, match="A sweep "):
        grid(DENSE, axes)


@pytest.mark.parametrize("field", AXES)
def test_every_value_on_offer_makes_a_recipe(field: str) -> None:
    for value in AXES[field]:
        assert len(grid(DENSE, {field: [value]})) == 1
