"""What a lesson is. Plain data: a lesson's file says what is shown, and nothing in it is ever run."""

from dataclasses import dataclass
from urllib.parse import urlencode

from training.recipe.recipes import Recipe

# What the four arrays of a data set are called where a lesson does not say.
NAMES = ("x_train", "y_train", "x_test", "y_test")

# By language: Markdown without links, pictures and HTML.
Text = dict[str, str]


@dataclass(frozen=True)
class Show:
    """A result that is computed when it is looked at.

    Attributes:
        kind: a key of `shows.KINDS`.
        recipe: which network and data set it is about: the lesson's, with the changes of `settings`.
        part: "train" or "test": of the data set.
        image: an index into that part, from 0.
        count: how many are shown.
        code: the step's code.
        names: what the lesson's code calls the four arrays: training images and labels, test images and labels.
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
    """A page of ours, as a step's task opens it.

    Attributes:
        page: a key of `links.PAGES`.
        query: the parameters of its address.
    """

    page: str
    query: tuple[tuple[str, str], ...] = ()

    def address(self, **more: str) -> str:
        """Where it is, seen from another page of ours, with further parameters."""
        path = "" if self.page == "draw" else self.page
        return f"./{path}?{urlencode({**dict(self.query), **more}, safe=',')}"


@dataclass(frozen=True)
class Step:
    """One step of a lesson.

    Attributes:
        id: short, lower case, for the page's address; no two of a lesson share one.
        title: a few words.
        text: a few sentences.
        code: the line or lines of code that it stands for, the same in each language; "" for none.
        show: what comes of them; None for nothing.
        task: what the learner does now; None for nothing.
        link: where they do it; None where no page is needed.
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
        id: the name of its file without ".toml", for the page's address.
        title, summary: a few words, and a sentence.
        languages: codes of `base.languages.LANGUAGES`: each of its texts is there in these.
        recipe: which network it is about.
        steps: 1 to 40.
        source: where it comes from; None where that is not said.
    """

    id: str
    title: Text
    summary: Text
    languages: tuple[str, ...]
    recipe: Recipe
    steps: tuple[Step, ...]
    source: Text | None = None


def worded(text: Text, language: str) -> str:
    """A text in a language; where a teacher did not write it in that one, in the first that they did."""
    return text[language] if language in text else next(iter(text.values()))
