"""The rules of docs/architecture.md on imports hold, and their checker notices when they do not."""

import functools
import importlib.metadata
import re
import sys

import pytest

from base.settings import ROOT
from tests.house.import_rules import (
    MAY_IMPORT,
    OUTSIDERS,
    RESERVED,
    WEB_PROCESS,
    Module,
    broken_rules,
    parse,
    read_modules,
    way_to,
)


@functools.cache
def project() -> dict[str, Module]:
    return read_modules(ROOT)


def test_every_import_keeps_the_rules():
    assert broken_rules(project().values()) == []


def test_the_web_process_never_loads_tensorflow():
    assert way_to({"tensorflow", "keras"}, WEB_PROCESS, project()) is None


def test_every_module_of_a_rule_exists():
    named = {module for allowed in RESERVED.values() for module in allowed} | set(MAY_IMPORT) - {"classroom"}
    assert sorted(named - set(project())) == []


def test_nothing_beside_the_main_script_has_the_name_of_a_package():
    """Streamlit has its folder first in the search path while a page runs."""
    beside = {path.stem for path in (ROOT / "ui" / "frame").iterdir() if path.suffix == ".py" or path.is_dir()}
    names = {name.partition(".")[0] for name in project()}
    assert beside & (names | sys.stdlib_module_names | set(_packages_by_name())) == set()


def test_no_test_patches_a_module_by_the_text_of_its_path():
    """What stands in for an object is handed in (`hand_in`): no type checker reads such a text."""
    files = (ROOT / "tests").rglob("*.py")
    assert [file.name for file in files if re.search(r"setattr\(\s*f?\"", file.read_text("utf-8"))] == []


def test_every_package_that_we_import_is_in_requirements_in():
    declared = _declared("requirements.in")
    for_tests = declared | _declared("requirements-dev.in")
    missing = {
        f"{module.name} imports {name}"
        for module in project().values()
        for name in _foreign_packages(module)
        if not _distributions(name) & (for_tests if module.name.partition(".")[0] in OUTSIDERS else declared)
    }
    assert sorted(missing) == []


@pytest.mark.parametrize(
    ("name", "source", "sentence"),
    [
        ("training.runs", "import streamlit as st", "streamlit is only for app, ui"),
        ("training.runs", "def show():\n    from ui import state", "training must not import ui"),
        ("training.runs", "from recognition import prepare", "training must not import recognition"),
        ("training.runs", "from lessons import shelf", "training must not import lessons"),
        ("training.runs", "from use_cases import networks", "training must not import use_cases"),
        ("use_cases.services", "from ui import state", "use_cases must not import ui"),
        ("lessons.progress", "from feedback.database import transaction", "lessons must not import feedback"),
        ("base.database", "from feedback import keep", "base must not import feedback"),
        ("recognition.client", "import training", "recognition must not import training"),
        ("ui.draw.page", "from api.routes import ROUTES", "ui must not import api"),
        ("api.routes", "import ui.state", "api must not import ui"),
        ("model_store.store", "from image_data import load", "model_store must not import image_data"),
        ("base.errors", "import image_data", "base must not import image_data"),
        ("api.routes", "import tools.chromium", "api must not import tools"),
        ("api.routes", "import tensorflow as tf", "tensorflow is only for"),
        ("model_store.store", "from keras import layers", "keras is only for"),
        ("ui.draw.page", "from streamlit_drawable_canvas import st_canvas", "is only for ui.shared.canvas"),
        ("ui.train.page", "from ui.draw.lens import show_lens", "ui.draw is one page's own"),
        ("ui.shared.canvas", "from ui.draw import lens", "ui.draw is one page's own"),
        ("ui.state", "from ui.draw.served import Served", "ui.draw is one page's own"),
        ("recognition.preparation.ink", "try:\n    import keras\nexcept ImportError:\n    pass", "keras is only for"),
        ("attic.old", "from base import settings", "attic is no known layer"),
    ],
)
def test_checker_notices(name, source, sentence):
    broken = broken_rules([parse(name, source)])
    assert broken
    assert all(sentence in line for line in broken)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("ui.draw.page", "import streamlit as st\nfrom recognition import prepare\nfrom base import errors"),
        ("ui.shared.canvas", "import streamlit_drawable_canvas"),
        ("ui.state", "if TYPE_CHECKING:\n    from ui.draw.served import Served"),
        ("api.routes", "from training.runs import start"),
        ("recognition.worker.recognizer", "import keras\nfrom model_store import keras_files"),
        ("training.__main__", "from use_cases.networks import save_network\nfrom training.results import Progress"),
        ("recognition.client", "from . import answers\nfrom .process import address"),
        ("tests.test_anything", "import tensorflow, streamlit, tools.serve"),
    ],
)
def test_checker_allows(name, source):
    assert broken_rules([parse(name, source)]) == []


def test_checker_resolves_relative_imports():
    imported = (
        parse("training", "from ..ui import state", "__init__.py").imports
        + parse("ui.draw.page", "from ..state import keys\nfrom . import lens").imports
    )
    assert [one.target for one in imported[2:]] == ["ui.state", "ui.state.keys", "ui.draw", "ui.draw.lens"]


def test_checker_finds_the_way_to_tensorflow_through_other_modules():
    modules = {
        "api": parse("api", "import training.runs", "__init__.py"),
        "training": parse("training", "from training.trainer import fit", "__init__.py"),
        "training.runs": parse("training.runs", ""),
        "training.trainer": parse("training.trainer", "import tensorflow as tf"),
    }
    assert way_to({"tensorflow"}, ("api",), modules) == ["api", "training", "training.trainer", "tensorflow"]


def test_checker_knows_imports_that_do_not_run_at_start():
    source = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import keras\ndef later():\n    import tensorflow\n"
    )
    modules = {"api": parse("api", source)}
    assert way_to({"tensorflow", "keras"}, ("api",), modules) is None


def _foreign_packages(module: Module) -> set[str]:
    names = {imported.target.partition(".")[0] for imported in module.imports}
    own = {name.partition(".")[0] for name in project()}
    return names - own - sys.stdlib_module_names - {""}


@functools.cache
def _distributions(name: str) -> set[str]:
    """The distributions that bring a package: "PIL" is pillow's."""
    found = _packages_by_name().get(name, [name])
    same_as_cpu = {"tensorflow" if one.lower() == "tensorflow_cpu" else one for one in found}
    return {_canonical(one) for one in same_as_cpu}


@functools.cache
def _packages_by_name() -> dict[str, list[str]]:
    return dict(importlib.metadata.packages_distributions())


def _declared(file: str) -> set[str]:
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {_canonical(match[0]) for line in lines if (match := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", line))}


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
