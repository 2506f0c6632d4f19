"""`python -m lessons` tells a teacher whether a file is right; the example in the documentation is."""

import re

from base.settings import ROOT
from lessons.__main__ import main
from lessons.location import Location
from lessons.reading import read_lesson
from lessons.shelf import FILES
from lessons.shows import KINDS
from tests.lessons.samples import write_lesson

DOCUMENT = (ROOT / "docs" / "lessons.md").read_text("utf-8")


def test_a_right_file_is_summed_up(tmp_path, capsys):
    assert main([str(write_lesson(tmp_path))]) == 0
    assert capsys.readouterr().out == "our-class.toml: “Our class”, 2 steps in en.\n"


def test_all_files_are_checked_and_one_wrong_one_is_told(tmp_path, capsys):
    files = [write_lesson(tmp_path, 'kind = "fit"', 'kind = "magic"', "broken.toml"), write_lesson(tmp_path)]
    assert main([str(file) for file in files]) == 1
    told = capsys.readouterr()
    assert "broken.toml · [[steps]] 2 (fit) · show.kind: This is one of shapes" in told.err
    assert "2 steps" in told.out


def test_our_own_files_are_right():
    assert main([str(file) for file in FILES.glob("*.toml")]) == 0


def test_the_example_in_the_documentation_is_right(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    path = tmp_path / "how-sure.toml"
    path.write_text(example, encoding="utf-8")
    assert len(read_lesson(path).steps) == 2


def test_the_documentation_tells_every_kind_of_result():
    assert [kind for kind in KINDS if f"| `{kind}` |" not in DOCUMENT] == []


def test_a_location_names_what_it_can():
    assert Location("a.toml").of_step(2, {"id": "fit"}) == Location("a.toml", "2 (fit)")
    assert Location("a.toml").of_step(2, {"id": "<b>"}) == Location("a.toml", "2")
