"""Parse a lesson's file strictly: anything unknown is rejected, with the rule in the error."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from base.errors import RecipeError
from base.languages import DEFAULT_LANGUAGE, LANGUAGES
from lessons.lesson import NAMES, Lesson, Link, Show, Step
from lessons.links import PAGES
from lessons.location import Location
from lessons.shows import KINDS, LAST_IMAGE, MAX_COUNT, PARTS
from training.recipe.fields import FIELDS
from training.recipe.link import changed_recipe, from_query, locked_names
from training.recipe.recipes import Recipe

MAX_FILE_BYTES = 256 * 1024
MAX_STEPS = 40
MAX_TITLE, MAX_SOURCE, MAX_TEXT, MAX_CODE = 60, 300, 1_500, 2_000
OPTIONAL = {"languages", "settings", "names", "source"}


def read_lesson(path: Path) -> Lesson:
    """Parse a lesson's file, which is named after the lesson's id.

    Raises:
        LessonError: the file cannot be read, or is invalid.
    """
    location = Location(path.name)
    location.id("the file's name", path.stem)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        location.refuse("", str(error), "The file cannot be read: check its name and rights.")
    if len(content) > MAX_FILE_BYTES:
        location.refuse("", f"{len(content):,} bytes or more", f"A file has at most {MAX_FILE_BYTES:,} bytes.")
    try:
        values = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        location.refuse("", str(error), "The file is no TOML in UTF-8: mend the line that is named.")
    return _Reading(location, values).lesson(path.stem)


class _Reading:
    """Parses one file; its top-level values apply to all steps.

    Args:
        location: the file's location.
        values: the file's content.
    """

    def __init__(self, location: Location, values: dict[str, Any]) -> None:
        self._location = location
        self._values = location.table("", values, {"title", "summary", "recipe", "steps"}, OPTIONAL)
        self._languages = self._read_languages()
        self._settings = self._values.get("settings", {})
        self._recipe = self._read_recipe(location, "", {})
        self._names = self._read_names()

    def lesson(self, lesson: str) -> Lesson:
        """Parse the whole lesson."""
        steps = self._values["steps"]
        if not isinstance(steps, list) or not 1 <= len(steps) <= MAX_STEPS:
            self._location.refuse("steps", steps, f"A lesson has 1 to {MAX_STEPS} steps, each a table under [[steps]].")
        read: list[Step] = []
        for number, values in enumerate(steps, start=1):
            location = self._location.of_step(number, values)
            read.append(self._step(location, values))
            if read[-1].id in {earlier.id for earlier in read[:-1]}:
                location.refuse("id", read[-1].id, "Another step has this id already.")
        return Lesson(
            id=lesson,
            title=self._location.text("title", self._values["title"], self._languages, MAX_TITLE),
            summary=self._location.text("summary", self._values["summary"], self._languages, MAX_TEXT),
            languages=self._languages,
            recipe=self._recipe,
            steps=tuple(read),
            source=self._location.text("source", self._values["source"], self._languages, MAX_SOURCE)
            if "source" in self._values
            else None,
        )

    def _read_languages(self) -> tuple[str, ...]:
        """Parse the file's languages, by default those of its title, in our order."""
        if "languages" not in self._values:
            title = self._location.table("title", self._values["title"], set(), set(LANGUAGES))
            return tuple(language for language in LANGUAGES if language in title) or (DEFAULT_LANGUAGE,)
        value = self._values["languages"]
        if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
            self._location.refuse("languages", value, f"This is a list with some of {', '.join(LANGUAGES)}, each once.")
        return tuple(self._location.choice("languages", language, tuple(LANGUAGES)) for language in value)

    def _read_names(self) -> tuple[str, ...]:
        value = self._values.get("names", list(NAMES))
        is_known = isinstance(value, list) and len(set(map(str, value))) == len(value) == len(NAMES)
        if not is_known or not all(isinstance(name, str) and name.isidentifier() for name in value):
            self._location.refuse("names", value, f"This is a list of four different names, e.g. {', '.join(NAMES)}.")
        return tuple(value)

    def _read_recipe(self, location: Location, start: str, further: dict[str, Any]) -> Recipe:
        """Parse the lesson's recipe, with its settings, overridden by those of one step."""
        known = set(FIELDS)
        own = self._location.table("settings", self._settings, set(), known)
        settings = own | location.table(f"{start}settings", further, set(), known)
        texts = {name: location.setting(f"{start}settings.{name}", value) for name, value in settings.items()}
        base = location.setting("recipe", self._values["recipe"])
        try:
            return changed_recipe(base, texts)
        except RecipeError as error:
            location.refuse_recipe("" if error.details.get("field") == "recipe" else f"{start}settings.", error)

    def _step(self, location: Location, values: object) -> Step:
        table = location.table("", values, {"id", "title", "text"}, {"code", "show", "task", "link"})
        code = table.get("code", "")
        if not isinstance(code, str) or len(code) > MAX_CODE:
            location.refuse("code", code, f"Code is a text of at most {MAX_CODE:,} characters.")
        return Step(
            id=location.id("id", table["id"]),
            title=location.text("title", table["title"], self._languages, MAX_TITLE),
            text=location.text("text", table["text"], self._languages, MAX_TEXT),
            code=code.strip("\n"),
            show=self._show(location, table["show"], code) if "show" in table else None,
            task=location.text("task", table["task"], self._languages, MAX_TEXT) if "task" in table else None,
            link=_link(location, table["link"]) if "link" in table else None,
        )

    def _show(self, location: Location, values: object, code: str) -> Show:
        given = values.get("kind") if isinstance(values, dict) else None
        kind = location.choice("show.kind", given, tuple(KINDS))
        table = location.table("show", values, {"kind"}, KINDS[kind] | {"settings"})
        recipe = self._read_recipe(location, "show.", table.get("settings", {}))
        show = Show(kind, recipe, code=code, names=self._names)
        if "part" in table:
            show = replace(show, part=location.choice("show.part", table["part"], PARTS))
        if "image" in table:
            show = replace(show, image=location.whole("show.image", table["image"], 0, LAST_IMAGE))
        if "count" in table:
            show = replace(show, count=location.whole("show.count", table["count"], 1, MAX_COUNT))
        return show


def _link(location: Location, values: object) -> Link:
    given = values.get("page") if isinstance(values, dict) else None
    page = location.choice("link.page", given, tuple(PAGES))
    table = location.table("link", values, {"page"}, set(PAGES[page]))
    query = {name: location.setting(f"link.{name}", value) for name, value in table.items() if name != "page"}
    for name, text in query.items():
        form = PAGES[page][name]
        if not form.fullmatch(text):
            location.refuse(f"link.{name}", text, f"The page {page} takes none such. Its form: {form.pattern}")
    if page == "train":
        try:
            from_query(query)
            locked_names(query)
        except RecipeError as error:
            location.refuse_recipe("link.", error)
    return Link(page, tuple(query.items()))
