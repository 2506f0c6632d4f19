"""A teacher's lessons stand beside ours; one that is broken is told, and keeps no other away."""

import pytest

from lessons import shelf
from tests.lessons.samples import write_lesson
from training.recipe.recipes import RECIPES


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_LESSONS", str(tmp_path / "lessons"))
    return tmp_path / "lessons"


def test_a_teachers_lesson_comes_after_ours(folder):
    write_lesson(folder)
    assert list(shelf().lessons) == [*RECIPES, "our-class"]
    assert shelf().problems == ()


def test_a_changed_file_is_read_anew(folder):
    path = write_lesson(folder)
    assert shelf().lessons["our-class"].title == {"en": "Our class"}
    write_lesson(folder, "Our class", "Our dear class")
    assert shelf().lessons["our-class"].title == {"en": "Our dear class"}
    path.unlink()
    assert list(shelf().lessons) == list(RECIPES)


def test_a_broken_lesson_is_told_and_the_others_stay(folder):
    write_lesson(folder, 'kind = "fit"', 'kind = "magic"', "broken.toml")
    write_lesson(folder)
    (folder / "notes.txt").write_text("no lesson")
    found = shelf()
    assert list(found.lessons) == [*RECIPES, "our-class"]
    (problem,) = found.problems
    assert problem.details["place"] == "broken.toml · [[steps]] 2 (fit) · show.kind"


def test_no_lesson_takes_the_place_of_one_of_ours(folder):
    write_lesson(folder, name="tiny-16.toml")
    found = shelf()
    assert found.lessons["tiny-16"].title["en"] == "Small, with dropout"
    assert "name the file anew" in str(found.problems[0])


def test_a_folder_that_is_not_there_and_a_link_to_nowhere_are_told(folder):
    assert "DIGITLAB_LESSONS must name a folder" in str(shelf().problems[0])
    folder.mkdir()
    (folder / "gone.toml").symlink_to(folder / "nowhere")
    assert "gone.toml" in str(shelf().problems[0])
    assert list(shelf().lessons) == list(RECIPES)
