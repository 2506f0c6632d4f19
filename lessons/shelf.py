"""All lessons: the bundled ones, and those in the folder of the setting `lessons`."""

import functools
from dataclasses import dataclass
from pathlib import Path

from base import settings
from base.errors import LessonError
from lessons.lesson import Lesson
from lessons.reading import read_lesson
from training.recipe.recipes import RECIPES

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Shelf:
    """The available lessons.

    Attributes:
        lessons: by id: ours in the order of the recipes, then the teacher's by name.
        problems: the errors of invalid files.
    """

    lessons: dict[str, Lesson]
    problems: tuple[LessonError, ...]


def shelf() -> Shelf:
    """Load all lessons from their current files; an invalid one does not affect the others."""
    lessons: dict[str, Lesson] = {}
    problems: list[LessonError] = []
    for path in (*_own_files(), *_teachers_files(problems)):
        try:
            lesson = _read(path, *_state(path))
            if lesson.id in lessons:
                raise _problem(path.name, lesson.id, "There is a lesson of this name already: name the file anew.")
            lessons[lesson.id] = lesson
        except LessonError as error:
            problems.append(error)
    return Shelf(lessons, tuple(problems))


def _own_files() -> list[Path]:
    order = {recipe: index for index, recipe in enumerate(RECIPES)}
    return sorted(FILES.glob("*.toml"), key=lambda path: (order.get(path.stem, len(order)), path.name))


def _teachers_files(problems: list[LessonError]) -> list[Path]:
    folder = settings.get("lessons")
    if not folder:
        return []
    try:
        return sorted(path for path in Path(folder).iterdir() if path.suffix == ".toml")
    except OSError as error:
        problems.append(_problem(folder, str(error), "DIGITLAB_LESSONS must name a folder that can be read."))
        return []


def _problem(file: str, value: str, rule: str) -> LessonError:
    return LessonError(f"{file}: {rule} Received: {value}.", place=file, value=value, rule=rule)


def _state(path: Path) -> tuple[int, int]:
    """Return a file's time and size, to detect changes; (0, 0) if they cannot be read: reading reports the error."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@functools.lru_cache(maxsize=256)
def _read(path: Path, _time_ns: int, _size: int) -> Lesson:
    return read_lesson(path)
