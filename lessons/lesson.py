"""The data of a lesson. A lesson's file only describes what to show; nothing in it is executed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from training.recipe.recipes import Recipe

# The default names of a data set's four arrays.
NAMES = ("x_train", "y_train", "x_test", "y_test")

# By language: Markdown without links, pictures and HTML.
Text = dict[str, str]


@dataclass(frozen=True)
class Show:
    """A result, computed when it is shown.

    Attributes:
        kind: a key of `shows.KINDS`.
        recipe: its network and data set: the lesson's recipe with the changes of `settings`.
        part: the data set's part, "train" or "test".
        image: an index into that part, from 0.
        count: number of images shown.
        code: the step's code.
        names: the four arrays' names in the lesson's code: training images and labels, test images and labels.
    """

    kind: str
    recipe: Recipe
    part: str = "train"
    image: int = 0
    count: int = 20
    code: str = ""
    names: tuple[str, ...] = NAMES


@dataclass(frozen=True)
class Link:
    """A link to one of our pages, for a step's task.

    Attributes:
        page: a key of `links.PAGES`.
        query: the parameters of its URL.
    """

    page: str
    query: tuple[tuple[str, str], ...] = ()

    def address(self, **more: str) -> str:
        """Return its URL relative to another page, with further parameters."""
        path = "" if self.page == "draw" else self.page
        return f"./{path}?{urlencode({**dict(self.query), **more}, safe=',')}"


@dataclass(frozen=True)
class Step:
    """One step of a lesson.

    Attributes:
        id: short, lower case, for the page's URL; unique in a lesson.
        title: a few words.
        text: a few sentences.
        code: the lines of code that it explains, the same in each language; "" for none.
        show: their result; None for none.
        task: a task for the learner; None for none.
        link: the page for the task; None for none.
    """

    id: str
    title: Text
    text: Text
    code: str = ""
    show: Show | None = None
    task: Text | None = None
    link: Link | None = None


@dataclass(frozen=True)
class Lesson:
    """A lesson.

    Attributes:
        id: its file's name without ".toml", for the page's URL.
        title, summary: a few words, and a sentence.
        languages: codes of `base.languages.LANGUAGES` in which all its texts exist.
        recipe: the network that it explains.
        steps: 1 to 40.
        source: its source; None if not given.
    """

    id: str
    title: Text
    summary: Text
    languages: tuple[str, ...]
    recipe: Recipe
    steps: tuple[Step, ...]
    source: Text | None = None


def worded(text: Text, language: str) -> str:
    """Return a text in a language, or in its first language if it was not written in that one."""
    return text[language] if language in text else next(iter(text.values()))
