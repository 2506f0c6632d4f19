"""The lessons that come with Digit Lab: each tutorial with all of its steps, in three languages that say the same."""

import re

import pytest

from lessons import LANGUAGES, Lesson, Text, shelf
from lessons.links import PAGES
from lessons.shows import KINDS
from settings import ROOT
from tests.house.test_translations import CHINESE_SCRIPTS
from training.recipes import RECIPES
from ui import language
from ui.components.lesson_results import DRAWN_BY

# What a reader of the tutorial does, by what shows its result.
COVERED = {
    "dense-128": ["shapes", "scaled", "flattened", "one_hot", "layers", "compile", "fit", "evaluate", "unscaled"],
    "dense-512": ["shapes", "labels", "image", "fit", "predictions", "evaluate", "gap"],
    "fashion-128": ["names", "image", "pixels", "fit", "saved", "evaluate", "layers", "architecture", "runs"],
    "tiny-16": ["layers", "syntax", "held_out", "fit", "curves", "evaluate", "saved", "photograph"],
    "deep-128": ["fit", "evaluate", "predictions", "probabilities", "mistakes"],
}
OURS = {lesson: shelf().lessons[lesson] for lesson in RECIPES}


def texts(lesson: Lesson) -> list[Text]:
    steps = [text for step in lesson.steps for text in (step.title, step.text, step.task) if text]
    return [lesson.title, lesson.summary, *steps]


def numbers(text: str) -> list[str]:
    return sorted(number.rstrip(".,") for number in re.findall(r"\d[\d.,]*", text))


def test_there_is_one_for_each_tutorial_and_nothing_is_wrong_with_any():
    assert shelf().problems == ()
    assert list(shelf().lessons) == list(RECIPES)
    assert all(lesson.recipe == RECIPES[name] for name, lesson in OURS.items())


@pytest.mark.parametrize("lesson", RECIPES)
def test_every_step_of_the_tutorial_is_there(lesson):
    shown = [step.show.kind for step in OURS[lesson].steps if step.show]
    assert set(COVERED[lesson]) - set(shown) == set()
    assert all(step.task for step in OURS[lesson].steps)
    assert all(step.code for step in OURS[lesson].steps)


@pytest.mark.parametrize("lesson", RECIPES)
def test_the_three_languages_tell_the_same_numbers(lesson):
    different = [text for text in texts(OURS[lesson]) if len({tuple(numbers(words)) for words in text.values()}) > 1]
    assert different == []


@pytest.mark.parametrize("lesson", RECIPES)
def test_each_text_is_there_in_its_own_script(lesson):
    for text in texts(OURS[lesson]):
        assert tuple(text) == LANGUAGES
        assert not re.search(r"[\u4e00-\u9fff]", text["en"])
        for code, foreign in CHINESE_SCRIPTS.items():
            assert not set(text[code.replace("_", "-")]) & set(foreign), text


def test_the_program_goes_on_training_to_the_overfitting():
    last = OURS["deep-128"].steps[-1]
    assert last.show is not None
    assert (last.show.recipe.epochs, last.show.recipe.validation) == (30, "split")


def test_every_kind_of_result_is_used_and_drawn_by_something():
    used = {step.show.kind for lesson in OURS.values() for step in lesson.steps if step.show}
    assert set(DRAWN_BY) == set(KINDS)
    assert set(KINDS) - used == set()


def test_lessons_know_the_languages_of_the_pages_and_lead_to_every_page_but_their_own():
    assert tuple(language.LANGUAGES) == LANGUAGES
    pages = {file.stem for file in (ROOT / "ui" / "pages").glob("*.py")}
    assert set(PAGES) == pages - {"__init__", "lessons"}
