"""Reading a lesson's file, strictly: what is not understood is refused, and how to mend it said."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from base.errors import RecipeError
from base.languages import DEFAULT_LANGUAGE, LANGUAGES
from lessons.lesson import NAMES, Lesson, Link, Show, Step
from lessons.links import PAGES
from lessons.place import Place
from lessons.shows import KINDS, LAST_IMAGE, MAX_COUNT, PARTS
from training.recipe.fields import FIELDS
from training.recipe.link import changed_recipe, from_query, locked_names
from training.recipe.recipes import Recipe

MAX_FILE_BYTES = 256 * 1024
MAX_STEPS = 40
MAX_TITLE, MAX_SOURCE, MAX_TEXT, MAX_CODE = 60, 300, 1_500, 2_000
OPTIONAL = {"languages", "settings", "names", "source"}


def read_lesson(path: Path) -> Lesson:
    """Read a lesson from its file, which is named after the lesson's id.

    Raises:
        LessonError: the file cannot be read, or something in it is not as it must be.
    """
    place = Place(path.name)
    place.id("the file's name", path.stem)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        place.refuse("", str(error), "The file cannot be read: check its name and rights.")
    if len(content) > MAX_FILE_BYTES:
        place.refuse("", f"{len(content):,} bytes or more", f"A file has at most {MAX_FILE_BYTES:,} bytes.")
    try:
        values = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        place.refuse("", str(error), "The file is no TOML in UTF-8: mend the line that is named.")
    return _Reading(place, values).lesson(path.stem)


class _Reading:
    """One file on its way to a lesson: what stands at its top holds for all of its steps.

    Args:
        place: the file.
        values: what is in it.
    """

    def __init__(self, place: Place, values: dict[str, Any]) -> None:
        self._place = place
        self._values = place.table("", values, {"title", "summary", "recipe", "steps"}, OPTIONAL)
        self._languages = self._read_languages()
        self._settings = self._values.get("settings", {})
        self._recipe = self._read_recipe(place, "", {})
        self._names = self._read_names()

    def lesson(self, lesson: str) -> Lesson:
        """All of it."""
        steps = self._values["steps"]
        if not isinstance(steps, list) or not 1 <= len(steps) <= MAX_STEPS:
            self._place.refuse("steps", steps, f"A lesson has 1 to {MAX_STEPS} steps, each a table under [[steps]].")
        read: list[Step] = []
        for number, values in enumerate(steps, start=1):
            place = self._place.of_step(number, values)
            read.append(self._step(place, values))
            if read[-1].id in {earlier.id for earlier in read[:-1]}:
                place.refuse("id", read[-1].id, "Another step has this id already.")
        return Lesson(
            id=lesson,
            title=self._place.text("title", self._values["title"], self._languages, MAX_TITLE),
            summary=self._place.text("summary", self._values["summary"], self._languages, MAX_TEXT),
            languages=self._languages,
            recipe=self._recipe,
            steps=tuple(read),
            source=self._place.text("source", self._values["source"], self._languages, MAX_SOURCE)
            if "source" in self._values
            else None,
        )

    def _read_languages(self) -> tuple[str, ...]:
        """Those that the file says, else those that its title is written in, in our order."""
        if "languages" not in self._values:
            title = self._place.table("title", self._values["title"], set(), set(LANGUAGES))
            return tuple(language for language in LANGUAGES if language in title) or (DEFAULT_LANGUAGE,)
        value = self._values["languages"]
        if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
            self._place.refuse("languages", value, f"This is a list with some of {', '.join(LANGUAGES)}, each once.")
        return tuple(self._place.choice("languages", language, tuple(LANGUAGES)) for language in value)

    def _read_names(self) -> tuple[str, ...]:
        value = self._values.get("names", list(NAMES))
        is_known = isinstance(value, list) and len(set(map(str, value))) == len(value) == len(NAMES)
        if not is_known or not all(isinstance(name, str) and name.isidentifier() for name in value):
            self._place.refuse("names", value, f"This is a list of four different names, e.g. {', '.join(NAMES)}.")
        return tuple(value)

    def _read_recipe(self, place: Place, start: str, further: dict[str, Any]) -> Recipe:
        """The lesson's recipe, with its settings and those of one step, which go before them."""
        known = set(FIELDS)
        own = self._place.table("settings", self._settings, set(), known)
        settings = own | place.table(f"{start}settings", further, set(), known)
        texts = {name: place.setting(f"{start}settings.{name}", value) for name, value in settings.items()}
        base = place.setting("recipe", self._values["recipe"])
        try:
            return changed_recipe(base, texts)
        except RecipeError as error:
            place.refuse_recipe("" if error.details.get("field") == "recipe" else f"{start}settings.", error)

    def _step(self, place: Place, values: object) -> Step:
        table = place.table("", values, {"id", "title", "text"}, {"code", "show", "task", "link"})
        code = table.get("code", "")
        if not isinstance(code, str) or len(code) > MAX_CODE:
            place.refuse("code", code, f"Code is a text of at most {MAX_CODE:,} characters.")
        return Step(
            id=place.id("id", table["id"]),
            title=place.text("title", table["title"], self._languages, MAX_TITLE),
            text=place.text("text", table["text"], self._languages, MAX_TEXT),
            code=code.strip("\n"),
            show=self._show(place, table["show"], code) if "show" in table else None,
            task=place.text("task", table["task"], self._languages, MAX_TEXT) if "task" in table else None,
            link=_link(place, table["link"]) if "link" in table else None,
        )

    def _show(self, place: Place, values: object, code: str) -> Show:
        given = values.get("kind") if isinstance(values, dict) else None
        kind = place.choice("show.kind", given, tuple(KINDS))
        table = place.table("show", values, {"kind"}, KINDS[kind] | {"settings"})
        recipe = self._read_recipe(place, "show.", table.get("settings", {}))
        show = Show(kind, recipe, code=code, names=self._names)
        if "part" in table:
            show = replace(show, part=place.choice("show.part", table["part"], PARTS))
        if "image" in table:
            show = replace(show, image=place.whole("show.image", table["image"], 0, LAST_IMAGE))
        if "count" in table:
            show = replace(show, count=place.whole("show.count", table["count"], 1, MAX_COUNT))
        return show


def _link(place: Place, values: object) -> Link:
    given = values.get("page") if isinstance(values, dict) else None
    page = place.choice("link.page", given, tuple(PAGES))
    table = place.table("link", values, {"page"}, set(PAGES[page]))
    query = {name: place.setting(f"link.{name}", value) for name, value in table.items() if name != "page"}
    for name, text in query.items():
        form = PAGES[page][name]
        if not form.fullmatch(text):
            place.refuse(f"link.{name}", text, f"The page {page} takes none such. Its form: {form.pattern}")
    if page == "train":
        try:
            from_query(query)
            locked_names(query)
        except RecipeError as error:
            place.refuse_recipe("link.", error)
    return Link(page, tuple(query.items()))
