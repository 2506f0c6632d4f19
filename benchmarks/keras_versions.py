"""Open exported Keras files in other versions of Keras, installed from PyPI for this benchmark.

Each version is installed in its own folder, first on the module path; TensorFlow is the project's.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.processes import run_json
from benchmarks.report import Figure, Options, say
from conversion.formats import FORMATS

MODELS = ("tiny-16", "dense-512", "digits-cnn")
KINDS = ("keras", "h5")
IMAGES = 100
MAX_DIFFERENCE = 1e-4
# Requirements of some versions besides TensorFlow's.
NEEDED = {"3.0": ["dm-tree"]}


def measure(options: Options) -> Iterator[Figure]:
    """Measure each model in each format and in each version that the format supports."""
    models = MODELS[:1] if options.quick else MODELS
    with tempfile.TemporaryDirectory(prefix="digitlab-keras-") as name:
        folder = Path(name)
        _side("write", str(folder), str(IMAGES), *models)
        for version in sorted({version for kind in KINDS for version in FORMATS[kind].keras_versions}):
            installed = _install(version, folder / "installed" / version)
            for kind in KINDS:
                if version in FORMATS[kind].keras_versions:
                    yield from _differences(version, kind, models, folder, installed)


def _install(version: str, target: Path) -> Path:
    say(f"Installing Keras {version} …")
    packages = [_package(version) if version == "2" else f"keras=={version}.*", *NEEDED.get(version, [])]
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", f"--target={target}", *packages]
    subprocess.run(command, check=True, stdout=sys.stderr)
    return target


def _package(version: str) -> str:
    return "tf_keras" if version == "2" else "keras"


def _differences(version: str, kind: str, models: tuple[str, ...], folder: Path, installed: Path) -> Iterator[Figure]:
    files = [str(folder / f"{model}.{kind}") for model in models]
    answer = _side("ask", _package(version), *files, PYTHONPATH=str(installed))
    for model, difference in zip(models, answer["differences"], strict=True):
        yield Figure(
            "keras_versions",
            f"{model}.{kind} in {_package(version)} {answer['version']}, largest difference of {IMAGES} answers",
            difference,
            "",
            at_most=MAX_DIFFERENCE,
        )


def _side(*arguments: str, **environment: str) -> dict[str, Any]:
    answer: dict[str, Any] = run_json(["benchmarks.keras_versions_side", *arguments], environment)
    return answer
