"""What the documents promise is so: settings, errors, versions, commands."""

import re
import stat
import subprocess
import tomllib
from pathlib import Path

from api.openapi import openapi_document
from base import errors
from base.settings import ROOT, SETTINGS
from conversion.formats import KERAS

# Put together here, so that this file passes its own test.
WORKPLACE_PATHS = ("/" + "work/", ".." + "/shared")
# Of a commit's subject, in characters; older commits have longer ones.
MAX_SUBJECT = 72
SHORT_SINCE = "2026-11-29T00:00:00Z"


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_every_setting_has_its_row_in_the_readme():
    rows = [line for line in read("README.md").splitlines() if line.startswith("|")]
    missing = [
        f"{setting.variable}: {setting.help}"
        for setting in SETTINGS
        if not any(setting.variable in row and setting.help in row for row in rows)
    ]
    assert missing == []


def test_readme_names_no_setting_that_is_not_there():
    named = set(re.findall(r"\bDIGITLAB_[A-Z_]+\b", read("README.md")))
    assert sorted(named - {setting.variable for setting in SETTINGS}) == []


def test_error_tree_in_the_docstring_is_the_real_one():
    drawn: dict[str, str] = {}
    branch = ["DigitLabError"]
    for indent, name in re.findall(r"^([│ ]*)[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE):
        depth = len(indent) // 4 + 1
        branch[depth:] = [name]
        drawn[name] = branch[depth - 1]
    real = {kind.__name__: kind.__bases__[0].__name__ for kind in error_classes() if kind is not errors.DigitLabError}
    assert drawn == real


def test_every_error_has_a_code_of_its_own():
    codes = [vars(kind).get("code", f"{kind.__name__} has none") for kind in error_classes()]
    assert [code for code in codes if " " in code or codes.count(code) > 1] == []


def test_every_error_has_a_status_that_means_an_error():
    assert [kind for kind in error_classes() if not 400 <= kind.status < 600] == []


def test_every_kind_of_model_file_has_a_test_that_exists():
    rows = [line for line in read("docs/models.md").splitlines() if line.startswith("| ") and "---" not in line]
    named = [re.search(r"`(tests/[\w/]+\.py)::(test_\w+)` \|$", row) for row in rows if not row.endswith("| test |")]
    assert len(named) > 15
    assert all(found is not None and f"def {found[2]}(" in read(found[1]) for found in named)


def test_document_on_model_files_names_every_version_of_keras_that_was_tried():
    (row,) = [line for line in read("docs/models.md").splitlines() if line.startswith("| `.keras` | Keras 3")]
    assert ", ".join(KERAS.keras_versions) in row


def test_changelog_starts_with_unreleased_and_knows_the_version():
    headings = re.findall(r"^## \[(.+?)\]", read("CHANGELOG.md"), re.MULTILINE)
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert headings[0] == "Unreleased"
    assert headings[1:2] in ([], [version])


def test_decisions_are_numbered_dated_and_in_the_index():
    decisions = read("docs/decisions.md")
    titles = re.findall(r"^### (.+)$", decisions, re.MULTILINE)
    numbers = [re.fullmatch(r"(\d+)\. .+ \(20\d\d-\d\d-\d\d\)", title) for title in titles]
    assert sorted(int(found[1]) for found in numbers if found) == list(range(1, len(titles) + 1))
    links = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    assert re.findall(r"^- \[.+\]\(#(.+)\)$", decisions, re.MULTILINE) == links


def test_the_readme_is_short():
    assert len(read("README.md").splitlines()) <= 150


def test_every_package_that_we_chose_has_its_reason():
    decisions = read("docs/decisions.md")
    chosen = {
        match[0]
        for file in ("requirements.in", "requirements-dev.in")
        for line in read(file).splitlines()
        if (match := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line))
    }
    assert sorted(name for name in chosen if f"`{name}`" not in decisions) == []


def test_every_package_is_pinned():
    for file in ("requirements.txt", "requirements-dev.txt"):
        lines = [line for line in read(file).splitlines() if line and not line.lstrip().startswith("#")]
        assert [line for line in lines if not re.match(r"[\w.-]+==\S+", line)] == []


def test_every_make_target_is_explained_in_contributing():
    phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)
    assert phony is not None
    contributing = read("CONTRIBUTING.md")
    assert [target for target in phony[1].split() if f"`make {target}" not in contributing] == []


def test_make_help_lists_every_target():
    listed = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert all(f"make {target} — " in listed for target in ("run", "test", "lint", "bench", "models", "screenshots"))


def test_ci_calls_what_people_call():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & stat.S_IXUSR
    assert "\nmake test\n" in script.read_text("utf-8")


def test_every_rest_route_has_its_row_and_every_row_its_route():
    rows = set(re.findall(r"^\| `([A-Z]+) (/[^`]*)` \|", read("docs/command_line.md"), re.MULTILINE))
    operations = openapi_document()["paths"]
    assert rows == {(method.upper(), path) for path, methods in operations.items() for method in methods}


def test_architecture_names_every_folder_and_no_other():
    (block,) = re.findall(r"^## Folders\n\n```\n(.*?)```", read("docs/architecture.md"), re.MULTILINE | re.DOTALL)
    named = {name for line in block.splitlines() for name in re.findall(r"(\w+)/", line.partition("  ")[0])}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {line.partition("/")[0] for line in tracked.splitlines() if "/" in line}
    top = {name for name in named if (ROOT / name).is_dir()}
    assert top == {name for name in folders if not name.startswith(".")} - {"docs"}


def test_every_command_has_its_line_and_every_line_its_command():
    commands = {file.parent.name for file in ROOT.glob("*/__main__.py")} - {"benchmarks"}
    lines = re.findall(r"^\.venv/bin/python -m (\w+) ", read("docs/command_line.md"), re.MULTILINE)
    assert set(lines) == commands


def test_every_module_that_a_document_runs_is_there():
    missing = {
        f"{document.name}: python -m {name}"
        for document in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
        for name in re.findall(r"python -m ([\w.]+)", document.read_text("utf-8"))
        if not is_module(name) and name not in {"pip", "streamlit", "uvicorn"}
    }
    assert sorted(missing) == []


def test_subjects_of_commits_are_short():
    """In a clone without history, of those that it has."""
    command = ["git", "log", f"--since={SHORT_SINCE}", "--format=%h %s"]
    subjects = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line for line in subjects if len(line.partition(" ")[2]) > MAX_SUBJECT] == []


def test_links_between_documents_lead_somewhere():
    dead = [
        f"{document.name}: {link}"
        for document in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text("utf-8"))
        if "://" not in link and not link.startswith("mailto:") and not (document.parent / link).exists()
    ]
    assert dead == []


def test_no_file_names_a_path_of_the_workplace():
    guilty = [
        f"{file.relative_to(ROOT)} names {path}"
        for file in source_files()
        for path in WORKPLACE_PATHS
        # A script imports from ui/shared/ as its sibling.
        if path in file.read_text("utf-8", errors="ignore").replace('from "../shared/', "")
    ]
    assert guilty == []


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()


def error_classes() -> list[type[errors.DigitLabError]]:
    found = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    return [kind for kind in found if issubclass(kind, errors.DigitLabError)]


def source_files() -> list[Path]:
    """What is ours and text: no environment, no saved models, no data."""
    suffixes = {".py", ".js", ".css", ".md", ".toml", ".in", ".txt", ".po", ".pot", ".json", ".sh", ".yml", ".yaml"}
    skipped = {"var", "node_modules"}
    found = [file for file in ROOT.glob("*") if file.is_file()]
    for folder in ROOT.iterdir():
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in skipped:
            found.extend(folder.rglob("*"))
    named = ("Makefile", ".ci/run", ".streamlit/config.toml")
    return [file for file in found if file.suffix in suffixes and file.is_file()] + [ROOT / name for name in named]
