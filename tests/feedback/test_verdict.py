"""Only what a canvas and a network can give is kept, and of a picture only its pixels."""

import contextlib
import io
import math
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from base.errors import TruthError, VerdictError
from feedback import NOT_A_DIGIT
from feedback.verdict import MAX_COORDINATE, MAX_PICTURE_BYTES, MAX_POINTS, PICTURE_SIDE, checked
from tests.feedback.samples import png, verdict


@pytest.mark.parametrize("truth", ["0", "7", "1984", "007", "12 34", "0" * 12, "123456 789012", NOT_A_DIGIT])
def test_digit_number_and_not_a_digit_are_truths(truth):
    assert checked(verdict(truth=truth)).truth == truth


@pytest.mark.parametrize(
    "truth", ["", " ", "x", "-1", "1.5", "?", "1?", "٣", "七", "1  2", " 1", "1 ", "1\n", "0" * 13, "NOT A DIGIT"]
)
def test_anything_else_is_no_truth(truth):
    with pytest.raises(TruthError) as refused:
        checked(verdict(truth=truth))
    assert refused.value.details == {"truth": truth, "limit": 12}


@pytest.mark.parametrize(
    "changes",
    [
        {"label": 10},
        {"label": -1},
        {"number": "12a"},
        {"number": "1" * 13},
        {"not_digit": 1.5},
        {"not_digit": math.nan},
        {"probabilities": (0.1,) * 9},
        {"probabilities": (0.1,) * 9 + (math.nan,)},
        {"probabilities": (0.1,) * 9 + (2.0,)},
        {"size": (0, 5)},
        {"size": (5, MAX_COORDINATE + 1)},
        {"strokes": (((math.inf, 1.0),),)},
        {"strokes": (((math.nan, 1.0),),)},
        {"strokes": (((1.0, -5000.0),),)},
        {"strokes": (((1.0, 1.0),) * (MAX_POINTS + 1),)},
        {"picture": b""},
        {"picture": b"GIF89a"},
        {"picture": png()[:-40]},
        {"picture": png()[:60] + bytes(200)},
        {"picture": bytes(MAX_PICTURE_BYTES + 1)},
        {"picture": png(MAX_COORDINATE + 1, 1)},
    ],
)
def test_what_no_canvas_and_no_network_gives_is_refused(changes):
    with pytest.raises(VerdictError) as refused:
        checked(verdict(**changes))
    assert refused.value.details["field"] == next(iter(changes))
    assert len(str(refused.value)) < 200


@given(st.binary(max_size=300), st.integers(0, 300))
def test_damaged_picture_is_refused_and_nothing_worse(junk, place):
    sound = png()
    with contextlib.suppress(VerdictError):
        checked(verdict(picture=sound[:place] + junk + sound[place + len(junk) :]))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@given(
    st.sampled_from([b"IHDR", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"iCCP", b"pHYs", b"eXIf"]), st.binary(max_size=40)
)
def test_nonsense_behind_a_right_checksum_is_refused_and_nothing_worse(kind, nonsense):
    sound = png()
    with contextlib.suppress(VerdictError):
        checked(verdict(picture=sound[:33] + chunk(kind, nonsense) + sound[33:]))


def test_picture_that_would_unpack_to_gigabytes_is_refused_at_once():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(10**6)))
    with pytest.raises(VerdictError):
        checked(verdict(picture=bomb))


def test_of_a_photograph_neither_place_nor_camera_is_kept():
    exif = Image.Exif()
    exif[0x010F] = "Camera of a pupil"
    exif[0x8825] = {1: "N", 2: (25.0, 2.0, 0.0)}
    noted = png(exif=exif, icc_profile=b"profile of a pupil's screen")
    assert b"Camera of a pupil" in noted
    kept = checked(verdict(picture=noted)).picture
    assert set(Image.open(io.BytesIO(kept)).info) == set()
    assert b"pupil" not in kept


def test_large_picture_is_made_small_and_keeps_its_shape():
    kept = Image.open(io.BytesIO(checked(verdict(picture=png(1200, 600))).picture))
    assert kept.size == (PICTURE_SIDE, PICTURE_SIDE // 2)


def test_canvas_without_paper_stays_transparent():
    buffer = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")
    assert Image.open(io.BytesIO(checked(verdict(picture=buffer.getvalue())).picture)).getpixel((0, 0)) == (0, 0, 0, 0)


@given(st.lists(st.lists(st.tuples(st.floats(-100, 500), st.floats(-100, 500)), max_size=5), max_size=5))
def test_strokes_keep_their_way_to_a_tenth_of_a_pixel_and_empty_ones_go(strokes):
    kept = checked(verdict(strokes=strokes)).strokes
    drawn = [stroke for stroke in strokes if stroke]
    assert [len(stroke) for stroke in kept] == [len(stroke) for stroke in drawn]
    for one, other in zip(kept, drawn, strict=True):
        for point, exact in zip(one, other, strict=True):
            assert point == pytest.approx(exact, abs=0.051)


@pytest.mark.parametrize(
    ("label", "number", "answer"), [(7, None, "7"), (None, "1?84", "1?84"), (None, None, NOT_A_DIGIT)]
)
def test_answer_is_worded_as_the_truth_is(label, number, answer):
    given_answer = verdict(label=label, number=number, truth=answer)
    assert given_answer.answer == answer
    assert given_answer.is_right
    assert not verdict(label=label, number=number, truth="3").is_right
