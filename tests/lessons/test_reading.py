"""A lesson's file is read strictly: what is wrong in it is said with its place, its value, and how to mend it."""

import pytest

from base.errors import LessonError
from lessons.lesson import Link, worded
from lessons.reading import MAX_FILE_BYTES, MAX_STEPS, read_lesson
from tests.lessons.samples import LESSON, write_lesson


def test_a_lesson_is_what_its_file_says(tmp_path):
    lesson = read_lesson(write_lesson(tmp_path))
    look, fit = lesson.steps
    assert (lesson.id, lesson.title, lesson.languages) == ("our-class", {"en": "Our class"}, ("en",))
    assert (lesson.recipe.name, lesson.recipe.epochs) == ("dense-128", 3)
    assert (look.id, look.code, look.task) == ("look", "x_train[7]", {"en": "Find a 3."})
    assert look.show is not None
    assert (look.show.kind, look.show.part, look.show.image) == ("one_hot", "train", 7)
    assert look.link is not None
    assert look.link.address(lang="zh-TW") == "./data?dataset=mnist&image=7&lang=zh-TW"
    assert fit.show is not None
    assert (fit.show.recipe.epochs, fit.show.recipe.hidden, fit.code) == (3, (256, 64), "")
    assert fit.task is None


def test_the_draw_page_is_the_root_of_the_server():
    assert Link("draw", (("why", "1"),)).address() == "./?why=1"


def test_a_text_in_another_language_is_shown_in_the_first_that_was_written():
    assert worded({"zh-TW": "訓練", "en": "Train"}, "en") == "Train"
    assert worded({"zh-TW": "訓練"}, "en") == "訓練"


BROKEN = [
    # What stands in the file, what in its place, where the error is, and what it says.
    ('recipe = "dense-128"\n', "", "our-class.toml · recipe", "missing"),
    ('recipe = "dense-128"\n', 'recipe = "huge-9000"\n', "our-class.toml · recipe", "choose of dense-128, dense-512"),
    ("epochs = 3 }\ntitle", "epochs = 99 }\ntitle", "· settings.epochs", "1 to 50"),
    ("epochs = 3 }\ntitle", "speed = 3 }\ntitle", "· settings.speed", "no such field"),
    ("epochs = 3 }\ntitle", "epochs = true }\ntitle", "· settings.epochs", "a text or a number"),
    ('languages = ["en"]', 'languages = ["de"]', "· languages", "one of en, zh-TW, zh-CN"),
    ('languages = ["en"]', "languages = []", "· languages", "some of en, zh-TW, zh-CN"),
    ("[[steps]]", "[[stops]]", "· stops", "no such field. Known here: languages, names, recipe"),
    ('id = "fit"', 'id = "look"', "· [[steps]] 2 (look) · id", "Another step has this id already"),
    ('id = "fit"', 'id = "Fit it!"', "· [[steps]] 2 · id", "a-z, 0-9 and single hyphens"),
    ('id = "fit"\n', "", "· [[steps]] 2 · id", "missing"),
    ('title = { en = "Look" }', 'title = { en = "" }', "(look) · title.en", "1 to 60 characters"),
    ('title = { en = "Look" }', 'title = "Look"', "(look) · title", "a table, with en"),
    ('title = { en = "Look" }', 'title = { zh-TW = "看" }', "(look) · title.zh-TW", "no such field"),
    ('title = { en = "Look" }', "title = { en = 7 }", "(look) · title.en", "1 to 60 characters"),
    ("**28×28**", "<script>alert(1)</script>", "(look) · text.en", "without links, pictures and HTML"),
    ("**28×28**", "[28](javascript:alert(1))", "(look) · text.en", "without links, pictures and HTML"),
    ("**28×28**", "![28](http://spy/pixel.png)", "(look) · text.en", "without links, pictures and HTML"),
    ("**28×28**", "https://elsewhere.example", "(look) · text.en", "without links, pictures and HTML"),
    ("**28×28**", "[28][1]\\n\\n[1]: elsewhere", "(look) · text.en", "without links, pictures and HTML"),
    ('kind = "one_hot"', 'kind = "eval"', "(look) · show.kind", "one of shapes, labels"),
    ('kind = "one_hot", part', 'kind = "shapes", part', "(look) · show.image", "Known here: kind, settings"),
    ('part = "train"', 'part = "secret"', "(look) · show.part", "one of train, test"),
    ("image = 7 }\ntask", "image = 10000 }\ntask", "(look) · show.image", "from 0 to 9999"),
    ("image = 7 }\ntask", "image = true }\ntask", "(look) · show.image", "from 0 to 9999"),
    ('page = "data"', 'page = "https://elsewhere"', "(look) · link.page", "one of draw, train"),
    ('dataset = "mnist", image', 'dataset = "faces", image', "(look) · link.dataset", "mnist|fashion_mnist"),
    (
        'dataset = "mnist", image',
        'run = "7", image',
        "(look) · link.run",
        "Known here: dataset, image, page, part, view",
    ),
    ('hidden = "256-64"', 'hidden = "many"', "(fit) · show.settings.hidden", "Try 256-128"),
    ("epochs = 3, lock", "epochs = 0, lock", "(fit) · link.epochs", "1 to 50"),
    ('lock = "epochs"', 'lock = "screen"', "(fit) · link.lock", "What is locked is all"),
    ("text = { en = ", "text == { en = ", "our-class.toml:", "no TOML in UTF-8"),
]


@pytest.mark.parametrize(("old", "new", "place", "rule"), BROKEN, ids=[f"{new[:24]}" for _, new, _, _ in BROKEN])
def test_what_is_wrong_is_said_with_its_place_and_its_mend(tmp_path, old, new, place, rule):
    with pytest.raises(LessonError) as refused:
        read_lesson(write_lesson(tmp_path, old, new))
    told = str(refused.value)
    assert place in told
    assert rule in told
    assert "Received: " in told
    assert refused.value.details["place"] in told


def test_a_lesson_that_says_no_languages_is_in_those_of_its_title(tmp_path):
    path = write_lesson(tmp_path, 'languages = ["en"]')
    assert read_lesson(path).languages == ("en",)
    silent = path.read_text("utf-8")
    path.write_text(silent.replace('title = { en = "Our class" }', 'title = { zh-CN = "我们班", en = "Our class" }'))
    with pytest.raises(LessonError, match=r"\(look\) · title\.zh-CN: This field is missing"):
        read_lesson(path)
    path.write_text(silent.replace('title = { en = "Our class" }', 'title = { de = "Unsere Klasse" }'))
    with pytest.raises(LessonError, match=r"title\.de: There is no such field\. Known here: en, zh-CN, zh-TW"):
        read_lesson(path)
    path.write_text(silent.replace('title = { en = "Our class" }', "title = {}"))
    with pytest.raises(LessonError, match=r"title\.en: This field is missing"):
        read_lesson(path)


@pytest.mark.parametrize("name", ["Our Class.toml", "-.toml", "ü.toml", "a" * 41 + ".toml"])
def test_a_file_is_named_as_an_address_can_name_it(tmp_path, name):
    with pytest.raises(LessonError, match="the file's name"):
        read_lesson(write_lesson(tmp_path, name=name))


def test_what_is_too_large_is_not_read(tmp_path):
    path = write_lesson(tmp_path)
    path.write_text("#" * (MAX_FILE_BYTES + 1))
    with pytest.raises(LessonError, match="at most 262,144 bytes"):
        read_lesson(path)
    step = LESSON[LESSON.index("[[steps]]") : LESSON.index('[[steps]]\nid = "fit"')]
    steps = "".join(step.replace('"look"', f'"look-{number}"') for number in range(MAX_STEPS + 1))
    path.write_text(LESSON[: LESSON.index("[[steps]]")] + steps)
    with pytest.raises(LessonError, match="1 to 40 steps"):
        read_lesson(path)


def test_what_is_no_text_or_not_there_is_said(tmp_path):
    path = write_lesson(tmp_path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LessonError, match="no TOML in UTF-8"):
        read_lesson(path)
    path.write_text("a = " + "[" * 5000)
    with pytest.raises(LessonError, match="no TOML in UTF-8"):
        read_lesson(path)
    with pytest.raises(LessonError, match="check its name and rights"):
        read_lesson(tmp_path / "nowhere.toml")


def test_a_long_value_is_quoted_shortly(tmp_path):
    with pytest.raises(LessonError) as refused:
        read_lesson(write_lesson(tmp_path, 'page = "data"', f'page = "{"x" * 5000}"'))
    assert len(str(refused.value)) < 250
