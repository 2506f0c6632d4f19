"""What each distortion does to an image, measured on its pixels."""

import numpy as np
import pytest
from numpy.typing import NDArray

import image_data
from evaluation.distortions import DISTORTIONS, add_noise, shift, shrink, thicken, thin, turn

Images = NDArray[np.uint8]


@pytest.fixture
def digits() -> Images:
    return image_data.load("mnist").x_test[:40]


def center(image: Images) -> tuple[float, float]:
    """The centre of mass, (row, column)."""
    weights = image.astype(float)
    rows, columns = np.indices(image.shape)
    return float((rows * weights).sum() / weights.sum()), float((columns * weights).sum() / weights.sum())


def ink(images: Images) -> NDArray[np.float64]:
    summed: NDArray[np.float64] = images.astype(float).sum(axis=(1, 2))
    return summed


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_level_0_changes_nothing_and_every_level_keeps_the_form(kind: str, digits: Images) -> None:
    distortion = DISTORTIONS[kind]
    before = digits.copy()
    assert distortion.levels[0] == 0
    assert (distortion.apply(digits, 0) == digits).all()
    for level in distortion.levels[1:]:
        changed = distortion.apply(digits, level)
        assert changed.shape == digits.shape
        assert changed.dtype == np.uint8
        assert (changed != digits).any()
        assert (distortion.apply(digits, level) == changed).all()
    assert (digits == before).all()


@pytest.mark.parametrize("kind", DISTORTIONS)
def test_each_of_the_first_levels_goes_further_from_the_image_than_the_one_before(kind: str, digits: Images) -> None:
    distances = [
        np.abs(DISTORTIONS[kind].apply(digits, level).astype(float) - digits).mean()
        for level in DISTORTIONS[kind].levels[:5]
    ]
    assert (np.diff(distances) > 0).all()


@pytest.mark.parametrize(("place", "down", "right"), [(0, 0, 1), (1, 1, 0), (2, 0, -1), (3, -1, 0), (4, 0, 1)])
@pytest.mark.parametrize("pixels", [1, 3])
def test_shift_moves_the_centre_of_mass_by_as_many_pixels(
    digits: Images, place: int, down: int, right: int, pixels: int
) -> None:
    row, column = center(digits[place])
    moved = shift(digits, pixels)
    assert center(moved[place]) == pytest.approx((row + down * pixels, column + right * pixels), abs=1e-6)


def test_what_is_shifted_out_is_lost() -> None:
    full = np.full((1, 28, 28), 255, np.uint8)
    moved = shift(full, 6)[0]
    assert (moved[:, :6] == 0).all()
    assert (moved[:, 6:] == 255).all()


def test_turn_is_clockwise_for_the_first_and_the_other_way_for_the_second() -> None:
    above = np.zeros((2, 28, 28), np.uint8)
    above[:, 4:7, 12:16] = 255
    first, second = turn(above, 90)
    assert center(first) == pytest.approx((13.5, 22), abs=0.1)
    assert center(second) == pytest.approx((13.5, 5), abs=0.1)


def test_turn_keeps_the_ink_and_a_whole_turn_the_image(digits: Images) -> None:
    assert ink(turn(digits, 30)) == pytest.approx(ink(digits), rel=0.03)
    assert np.abs(turn(digits, 360).astype(int) - digits).max() <= 1


def test_shrink_makes_the_area_smaller_about_the_middle(digits: Images) -> None:
    for percent in (20, 50):
        scale = 1 - percent / 100
        small = shrink(digits, percent)
        assert ink(small) == pytest.approx(ink(digits) * scale**2, rel=0.03)
        row, column = center(digits[0])
        expected = (13.5 + (row - 13.5) * scale, 13.5 + (column - 13.5) * scale)
        assert center(small[0]) == pytest.approx(expected, abs=0.1)


def test_thin_takes_ink_from_every_image_and_thicken_adds_some_to_each(digits: Images) -> None:
    for pixels in (0.25, 0.5, 1.0):
        assert (thin(digits, pixels) <= digits).all()
        assert (thicken(digits, pixels) >= digits).all()
        assert (ink(thin(digits, pixels)) < ink(digits)).all()
        assert (ink(thicken(digits, pixels)) > ink(digits)).all()


def test_a_bar_gets_thinner_and_thicker_by_twice_the_level() -> None:
    bar = np.zeros((1, 28, 28), np.uint8)
    bar[0, :, 10:16] = 255
    width = 6
    for pixels in (0.25, 0.5, 1.0, 1.25):
        middle = slice(10, 18)
        assert thin(bar, pixels)[0, middle].sum(axis=1) / 255 == pytest.approx(width - 2 * pixels, abs=0.01)
        assert thicken(bar, pixels)[0, middle].sum(axis=1) / 255 == pytest.approx(width + 2 * pixels, abs=0.01)


def test_ink_of_one_image_never_reaches_another() -> None:
    full = np.zeros((3, 28, 28), np.uint8)
    full[1] = 255
    changed = thicken(full, 1.25)
    assert not changed[[0, 2]].any()
    assert (thin(full, 1.25)[1, 2:-2, 2:-2] == 255).all()


def test_noise_has_its_standard_deviation() -> None:
    grey = np.full((50, 28, 28), 128, np.uint8)
    for percent in (5, 10, 20):
        assert add_noise(grey, percent).std() == pytest.approx(255 * percent / 100, rel=0.03)
