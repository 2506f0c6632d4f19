"""The lessons that come with Digit Lab: each tutorial with all of its steps, in three languages that say the same."""

import re

import pytest

from base.languages import LANGUAGES
from base.settings import ROOT
from lessons import Lesson, Text, shelf
from lessons.links import PAGES
from lessons.shows import KINDS
from tests.house.test_translations import CHINESE_SCRIPTS
from training.recipe.recipes import RECIPES
from ui.lessons.results import DRAWN_BY

# What a reader of the tutorial does, by what shows its result.
COVERED = {
    "dense-128": ["shapes", "scaled", "flattened", "one_hot", "layers", "compile", "fit", "evaluate", "unscaled"],
    "dense-512": ["shapes", "labels", "image", "syntax", "fit", "predictions", "evaluate", "gap"],
    "fashion-128": ["names", "image", "pixels", "fit", "saved", "evaluate", "layers", "architecture", "runs"],
    "tiny-16": [
        "layers",
        "held_out",
        "fit",
        "curves",
        "evaluate",
        "saved",
        "photograph",
        "photograph_array",
        "photograph_answer",
    ],
    "deep-128": ["fit", "evaluate", "unscaled", "predictions", "probabilities", "mistakes"],
}
# What stands in its code: names that its readers have typed, and its own traps.
NAMED = {
    "dense-128": ["x_train", "y_test", "models.Sequential()", "model.add(", "input_shape=(784,)", "to_categorical("],
    "dense-512": ["train_images", "test_labels", "test_digits", "predictions", "test_images_pic"],
    "fashion-128": [
        "training_images",
        "training_labels",
        "test_labels",
        "Flatten(input_shape=(28, 28))",
        "loaded_model",
    ],
    "tiny-16": [
        "x_train",
        "history.history",
        "cv2.imread(",
        "cv2.resize(image, (28, 28))",
        "/ 255.0",
        "np.expand_dims",
    ],
    "deep-128": ["training_data", "test_labels", "tf.nn.relu", "tf.nn.softmax", "tf.optimizers.Adam()", "test_dtat"],
}
FOREIGN = {
    "dense-128": ["train_images", "training_"],
    "dense-512": ["x_train", "training_", "Flatten", "input_shape"],
    "fashion-128": ["x_train", " train_images", "(train_images"],
    "tiny-16": ["train_images", "training_", "Image.open"],
    "deep-128": ["x_train", "x_test", "train_images"],
}
SOURCES = {
    "dense-128": "實戰起手式",
    "dense-512": "textbook",
    "fashion-128": "AI Projects｜利用神經網路輕鬆建立",
    "tiny-16": "深度学习中的“Hello World”",
    "deep-128": "基于 MNIST 数据集的数字分类",
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
def test_code_has_the_names_of_the_tutorials_own_and_no_others(lesson):
    code = "\n".join(step.code for step in OURS[lesson].steps)
    assert [name for name in NAMED[lesson] if name not in code] == []
    assert [name for name in FOREIGN[lesson] if name in code] == []
    load = OURS[lesson].steps[0]
    assert load.show is not None
    assert [name for name in load.show.names if name not in load.code] == []


@pytest.mark.parametrize("lesson", RECIPES)
def test_each_lesson_names_its_tutorial_in_three_languages(lesson):
    source = OURS[lesson].source
    assert source is not None
    assert tuple(source) == tuple(LANGUAGES)
    assert SOURCES[lesson] in source["en"]
    assert len(set(source.values())) == len(LANGUAGES)


def test_every_trap_is_told_in_the_lesson_of_its_own_tutorial():
    traps = {(lesson, step.id) for lesson, each in OURS.items() for step in each.steps if "trap" in step.title["en"]}
    own = {("dense-512", "comma"), ("dense-512", "loop"), ("tiny-16", "hold-out"), ("deep-128", "forgotten-scale")}
    assert traps - own == {("dense-128", "forgotten-scale")}
    assert own <= traps
    (hold_out,) = [step for step in OURS["tiny-16"].steps if step.id == "hold-out"]
    assert "This tutorial, and no other of the five" in hold_out.text["en"]


@pytest.mark.parametrize("lesson", RECIPES)
def test_the_three_languages_tell_the_same_numbers(lesson):
    different = [text for text in texts(OURS[lesson]) if len({tuple(numbers(words)) for words in text.values()}) > 1]
    assert different == []


@pytest.mark.parametrize("lesson", RECIPES)
def test_each_text_is_there_in_its_own_script(lesson):
    for text in texts(OURS[lesson]):
        assert tuple(text) == tuple(LANGUAGES)
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


def test_lessons_lead_to_every_page_but_their_own():
    pages = {file.parent.name for file in (ROOT / "ui").glob("*/page.py")}
    assert set(PAGES) == pages - {"lessons"}
