"""However a digit is drawn, the network gets the same 28×28 pixels; where there is nothing to read, it is said."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageDraw, ImageOps

from image_data import load
from recognition import prepare
from tests.recognition.drawings import (
    Drawing,
    colour,
    colours,
    difference,
    drawings,
    ink_and_paper,
    random_drawings,
    seven,
)

# Mean absolute difference in levels of 255; two MNIST digits of one class differ by 20 and more. Colours are rounded,
# which can move the crop by a pixel; another size has other soft edges.
SAME = 3.0
SAME_AT_ANOTHER_SIZE = 5.0
SAME_WITHOUT_SOFT_EDGES = 5.0

examples = settings(max_examples=30)


@examples
@given(drawings(), st.integers(-45, 45), st.integers(-45, 45))
def test_shifted_drawing_gives_the_same_digit_to_the_bit(drawing, right, down):
    pixels = np.asarray(drawing.coverage())
    assert np.array_equal(prepare(np.roll(pixels, (down, right), (0, 1))).digit, prepare(pixels).digit)


@examples
@given(drawings(), st.floats(0.5, 2.0))
def test_scaled_drawing_gives_the_same_digit(drawing, factor):
    expected = prepare(drawing.coverage()).digit
    assert difference(prepare(drawing.scaled(factor).coverage()).digit, expected) <= SAME_AT_ANOTHER_SIZE


@examples
@given(drawings())
def test_inverted_drawing_gives_the_same_digit_to_the_bit(drawing):
    coverage = drawing.coverage()
    assert np.array_equal(prepare(ImageOps.invert(coverage)).digit, prepare(coverage).digit)


@pytest.mark.parametrize("ink", [(0, 255, 255), (255, 0, 255), (255, 255, 0)])
def test_ink_that_differs_in_one_colour_alone_gives_the_same_digit(ink):
    for drawing in random_drawings(3, 3):
        digit = prepare(drawing.coloured(ink, (255, 255, 255))).digit
        assert difference(digit, prepare(drawing.coverage()).digit) <= SAME


@examples
@given(drawings(), ink_and_paper())
def test_drawing_in_any_colours_gives_the_same_digit(drawing, ink_paper):
    expected = prepare(drawing.coverage()).digit
    assert difference(prepare(drawing.coloured(*ink_paper)).digit, expected) <= SAME


@examples
@given(drawings(), colours())
@example(seven(), (255, 255, 255))
@example(seven(), (0, 0, 0))
def test_ink_of_any_colour_on_transparent_paper_gives_the_same_digit(drawing, ink):
    expected = prepare(drawing.coverage()).digit
    assert difference(prepare(drawing.on_transparent(ink)).digit, expected) <= SAME


@examples
@given(drawings(), ink_and_paper(), st.integers(128, 255))
def test_half_transparent_paper_is_paper(drawing, ink_paper, opacity):
    pixels = drawing.coloured(*ink_paper)
    faint = np.dstack([pixels, np.full(pixels.shape[:2], opacity, np.uint8)])
    expected = prepare(drawing.coverage()).digit
    assert difference(prepare(faint).digit, expected) <= SAME_WITHOUT_SOFT_EDGES


@examples
@given(drawings(), ink_and_paper(), st.integers(0, 60), st.integers(0, 60))
def test_wider_or_higher_paper_changes_nothing(drawing, ink_paper, wider, higher):
    ink, paper = ink_paper
    pixels = Image.fromarray(drawing.coloured(ink, paper))
    larger = ImageOps.expand(pixels, (wider, higher, 0, 7), paper)
    assert difference(prepare(larger).digit, prepare(pixels).digit) <= SAME


def pictures_of(drawing: Drawing) -> dict[str, Image.Image]:
    """The same drawing in every mode that Pillow has, in colours that suit the mode."""
    light = drawing.coverage()
    dark_on_light = Image.fromarray(drawing.coloured((20, 40, 120), (250, 240, 200)))
    grey_and_alpha = Image.merge("LA", (Image.new("L", light.size), light))
    black_on_nothing = Image.fromarray(drawing.on_transparent((0, 0, 0)))
    wide = np.asarray(light).astype(np.uint16) * 257
    return {
        "1": light.convert("1", dither=Image.Dither.NONE),
        "L": light,
        "LA": grey_and_alpha,
        "La": grey_and_alpha.convert("La"),
        "P": dark_on_light.quantize(64),
        "PA": light.convert("P").convert("PA"),
        "RGB": dark_on_light,
        "RGBX": dark_on_light.convert("RGBX"),
        "RGBA": black_on_nothing,
        "RGBa": black_on_nothing.convert("RGBa"),
        "CMYK": dark_on_light.convert("CMYK"),
        "YCbCr": dark_on_light.convert("YCbCr"),
        "HSV": dark_on_light.convert("HSV"),
        "I": Image.fromarray(wide.astype(np.int32)),
        "I;16": Image.fromarray(wide),
        "I;16B": Image.fromarray(wide).convert("I;16B"),
        "F": Image.fromarray(np.asarray(light, np.float32) / 255),
    }


@pytest.mark.parametrize("mode", pictures_of(seven()))
def test_picture_of_any_mode_gives_the_same_digit(mode):
    for drawing in random_drawings(seed=1, count=5):
        picture = pictures_of(drawing)[mode]
        assert picture.mode == mode
        tolerance = SAME_WITHOUT_SOFT_EDGES if mode in ("1", "P", "HSV") else SAME
        assert difference(prepare(picture).digit, prepare(drawing.coverage()).digit) <= tolerance


def test_palette_with_a_transparent_colour_is_ink_on_nothing():
    picture = seven().coverage().point(lambda level: 255 * (level > 127)).convert("P")
    picture.putpalette([200, 30, 30] * 256)
    picture.info["transparency"] = 0
    assert difference(prepare(picture).digit, prepare(seven().coverage()).digit) <= SAME_WITHOUT_SOFT_EDGES


def test_array_and_picture_give_the_same_digit():
    pixels = seven().coloured((200, 0, 0), (0, 0, 90))
    alpha = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    expected = prepare(Image.fromarray(pixels)).digit
    assert np.array_equal(prepare(pixels).digit, expected)
    assert np.array_equal(prepare(alpha).digit, expected)
    assert np.array_equal(prepare(pixels[::1, ::-1][:, ::-1]).digit, expected)


@pytest.mark.parametrize("number", range(0, 200, 20))
def test_mnist_digit_enlarged_recoloured_and_moved_comes_back(number):
    digit = load("mnist").x_test[number]
    large = Image.fromarray(digit).resize((168, 168), Image.Resampling.BICUBIC)
    canvas = Image.new("L", (400, 300))
    canvas.paste(large, (200, 20))
    prepared = prepare(colour(canvas, (0, 40, 0), (255, 255, 240)))
    assert difference(prepared.digit, digit) <= 16


@examples
@given(drawings(), st.floats(0.5, 2.0))
def test_centre_of_mass_is_where_mnist_has_it_unless_ink_would_be_lost(drawing, factor):
    digit = prepare(drawing.scaled(factor).coverage()).digit.astype(float)
    for axis in (0, 1):
        profile = digit.sum(axis=axis)
        mass = float(np.average(np.arange(28) + 0.5, weights=profile))
        touches_an_edge = profile[0] > 0 or profile[-1] > 0 or profile[1] > 0 or profile[-2] > 0
        assert touches_an_edge or abs(mass - 14.5) <= 0.6


@examples
@given(drawings(), st.floats(0.5, 2.0))
def test_longer_side_fills_twenty_pixels(drawing, factor):
    inked = np.argwhere(prepare(drawing.scaled(factor).coverage()).digit >= 64)
    assert 19 <= (np.ptp(inked, axis=0) + 1).max() <= 21


def test_thin_line_is_full_ink():
    assert prepare(Drawing(((40, 40), (240, 200)), 1.5).coverage()).digit.max() == 255


def test_upright_line_keeps_its_aspect():
    inked = np.argwhere(prepare(Drawing(((140, 40), (140, 240)), 20).coverage()).digit >= 64)
    height, width = (np.ptp(inked, axis=0) + 1).tolist()
    assert 19 <= height <= 21
    assert width <= 4


def test_steps_lead_from_the_ink_to_the_digit():
    prepared = prepare(seven(width=16).coloured((0, 0, 0), (255, 255, 255)))
    assert [name for name, _ in prepared.steps] == ["ink", "cropped", "fitted", "centred"]
    ink, cropped, fitted, centred = (pixels for _, pixels in prepared.steps)
    assert ink.shape == (280, 280)
    assert (ink[0, 0], ink[80, 140]) == (0, 255)
    assert all(abs(length - expected) <= 1 for length, expected in zip(cropped.shape, (157, 137), strict=True))
    assert max(fitted.shape) == 20
    assert np.array_equal(centred, prepared.digit)
    assert all(pixels.dtype == np.uint8 for _, pixels in prepared.steps)
    assert prepared.reason is None


def test_steps_of_a_huge_picture_are_small():
    huge = Image.new("RGB", (4000, 3000), "white")
    ImageDraw.Draw(huge).line((500, 500, 3000, 2500), fill="black", width=200)
    prepared = prepare(huge)
    assert prepared.reason is None
    assert max(prepared.steps[0][1].shape) == 512


@examples
@given(colours(), st.integers(0, 255), st.integers(1, 300), st.integers(1, 300))
def test_canvas_of_one_colour_is_blank(paper, opacity, width, height):
    for picture in (Image.new("RGB", (width, height), paper), Image.new("RGBA", (width, height), (*paper, opacity))):
        prepared = prepare(picture)
        assert prepared.reason == "blank"
        assert [name for name, _ in prepared.steps] == ["ink"]
        assert (prepared.digit.shape, prepared.digit.max()) == ((28, 28), 0)


@pytest.mark.parametrize(("level", "reason"), [(240, "blank"), (230, "blank"), (215, None), (160, None)])
def test_ink_that_hardly_differs_from_the_paper_is_none(level, reason):
    assert prepare(seven().coloured((level, 245, 245), (245, 245, 245))).reason == reason


def test_paper_with_a_camera_s_noise_is_blank():
    noise = np.random.default_rng(1).normal(0, 2, (300, 400, 3))
    assert prepare(np.clip(200 + noise, 0, 255).astype(np.uint8)).reason == "blank"


@pytest.mark.parametrize("mode", [*pictures_of(seven()), "LAB"])
@pytest.mark.parametrize("size", [(0, 0), (0, 5), (5, 0), (1, 1), (1, 300), (300, 1), (3, 3), (60, 60)])
def test_empty_picture_of_any_mode_and_size_is_blank(mode, size):
    assert prepare(Image.new(mode, size)).reason == "blank"


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0), (0, 0, 3), (0, 4, 4), (4, 0, 3), (1, 1), (1, 1, 4)])
def test_array_without_pixels_or_with_one_is_blank(shape):
    assert prepare(np.zeros(shape, np.uint8)).reason == "blank"


@examples
@given(st.floats(3, 60), st.floats(70, 210), st.floats(70, 210), ink_and_paper())
def test_lone_dot_of_a_click_is_no_digit(width, x, y, ink_paper):
    prepared = prepare(Drawing(((x, y),), width).coloured(*ink_paper))
    assert prepared.reason == "dot"
    assert prepared.digit.max() == 0


@pytest.mark.parametrize("number", range(0, 1000, 20))
def test_digit_of_fourteen_pixels_is_no_dot(number):
    small = Image.fromarray(load("mnist").x_test[number]).resize((14, 14), Image.Resampling.BOX)
    assert prepare(small).reason is None


@pytest.mark.parametrize(("diameter", "width"), [(8, 2), (10, 3), (20, 7), (40, 12)])
def test_small_ring_is_no_dot(diameter, width):
    ring = Image.new("L", (480, 480))
    ImageDraw.Draw(ring).ellipse((200, 200, 200 + 8 * diameter, 200 + 8 * diameter), outline=255, width=8 * width)
    assert prepare(ring.resize((60, 60), Image.Resampling.BOX)).reason is None


def test_dot_shows_what_was_found():
    assert [name for name, _ in prepare(Drawing(((100, 100),), 20).coverage()).steps] == ["ink", "cropped"]


def test_zero_is_no_dot():
    canvas = Image.new("L", (280, 280), 255)
    ImageDraw.Draw(canvas).ellipse((100, 80, 190, 200), outline=0, width=22)
    assert prepare(canvas).reason is None


def test_one_is_no_dot():
    assert prepare(Drawing(((140, 100), (140, 160)), 20).coverage()).reason is None


def test_stroke_that_has_just_begun_is_still_a_dot():
    assert prepare(Drawing(((140, 140), (142, 141)), 20).coverage()).reason == "dot"


shapes = st.one_of(
    st.tuples(st.integers(0, 40), st.integers(0, 40)),
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.sampled_from([3, 4])),
)


@settings(max_examples=200)
@given(arrays.arrays(np.uint8, shapes))
def test_any_array_of_an_allowed_shape_is_prepared(pixels):
    prepared = prepare(pixels)
    assert (prepared.digit.dtype, prepared.digit.shape) == (np.dtype(np.uint8), (28, 28))
    assert prepared.reason in (None, "blank", "dot")
    assert (prepared.reason is None) == bool(prepared.digit.any())


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 700), st.integers(1, 700), st.sampled_from([(), (3,), (4,)]))
def test_noise_of_any_size_is_prepared(seed, height, width, channels):
    prepared = prepare(np.random.default_rng(seed).integers(0, 256, (height, width, *channels), np.uint8))
    assert prepared.digit.shape == (28, 28)
    assert (prepared.reason is None) == bool(prepared.digit.any())


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int64, np.uint16, np.int8, bool, object])
def test_array_of_another_type_is_refused_by_name(dtype):
    with pytest.raises(TypeError, match=f"must be uint8. Received: dtype={np.dtype(dtype)}"):
        prepare(np.zeros((28, 28), dtype))


@pytest.mark.parametrize("shape", [(), (28,), (28, 28, 1), (28, 28, 2), (28, 28, 5), (1, 28, 28, 3)])
def test_array_of_another_shape_is_refused_with_its_shape(shape):
    with pytest.raises(ValueError, match=r"must be \(H, W\), \(H, W, 3\) or \(H, W, 4\)\. Received: \("):
        prepare(np.zeros(shape, np.uint8))


def test_picture_given_is_not_changed():
    pixels = seven().coloured((10, 20, 30), (200, 210, 220))
    pixels.flags.writeable = False
    picture = Image.fromarray(pixels.copy())
    prepare(pixels)
    prepare(picture)
    assert np.array_equal(np.asarray(picture), pixels)
