"""From a picture's bytes to its sketch, in the way that is asked for."""

from recognition.pictures import open_picture
from recognition.preparation import prepare_without, shrink_whole
from recognition.preparation.resized import resize_file
from recognition.preparation.sketch import Sketch, sketch
from recognition.question import TUTORIAL, TUTORIAL_FILE, steps_left_out


def sketch_file(content: bytes, way: str) -> Sketch:
    """Open a picture and find what is on it.

    Args:
        content: the bytes of its file.
        way: as of `Question`.

    Raises:
        PictureError: as `open_picture`.
    """
    picture = open_picture(content)
    if way == TUTORIAL:
        return Sketch(shrink_whole(picture))
    if way == TUTORIAL_FILE:
        return Sketch(resize_file(content, picture))
    off = steps_left_out(way)
    return Sketch(prepare_without(picture, off)) if off else sketch(picture)
