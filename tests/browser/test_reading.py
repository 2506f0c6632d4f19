"""What people really draw, from the pen to the page and into the database: odd forms, scribbles, numbers, verdicts."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from base.settings import ROOT
from tests.browser.pen import (
    BARRED_SEVEN,
    DIGITS,
    SCRIBBLE,
    SLASHED_ZERO,
    answer,
    canvas,
    draw,
    draw_strokes,
    expect_final,
    open_draw_page,
    side_by_side,
)
from tests.server import Server


@pytest.fixture(autouse=True)
def _empty_database(server: Server) -> None:
    for file in server.store.parent.glob("digitlab.db*"):
        file.unlink()


@pytest.mark.parametrize(("strokes", "digit"), [(SLASHED_ZERO, "0"), (BARRED_SEVEN, "7")], ids=["0", "7"])
def test_digit_with_a_bar_through_it_is_read(page: Page, server: Server, strokes, digit) -> None:
    open_draw_page(page, server.url)
    draw_strokes(page, strokes)
    expect_final(page, digit)


def test_scribble_is_refused_kindly_with_what_comes_closest(
    page: Page, server: Server, console_errors: list[str]
) -> None:
    open_draw_page(page, server.url)
    draw_strokes(page, SCRIBBLE)
    expect_final(page, "?")
    expect(answer(page)).to_contain_text("This does not look like a digit.")
    expect(answer(page)).to_contain_text("Closest: ")
    expect(page.locator(".lens-bars")).to_be_visible()
    page.get_by_test_id("tool-clear").click()
    draw(page, 7)
    expect_final(page, "7")
    assert console_errors == []


def test_two_digits_are_read_as_a_number_each_in_its_box(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw_strokes(page, side_by_side((4, 2)))
    expect_final(page, "42")
    assert answer(page).inner_text().startswith("42")
    expect(page.locator(".boxes .chip b")).to_have_text(["4", "2"])
    (left, right), sheet = (_boxes(page, 2), canvas(page).bounding_box())
    assert sheet is not None
    middle = sheet["x"] + sheet["width"] / 2
    assert left["x"] + left["width"] <= middle <= right["x"]


def test_photograph_with_several_digits_is_read_as_a_number(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    _open_photograph(page, _photograph((2, 7, 4)))
    expect_final(page, "274")
    expect(page.locator(".boxes .chip b")).to_have_text(["2", "7", "4"])


def test_verdict_on_a_photograph_is_kept_with_its_picture_and_no_strokes(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1")
    _open_photograph(page, _photograph((7,)))
    expect_final(page, "7")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Yes", exact=True).click()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("Kept. Thank you!")).to_be_visible()
    assert _exported(server) == []  # the strokes on the canvas are another drawing's
    page.get_by_role("button", name="What is kept").click()
    expect(page.get_by_text("It said: 7. You said: 7.")).to_be_visible()


def test_right_answer_is_kept_once_agreed_shown_and_deleted(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Yes", exact=True).click()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("Kept. Thank you!")).to_be_visible()
    (kept,) = _exported(server)
    assert (kept["label"], kept["tags"]) == (7, ["right"])
    _assert_lies_on(kept, DIGITS[7])
    page.get_by_role("button", name="What is kept").click()
    expect(page.get_by_text("It said: 7. You said: 7.")).to_be_visible()
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_role("button", name="What is kept")).to_have_count(0)
    assert _exported(server) == []


def test_wrong_answer_is_kept_with_the_truth_and_the_second_one_without_a_question(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 1)
    expect_final(page, "1")
    page.get_by_role("button", name="No, it is a …").click()
    page.get_by_role("button", name="7", exact=True).last.click()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("Kept. Thank you!")).to_be_visible()
    page.get_by_test_id("tool-clear").click()
    draw(page, 2)
    expect_final(page, "2")
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Kept. Thank you!")).to_be_visible()
    assert [(kept["label"], *kept["tags"]) for kept in _exported(server)] == [(7, "wrong"), (2, "right")]


def test_nothing_is_kept_of_a_visitor_who_does_not_agree(page: Page, server: Server) -> None:
    open_draw_page(page, server.url)
    draw(page, 7)
    expect_final(page, "7")
    page.get_by_role("button", name="Yes", exact=True).click()
    page.get_by_role("button", name="Keep nothing").click()
    expect(page.get_by_text("Nothing was kept.")).to_be_visible()
    assert _exported(server) == []
    expect(page.get_by_role("button", name="What is kept")).to_have_count(0)


def test_drawing_goes_on_where_the_database_does_not_answer(page: Page, server: Server) -> None:
    file = server.store.parent / "digitlab.db"
    file.mkdir()
    try:
        open_draw_page(page, server.url)
        draw(page, 7)
        expect_final(page, "7")
        page.get_by_role("button", name="Yes", exact=True).click()
        expect(page.get_by_text("the database is not responding")).to_be_visible()
        page.get_by_test_id("tool-clear").click()
        draw(page, 1)
        expect_final(page, "1")
    finally:
        file.rmdir()


def _open_photograph(page: Page, content: bytes) -> None:
    page.get_by_role("button", name="Photograph").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "number.jpg", "mimeType": "image/jpeg", "buffer": content}
    )


def _boxes(page: Page, count: int) -> list[Any]:
    """Where the boxes are, all of one moment: each answer draws them anew, and for that moment there are none."""
    boxes = page.locator(".boxes .box")
    places: list[Any] = []
    while len(places) != count or not all(place["width"] for place in places):
        expect(boxes).to_have_count(count)
        places = boxes.evaluate_all("found => found.map(box => box.getBoundingClientRect())")
    return places


def _exported(server: Server) -> list[dict[str, Any]]:
    """What the teacher's command finds in the server's database."""
    environment = os.environ | {"DIGITLAB_DATABASE": server.database}
    command = [sys.executable, "-m", "feedback"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _assert_lies_on(kept: dict[str, Any], strokes: Sequence[Sequence[tuple[float, float]]]) -> None:
    """The kept strokes begin and end where the pen did, to a hundredth of the canvas."""
    for drawn, found in zip(strokes, kept["strokes"], strict=True):
        for point, exact in ((found[0], drawn[0]), (found[-1], drawn[-1])):
            assert (point[0] / kept["width"], point[1] / kept["height"]) == pytest.approx(exact, abs=0.01)


def _photograph(digits: Sequence[int]) -> bytes:
    """A number in blue ink on ruled, unevenly lit paper, a little turned, as a phone takes it."""
    paper = Image.linear_gradient("L").resize((1600, 1200)).point([190 + level // 6 for level in range(256)])
    page = Image.merge("RGB", [paper] * 3)
    brush = ImageDraw.Draw(page)
    for y in range(100, 1200, 110):
        brush.line((0, y, 1600, y), (150, 180, 210), 3)
    for place, digit in enumerate(digits):
        for stroke in DIGITS[digit]:
            points = [(x * 480 + 120 + place * 420, y * 480 + 350) for x, y in stroke]
            brush.line(points, (30, 40, 110), 22, joint="curve")
    buffer = io.BytesIO()
    page.rotate(-4, Image.Resampling.BICUBIC, fillcolor=(200, 200, 200)).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
