"""Segment a picture file's ink."""

from recognition.pictures import open_picture
from recognition.preparation import prepare_without, shrink_whole
from recognition.preparation.resized import resize_file
from recognition.preparation.segmented_ink import SegmentedInk, segment_ink
from recognition.recognize_query import TUTORIAL, TUTORIAL_FILE, steps_left_out


def segment_file(content: bytes, way: str) -> SegmentedInk:
    """Open a picture and segment its ink.

    Args:
        content: the file's bytes.
        way: see `RecognizeQuery`.

    Raises:
        PictureError: see `open_picture`.
    """
    picture = open_picture(content)
    if way == TUTORIAL:
        return SegmentedInk(shrink_whole(picture))
    if way == TUTORIAL_FILE:
        return SegmentedInk(resize_file(content, picture))
    off = steps_left_out(way)
    return SegmentedInk(prepare_without(picture, off)) if off else segment_ink(picture)
