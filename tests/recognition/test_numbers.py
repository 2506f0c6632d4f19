"""Several digits on one picture are read as a number, each in its box; a single one is never cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageDraw, ImageOps

from image_data import load
from recognition.preparation.segmented_ink import segment_ink
from recognition.worker.numbers import MAX_DIGITS, MAX_PIECES, Splitter
from tests.recognition.drawings import Drawing, drawings
from tests.recognition.networks import network

few = settings(max_examples=15)


def digit(label: int, which: int) -> Image.Image:
    """A test digit of MNIST, cropped to its ink."""
    mnist = load("mnist")
    image = Image.fromarray(mnist.x_test[np.flatnonzero(mnist.y_test == label)[which]])
    return image.crop(image.getbbox())


def written(*lines: str, gap: int = 12, scale: int = 4, which: int = 3) -> Image.Image:
    """Lines of digits as if written on a canvas, white on black, so many pixels apart."""
    canvas = Image.new("L", (600, 40 + 130 * len(lines)))
    for number, line in enumerate(lines):
        left = 20
        for label in line:
            made = digit(int(label), which)
            made = made.resize((made.width * scale, made.height * scale), Image.Resampling.BICUBIC)
            canvas.paste(made, (left, 20 + 130 * number + (80 - made.height) // 2))
            left += made.width + gap
    return canvas


@pytest.mark.parametrize("text", ["10", "1984", "77", "2026", "365", "40", "01234567"])
def test_digits_side_by_side_are_a_number(recognizer, text):
    answer = recognizer.recognize(written(text))
    assert (answer.number, answer.label, answer.reason) == (text, None, None)
    assert [found.label for found in answer.digits] == [int(label) for label in text]


def test_at_least_36_of_40_numbers_are_read(recognizer):
    random = np.random.default_rng(3)
    texts = ["".join(map(str, random.integers(0, 10, random.integers(2, 6)))) for _ in range(40)]
    canvases = [written(text, which=1 + at, gap=int(random.integers(2, 25))) for at, text in enumerate(texts)]
    answers = recognizer.read_segmented([segment_ink(canvas) for canvas in canvases])
    assert sum(answer.number == text for answer, text in zip(answers, texts, strict=True)) >= 36


def test_each_digit_has_its_own_box_picture_and_probabilities(recognizer):
    canvas = written("1984")
    answer = recognizer.recognize(canvas)
    for found, label in zip(answer.digits, (1, 9, 8, 4), strict=True):
        left, top, right, bottom = found.box
        alone = recognizer.recognize(canvas.crop((left - 4, top - 4, right + 4, bottom + 4)))
        assert alone.label == found.label == found.probabilities.argmax() == label
        assert found.probabilities.sum() == pytest.approx(1.0, abs=1e-5)
        assert (found.digit.dtype, found.digit.shape) == (np.uint8, (28, 28))
    assert np.array_equal(answer.digit, answer.digits[0].digit)
    assert [name for name, _ in answer.steps] == ["ink", "cropped", "fitted", "centred"]


def test_boxes_are_in_pixels_of_the_picture_that_was_given(recognizer):
    small = recognizer.recognize(written("1984"))
    large = recognizer.recognize(written("1984").resize((2400, 680), Image.Resampling.BICUBIC))
    assert (small.size, large.size) == ((600, 170), (2400, 680))
    for one, other in zip(small.digits, large.digits, strict=True):
        assert np.allclose(np.array(one.box) * 4, other.box, atol=12)


def test_single_digit_has_one_box_and_is_no_number(recognizer):
    answer = recognizer.recognize(written("7"))
    assert (answer.label, answer.number, len(answer.digits)) == (7, None, 1)
    assert answer.digits[0].box[0] == pytest.approx(20, abs=2)


@pytest.mark.parametrize("picture", [Image.new("L", (90, 60)), Drawing(((99, 99),), 20).coverage()])
def test_blank_canvas_and_a_dot_have_no_digits(recognizer, picture):
    answer = recognizer.recognize(picture)
    assert (answer.number, answer.digits, answer.size) == (None, (), picture.size)


def test_two_hundred_single_digits_are_not_cut(recognizer):
    images = [
        Image.fromarray(image).resize((112, 112), Image.Resampling.BICUBIC) for image in load("mnist").x_test[:200]
    ]
    answers = recognizer.read_segmented([segment_ink(image) for image in images])
    assert sum(answer.number is not None for answer in answers) <= 1


def strokes(*lines: tuple[tuple[int, int], ...], width: int = 12) -> Image.Image:
    canvas = Image.new("L", (280, 280))
    for line in lines:
        ImageDraw.Draw(canvas).line(line, fill=255, width=width, joint="curve")
    return canvas


FIVE = ((190, 60), (110, 60)), ((100, 80), (98, 130), (140, 122), (178, 140), (184, 175), (160, 210), (100, 215))
FOUR = ((110, 60), (85, 150), (160, 150)), ((178, 70), (178, 220))
SEVEN = ((90, 70), (190, 70), (140, 220)), ((120, 140), (180, 140))


@pytest.mark.parametrize(("lines", "label"), [(FIVE, 5), (FOUR, 4), (SEVEN, 7)])
def test_digit_of_several_strokes_stays_one(recognizer, lines, label):
    answer = recognizer.recognize(strokes(*lines))
    assert (answer.label, answer.number) == (label, None)


def test_digits_that_touch_are_parted(recognizer):
    for text in ("36", "20", "88"):
        assert recognizer.recognize(written(text, gap=-1)).number == text


def test_lines_are_read_from_top_to_bottom(recognizer):
    assert recognizer.recognize(written("12", "34")).number == "12 34"


def test_click_between_two_digits_is_no_digit(recognizer):
    canvas = written("31", gap=60)
    ImageDraw.Draw(canvas).ellipse((110, 90, 122, 102), fill=255)
    assert recognizer.recognize(canvas).number == "31"


@few
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 60), st.integers(0, 60))
def test_more_paper_around_a_number_moves_its_boxes_and_changes_nothing(recognizer, left, top, right, bottom):
    canvas = written("352").crop((0, 0, 300, 150))
    expected = recognizer.recognize(canvas)
    answer = recognizer.recognize(ImageOps.expand(canvas, (left, top, right, bottom)))
    assert answer.number == expected.number == "352"
    for one, other in zip(expected.digits, answer.digits, strict=True):
        assert np.allclose(np.array(one.box) + np.array([left, top, left, top]), other.box, atol=2)


@few
@given(drawings())
def test_any_drawing_has_few_digits_that_lie_on_it(recognizer, drawing):
    answer = recognizer.recognize(drawing.coverage())
    assert 1 <= len(answer.digits) <= MAX_DIGITS
    assert (answer.number is None) == (len(answer.digits) == 1 or answer.reason is not None)
    for found in answer.digits:
        left, top, right, bottom = found.box
        assert 0 <= left < right <= answer.size[0]
        assert 0 <= top < bottom <= answer.size[1]


@few
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 80), st.integers(1, 80))))
def test_any_array_is_answered(recognizer, pixels):
    answer = recognizer.recognize(pixels)
    assert len(answer.digits) <= MAX_DIGITS
    assert answer.probabilities.sum() == pytest.approx(1.0, abs=1e-5)


def test_thirteen_digits_are_refused_and_twelve_are_read(recognizer):
    canvases = [written("1234567890123"[:count], scale=2) for count in (12, 13)]
    twelve, thirteen = recognizer.read_segmented([segment_ink(canvas) for canvas in canvases])
    assert twelve.number == "123456789012"
    assert (thirteen.number, thirteen.label, thirteen.reason, len(thirteen.digits)) == (None, None, "not_digit", 1)


def bars(count: int) -> Image.Image:
    """Strokes side by side, each so close to the next that both may be one digit."""
    canvas = Image.new("L", (20 + 14 * count, 100))
    for at in range(count):
        ImageDraw.Draw(canvas).rectangle((10 + 14 * at, 20, 14 + 14 * at, 80), fill=255)
    return canvas


def test_hatching_costs_the_network_no_more_than_a_number_may():
    asked: list[int] = []

    def read(digits):
        asked.append(len(digits))
        return np.full((len(digits), 10), 0.1, np.float32), np.zeros(len(digits), np.float32)

    (((refused,),),) = Splitter(read).split([segment_ink(bars(60))])
    assert (asked, refused.reason) == ([], "not_digit")
    Splitter(read).split([segment_ink(bars(20))])
    assert asked == [] or max(asked) <= MAX_PIECES + 1


def test_without_anything_to_decide_the_network_is_not_asked():
    def read(_digits):
        raise AssertionError("asked")

    pictures = [segment_ink(written("7")), segment_ink(Image.new("L", (50, 50)))]
    assert [len(lines) for lines in Splitter(read).split(pictures)] == [1, 1]


def test_network_of_other_things_than_digits_reads_no_numbers(recognizer):
    answer = type(recognizer)(network(28, 28), reads_digits=False).recognize(written("1984"))
    assert (answer.number, len(answer.digits)) == (None, 1)


def test_every_model_reads_the_same_pictures(recognizer):
    other = type(recognizer)(network(28, 28)).recognize(written("1984"))
    for one, its in zip(recognizer.recognize(written("1984")).digits, other.digits, strict=True):
        assert one.box == its.box
        assert np.array_equal(one.digit, its.digit)
