"""The opening process segmented as this process would, and is killed and replaced where a picture takes too long."""

import contextlib
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import psutil
import pytest
from numpy.typing import NDArray
from PIL import Image

from base.errors import NotAPictureError, PictureTooCostlyError, PictureTooLargeError
from recognition.opening.opener import Opener
from recognition.opening.segmenting import segment_file
from recognition.opening.wire import ink_from_bytes, ink_to_bytes, write_message
from recognition.preparation.segmented_ink import SegmentedInk
from tests.recognition.hostile import encoded, jpeg_of_scans, large
from tests.recognition.samples import BLANK, digit_files
from tests.recognition.test_numbers import written

WAYS = ["prepared", "tutorial", "tutorial-file", "without-cropped-centred"]
NUMBER = encoded(written("1984", "365").resize((2400, 1800)).convert("RGB"), "JPEG")


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    opened = Opener()
    yield opened
    opened.close()


def same(one: SegmentedInk, other: SegmentedInk) -> bool:
    whole, others = one.whole, other.whole
    assert [name for name, _ in whole.steps] == [name for name, _ in others.steps]
    pairs: list[tuple[NDArray[Any], NDArray[Any]]] = [
        (whole.digit, others.digit),
        *zip((s for _, s in whole.steps), (s for _, s in others.steps), strict=True),
    ]
    for line, its in zip(one.lines, other.lines, strict=True):
        assert (line.crossed, line.height, line.spans()) == (its.crossed, its.height, its.spans())
        pairs += [(line.ink, its.ink), (line.owners, its.owners), (line.boxes, its.boxes)]
    assert (whole.reason, whole.size, whole.box) == (others.reason, others.size, others.box)
    assert whole.may_be_refused == others.may_be_refused
    return all(np.array_equal(mine, its) and mine.dtype == its.dtype for mine, its in pairs)


@pytest.mark.parametrize("way", WAYS)
def test_sketch_from_the_opening_process_is_that_of_this_one(opener, way):
    for content in (NUMBER, digit_files(1)[0][0], BLANK):
        assert same(opener.segment(content, way), segment_file(content, way))


def test_number_of_two_lines_is_the_same_after_its_way_as_bytes():
    segmented = segment_file(NUMBER, "prepared")
    assert len(segmented.lines) == 2
    assert same(ink_from_bytes(ink_to_bytes(segmented)), segmented)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"junk", NotAPictureError), (bytes(20 * 2**20 + 1), PictureTooLargeError)],
    ids=["junk", "too large"],
)
def test_refusals_of_the_opening_process_are_raised_here(opener, content, kind):
    pid = opener.pid
    with pytest.raises(kind):
        opener.segment(content, "prepared")
    assert opener.pid == pid


@pytest.mark.parametrize("form", ["WEBP", "GIF", "HEIF", "PNG"])
def test_large_pictures_of_few_bytes_are_opened_within_the_limits(opener, form):
    assert opener.segment(large(form), "prepared").whole.reason == "blank"


def test_picture_that_takes_too_long_is_given_up_and_the_next_one_read(monkeypatch):
    impatient = Opener(timeout_s=0.2)  # less than the process takes to start
    with contextlib.closing(impatient):
        with pytest.raises(PictureTooCostlyError, match=r"within 0\.2 s"):
            impatient.segment(large("WEBP"), "prepared")
        assert impatient.pid is None
        monkeypatch.setattr(impatient, "_timeout_s", 30.0)
        assert impatient.segment(BLANK, "prepared").whole.reason == "blank"


def test_opening_process_that_was_stopped_is_killed_and_the_next_picture_read():
    opener = Opener(timeout_s=2.0)
    with contextlib.closing(opener):
        opener.segment(BLANK, "prepared")
        assert opener.pid is not None
        process = psutil.Process(opener.pid)
        process.suspend()
        with pytest.raises(PictureTooCostlyError):
            opener.segment(BLANK, "prepared")
        assert not process.is_running()
        assert opener.segment(BLANK, "prepared").whole.reason == "blank"


def test_opening_process_that_died_between_two_pictures_costs_no_picture():
    with contextlib.closing(Opener()) as opener:
        opener.segment(BLANK, "prepared")
        assert opener._child is not None
        opener._child.kill()
        opener._child.wait()
        assert opener.segment(BLANK, "prepared").whole.reason == "blank"


def test_opening_process_ends_with_its_parent_even_while_it_decodes():
    with contextlib.closing(Opener()) as opener:
        opener.segment(BLANK, "prepared")
        process = psutil.Process(opener.pid)
        assert opener._child is not None
        write_message(opener._child.stdin, b"prepared")
        write_message(opener._child.stdin, large("GIF"))
        opener._child.stdin.close()
        started = time.monotonic()
        process.wait(5)
        assert time.monotonic() - started < 1.0


def test_scans_are_refused_by_the_opening_process_at_once(opener):
    with pytest.raises(PictureTooCostlyError, match="scans"):
        opener.segment(jpeg_of_scans(5000, 2403), "prepared")


def test_grey_picture_of_sixteen_bits_is_sketched(opener):
    content = encoded(Image.fromarray(np.full((400, 400), 60_000, np.uint16)), "PNG")
    assert opener.segment(content, "prepared").whole.reason == "blank"
