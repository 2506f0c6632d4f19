"""Mutate the sources and count the mutants that the tests kill: `python -m tools.mutants [package …]`.

cosmic-ray generates the mutants. Each is tested in a copy of the working tree, in a fork of this process with the slow
imports already done, by the tests that cover the changed line, fastest first. Surviving mutants are printed.
"""

import argparse
import contextlib
import difflib
import importlib
import json
import math
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import coverage
import pytest
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# The tests of each package, without those that start and kill servers, and without long trainings.
_MODEL_STORE, _TRAINING = "tests/model_store/test_", "tests/training/test_"
TESTS = {
    "recognition/preparation": ["tests/recognition/preparation"],
    "training/recipe": [
        *[f"{_TRAINING}{name}.py" for name in ("recipes", "recipe_link", "sweep", "script")],
        *["-k", "not scripts_run and not script_goes_on"],
    ],
    "model_store": [f"{_MODEL_STORE}{name}.py" for name in ("store", "changes", "command_line", "keras_config")],
    "training/runs": [f"{_TRAINING}{name}.py" for name in ("run_table", "run_states", "runs")],
}
# Skipped: `|` occurs in annotations, where other operators fail anyway; `is` and `==` are equivalent here.
LEFT_OUT = ("BinaryOperator_BitOr_", "Operator_Eq_Is", "Operator_Is_Eq", "Operator_NotEq_IsNot", "Operator_IsNot_NotEq")
SLOW_TO_IMPORT = ("cv2", "distributed", "keras", "moto.server", "playwright.sync_api", "streamlit")
# This process has imported some modules already; pytest cannot rewrite their asserts, and need not.
PYTEST = ("-n0", "-p", "no:cacheprovider", "-W", "ignore:Module already imported")
TIMEOUT_S = 120
FORK = multiprocessing.get_context("fork")


class Mutant(NamedTuple):
    """One mutation: the n-th occurrence of a cosmic-ray operator in a file."""

    path: str
    line: int
    operator: str
    occurrence: int

    def code(self, source: str) -> str:
        """Return the mutated source."""
        return str(mutate_code(source, get_operator(self.operator)(), self.occurrence))


class Baseline(NamedTuple):
    """The unmutated run: seconds per test, and per file and line the tests that cover it."""

    durations: dict[str, float]
    contexts: dict[str, dict[int, list[str]]]

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return the tests that cover a mutant's line, fastest first; all, if it runs at import."""
        found = self.contexts.get(mutant.path, {}).get(mutant.line, [])
        chosen = [test for test in self.durations if "" in found or test in found]
        return sorted(chosen, key=self.durations.__getitem__)


class Durations(defaultdict[str, float]):
    """A pytest plugin that records seconds per test, infinite if it fails, and sets coverage's context."""

    def __init__(self, measured: coverage.Coverage) -> None:
        super().__init__(float)
        self._measured = measured

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Attribute the following lines to this test."""
        self._measured.switch_context(nodeid.partition("[")[0])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add the duration of one phase of a test."""
        self[report.nodeid.partition("[")[0]] += math.inf if report.failed else report.duration


def main(arguments: Sequence[str] | None = None) -> None:
    """Test a sample of each package's mutants and print how many were killed."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__.partition(":")[0])
    parser.add_argument("packages", nargs="*", metavar="package", help=f"of {', '.join(TESTS)}; by default all")
    parser.add_argument("--sample", type=int, default=60, help="how many mutants of a package (60); 0: all")
    parser.add_argument("--seed", type=int, default=0, help="of another sample")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="digitlab-mutants-") as folder:
        _copy_working_tree(Path(folder))
        for module in SLOW_TO_IMPORT:
            importlib.import_module(module)
        for package in given.packages or TESTS:
            mutants = _sample(package, given.sample, random.Random(given.seed))
            baseline = _measure(package)
            killed = sum(_is_killed(mutant, baseline) for mutant in mutants)
            print(f"{package}: {killed} of {len(mutants)} killed, {killed / len(mutants):.0%}", flush=True)


def _copy_working_tree(folder: Path) -> None:
    """Copy tracked and untracked files to a folder and change to it, so that the sources stay unmodified."""
    command = ["git", "ls-files", "-coz", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for name in filter(os.path.isfile, listed.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, folder / name)
    os.chdir(folder)
    sys.path[0] = str(folder)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True


def _sample(package: str, size: int, rng: random.Random) -> list[Mutant]:
    """Sample a package's mutants: random positions with one mutation each, as `+` alone has eleven."""
    places: defaultdict[tuple[Any, ...], list[Mutant]] = defaultdict(list)
    for path in sorted(Path(package).glob("*.py")):
        for mutant, span in _mutants(path):
            places[mutant.path, span, mutant.operator.partition("_")[0]].append(mutant)
    chosen = [rng.choice(mutants) for mutants in places.values()]
    return sorted(rng.sample(chosen, size)) if 0 < size < len(chosen) else chosen


def _mutants(path: Path) -> Iterator[tuple[Mutant, Any]]:
    tree = get_ast(path.read_text("utf-8"))
    for name in operator_names():
        if get_operator(name).arguments() or any(part in name for part in LEFT_OUT):
            continue
        spans = (span for node in ast_nodes(tree) for span in get_operator(name)().mutation_positions(node))
        for occurrence, span in enumerate(spans):
            yield Mutant(str(path), span[0][0], name, occurrence), span


def _measure(package: str) -> Baseline:
    """Run a package's tests on the unmutated sources; exclude and print those that fail.

    Raises:
        SystemExit: the tests cannot be run.
    """
    if _exit_status(_run_measured, package, None) not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        sys.exit(Path("output.txt").read_text("utf-8"))
    data = coverage.CoverageData("baseline.coverage")
    data.read()
    contexts = {os.path.relpath(file): data.contexts_by_lineno(file) for file in data.measured_files()}
    durations = json.loads(Path("baseline.json").read_text("utf-8"))
    for test in [test for test, seconds in durations.items() if seconds == math.inf]:
        print(f"{test} fails on the sources as they are", flush=True)
        del durations[test]
    return Baseline(durations, contexts)


def _run_measured(package: str) -> int:
    measured = coverage.Coverage("baseline.coverage", source=[package], config_file=False)
    durations = Durations(measured)
    with measured.collect():
        status = pytest.main([*PYTEST, *TESTS[package]], plugins=[durations])
    measured.save()
    Path("baseline.json").write_text(json.dumps(durations), "utf-8")
    return status


def _is_killed(mutant: Mutant, baseline: Baseline) -> bool:
    """Return whether a test fails or times out on a mutant; a mutant without tests survives."""
    path = Path(mutant.path)
    source, tests = path.read_text("utf-8"), baseline.tests_of(mutant)
    mutated = mutant.code(source)
    path.write_text(mutated, "utf-8")
    is_killed = bool(tests) and _exit_status(pytest.main, [*PYTEST, "-x", *tests]) != pytest.ExitCode.OK
    path.write_text(source, "utf-8")
    if not is_killed:
        changed = list(difflib.unified_diff(source.splitlines(), mutated.splitlines(), lineterm="", n=0))
        print(f"{path}:{mutant.line} survived {len(tests)} tests", *changed[3:], sep="\n  ", flush=True)
    return is_killed


def _exit_status(work: Callable[[Any], int], argument: Any, timeout_s: float | None = TIMEOUT_S) -> int:
    """Call a function in a fork, with output to output.txt; kill it and its children after the timeout."""

    def in_fork() -> None:
        os.setsid()
        output = os.open("output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os._exit(work(argument))

    child = FORK.Process(target=in_fork)
    child.start()
    child.join(timeout_s)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid or 0, signal.SIGKILL)
    child.join()
    return child.exitcode or 0


if __name__ == "__main__":
    main()
