"""A network's picture as DOT: every layer with shape and parameters, and nothing of a name is markup."""

from training.recipe.layers import LayerRow
from training.recipe.recipes import RECIPES, layers
from ui.shared.architecture import architecture_dot

WORDS = ("Picture", "{count} parameters")


def test_each_layer_stands_in_a_box_with_its_shape_and_parameters_in_order() -> None:
    dot = architecture_dot(layers(RECIPES["tiny-16"]), WORDS, is_dark=False)
    expected = ["Picture", "28 × 28", "Flatten", "784", "Dense · relu", "12,560 parameters", "272 parameters"]
    places = [dot.index(f">{text}</TD>") for text in expected]
    assert places == sorted(places)
    assert dot.count("->") == 4  # dropout stands in the box of the layer before it
    assert dot.count(" [label=<") == 5


def test_what_finishes_a_layer_stands_in_its_box() -> None:
    rows = [
        LayerRow("Conv2D", (28, 28, 8), 80),
        LayerRow("BatchNormalization", (28, 28, 8), 32),
        LayerRow("ReLU", (8,)),
    ]
    dot = architecture_dot(rows, WORDS, is_dark=True)
    assert dot.count(" [label=<") == 2
    assert dot.count("->") == 1


def test_names_are_escaped() -> None:
    dot = architecture_dot([LayerRow('<B>"&', (1,))], WORDS, is_dark=False)
    assert "&lt;B&gt;&quot;&amp;" in dot
    assert "<B>" not in dot


def test_colors_fit_the_page_and_the_file_has_a_ground_of_its_own() -> None:
    light, dark = (architecture_dot([], WORDS, is_dark) for is_dark in (False, True))
    assert 'bgcolor="#ffffff"' in light
    assert 'bgcolor="#0f1424"' in dark
