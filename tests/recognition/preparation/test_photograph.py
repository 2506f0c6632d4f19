"""Ink is found on photographs: on any paper or board, in any light, and none where nothing was written."""

import functools
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from base.settings import ROOT
from benchmarks.photo_scenes import SCENES, Glyph, Photograph, compose, glyph_count
from image_data import load
from recognition.preparation import photograph
from recognition.preparation.ink import find_ink
from tests.house.import_rules import WEB_PROCESS, read_modules, way_to
from tests.recognition.drawings import drawings, ink_and_paper

SIZE = (1000, 750)
# How much of ink and strokes together is both; what is missing is mostly the soft edge of thin lines.
SAME = 0.6
WELL = 0.8


@functools.cache
def photograph_of(kind: str, seed: int, is_blank: bool = False) -> Photograph:
    images, labels = load("mnist").x_test, load("mnist").y_test
    count = 0 if is_blank else glyph_count(SCENES[kind], seed)
    glyphs = [Glyph(int(labels[seed * 10 + n]), image=images[seed * 10 + n]) for n in range(count)]
    return compose(SCENES[kind], glyphs, seed, SIZE)


def opened(taken: Photograph) -> Image.Image:
    return Image.open(io.BytesIO(taken.jpeg))


def overlap(ink: Image.Image, drawn: np.ndarray) -> float:
    """The common part of two pictures of ink, of all that is in either: 0.0 to 1.0."""
    found, wanted = np.asarray(ink.resize(drawn.shape[::-1])) > 127, drawn > 127
    return float((found & wanted).sum() / max(1, (found | wanted).sum()))


@pytest.mark.parametrize("kind", SCENES)
def test_ink_on_a_photograph_is_what_was_written(kind):
    overlaps = [
        overlap(find_ink(opened(taken)), taken.ink) for taken in (photograph_of(kind, 1), photograph_of(kind, 2))
    ]
    assert min(overlaps) >= SAME
    assert np.mean(overlaps) >= WELL


@pytest.mark.parametrize("kind", [kind for kind in SCENES if not kind.startswith(("row", "small", "hard"))])
@pytest.mark.parametrize("seed", [1, 2])
def test_paper_without_writing_has_no_ink(kind, seed):
    assert not np.asarray(find_ink(opened(photograph_of(kind, seed, is_blank=True)))).any()


def test_noise_alone_is_no_ink():
    for seed in range(4):
        noise = np.random.default_rng(seed).normal(170, 2.0 + 4 * seed, (600, 800, 3))
        assert not np.asarray(find_ink(np.clip(noise, 0, 255).astype(np.uint8))).any()


@pytest.mark.parametrize("kind", ["pen, squared paper", "chalk, blackboard", "soft shadow"])
def test_photograph_on_its_side_has_its_ink_on_its_side(kind):
    taken = photograph_of(kind, 2)
    on_its_side = find_ink(opened(taken).transpose(Image.Transpose.ROTATE_90))
    assert overlap(on_its_side, np.rot90(taken.ink)) >= WELL


@pytest.mark.parametrize("kind", ["pen, lined paper", "felt pen, whiteboard"])
def test_grey_photograph_has_the_same_ink(kind):
    taken = photograph_of(kind, 1)
    assert overlap(find_ink(opened(taken).convert("L")), taken.ink) >= WELL


def test_photograph_with_an_opaque_alpha_channel_is_read_as_without():
    picture = opened(photograph_of("pen, lined paper", 1)).convert("RGB")
    assert np.array_equal(np.asarray(find_ink(picture.convert("RGBA"))), np.asarray(find_ink(picture)))


def test_small_digit_keeps_enough_pixels_for_the_network():
    scene = SCENES["small digit, 5 % of the width"]
    glyph = Glyph(3, image=load("mnist").x_test[18])
    taken = compose(scene, [glyph], 5, (2016, 1512))
    ink = find_ink(opened(taken))
    left, top, right, bottom = ink.point(lambda level: 255 * (level > 127)).getbbox() or (0, 0, 0, 0)
    assert max(ink.size) == 1500
    assert max(right - left, bottom - top) >= 60
    assert overlap(ink, taken.ink) >= WELL


def test_ink_has_the_shape_of_the_picture():
    for size in ((1600, 400), (401, 1203), (100, 90)):
        noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), np.uint8)
        ink = find_ink(noise)
        assert abs(ink.width / size[0] - ink.height / size[1]) <= 1 / min(ink.size)


@settings(max_examples=60)
@given(drawings(), ink_and_paper())
def test_flat_paper_is_never_taken_for_a_photograph(drawing, ink_paper):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photograph, "find_ink_on_photograph", lambda _: pytest.fail("This paper is of one colour."))
        find_ink(drawing.coloured(*ink_paper))
        find_ink(drawing.on_transparent(ink_paper[0]))


sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))
shapes = st.one_of(sizes, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)))


@settings(max_examples=150)
@given(arrays.arrays(np.uint8, shapes))
def test_any_picture_may_be_a_photograph(pixels):
    ink = np.asarray(photograph.find_ink_on_photograph(Image.fromarray(pixels)))
    assert (ink.dtype, ink.shape) == (np.dtype(np.uint8), pixels.shape[:2])


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 700), st.integers(1, 700), st.integers(0, 255))
def test_grain_of_any_kind_is_looked_at_without_complaint(seed, height, width, level):
    rng = np.random.default_rng(seed)
    pixels = np.clip(level + rng.normal(0, 60, (height, width, 3)), 0, 255).astype(np.uint8)
    assert find_ink(pixels).mode == "L"


def test_web_process_does_without_opencv():
    assert way_to({"cv2"}, WEB_PROCESS, read_modules(ROOT)) is None
