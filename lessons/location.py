"""A location in a lesson's file, and the validation of values there."""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from base.errors import LessonError, RecipeError
from lessons.lesson import Text

# Maximum length of a quoted value in a message.
_MAX_QUOTED = 60
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_ID = 40
# Links, pictures, HTML, and URLs that Markdown turns into links.
_MARKUP = re.compile(r"<[A-Za-z/!?]|\]\s*[(\[:]|://|www\.", re.IGNORECASE)
_NO_MARKUP = (
    "A text is Markdown without links, pictures and HTML: lead to a page with `link`, and put a space behind <."
)


@dataclass(frozen=True)
class Location:
    """A location in a lesson's file, for errors."""

    file: str
    step: str = ""

    def of_step(self, number: int, values: object) -> "Location":
        """Return the location of a step, by its number from 1, and its id if that is valid."""
        step = values.get("id") if isinstance(values, dict) else None
        is_valid = isinstance(step, str) and _ID.fullmatch(step)
        return Location(self.file, f"{number} ({step})" if is_valid else str(number))

    def refuse(self, field: str, value: object, rule: str) -> NoReturn:
        """Raise a `LessonError` with the location, the value and the rule."""
        quoted = value if isinstance(value, str) else repr(value)
        quoted = quoted if len(quoted) <= _MAX_QUOTED else f"{quoted[:_MAX_QUOTED]}…"
        place = " · ".join(part for part in (self.file, self.step and f"[[steps]] {self.step}", field) if part)
        raise LessonError(f"{place}: {rule} Received: {quoted}.", place=place, value=quoted, rule=rule)

    def refuse_recipe(self, start: str, error: RecipeError) -> NoReturn:
        """Raise a recipe's error as a `LessonError`; `start` is the prefix of the field's name."""
        rule, _received, mend = str(error).partition(" Received: ")
        field = start + str(error.details.get("field", ""))
        self.refuse(field, error.details.get("value", ""), f"{rule} {mend[mend.rfind('Try ') :]}")

    def table(self, field: str, value: object, needed: set[str], others: set[str] | frozenset[str]) -> dict[str, Any]:
        """Validate a table: all needed fields, and no unknown ones."""
        if not isinstance(value, dict):
            self.refuse(field, value, f"This is a table, with {', '.join(sorted(needed | others))}.")
        start = f"{field}." if field else ""
        for name in sorted(value.keys() - needed - others):
            known = ", ".join(sorted(needed | others)) or "none"
            self.refuse(start + name, value[name], f"There is no such field. Known here: {known}.")
        for name in sorted(needed - value.keys()):
            self.refuse(start + name, "nothing", "This field is missing.")
        return value

    def text(self, field: str, value: object, languages: tuple[str, ...], longest: int) -> Text:
        """Validate a text in each of the lesson's languages."""
        table = self.table(field, value, set(languages), set())
        return {language: self._words(f"{field}.{language}", table[language], longest) for language in languages}

    def _words(self, field: str, value: object, longest: int) -> str:
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= longest:
            self.refuse(field, value, f"A text here has 1 to {longest} characters.")
        if found := _MARKUP.search(value):
            rule = (
                "A text is Markdown without links, pictures and HTML. Lead to a page with `link`, write < with a space"
            )
            self.refuse(field, value[found.start() :], f"{rule} behind it.")
        return value.strip()

    def choice(self, field: str, value: object, options: tuple[str, ...]) -> str:
        """Validate one of several words."""
        if not isinstance(value, str) or value not in options:
            self.refuse(field, value, f"This is one of {', '.join(options)}.")
        return value

    def whole(self, field: str, value: object, lowest: int, highest: int) -> int:
        """Validate an integer in a range."""
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            self.refuse(field, value, f"This is a whole number from {lowest} to {highest}.")
        return value

    def id(self, field: str, value: object) -> str:
        """Validate an id for a URL."""
        if not isinstance(value, str) or len(value) > _MAX_ID or not _ID.fullmatch(value):
            self.refuse(field, value, f"This is 1 to {_MAX_ID} of a-z, 0-9 and single hyphens, e.g. first-try.")
        return value

    def setting(self, field: str, value: object) -> str:
        """Convert a value to its text in a page's URL."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.refuse(field, value, 'This is a text or a number, as in the page\'s address, e.g. "256-128" or 5.')
        return str(value)
