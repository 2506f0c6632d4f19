"""`make mutants` tells changes that a test notices from those that none does, and leaves the sources alone."""

import os
import subprocess
import sys

from base.settings import ROOT

SOURCE = "def double(n):\n    return n * 2\n\n\ndef half(n):\n    return n / 2\n"
TEST = "from small.numbers import double\n\n\ndef test_double():\n    assert double(3) == 6\n"
START = (
    "from tools import mutants; mutants.TESTS = {'small': ['tests']}; mutants.SLOW_TO_IMPORT = (); "
    "mutants.main(['--sample', '0'])"
)


def test_mutants_that_no_test_notices_are_counted_and_shown(tmp_path):
    for name, content in {"small/numbers.py": SOURCE, "tests/test_numbers.py": TEST, ".gitignore": "secret"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[-1] == "small: 2 of 4 killed, 50%", done.stderr
    assert done.stdout.count("small/numbers.py:6 survived 0 tests\n  -    return n / 2\n  +    return n ") == 2
    assert (tmp_path / "small" / "numbers.py").read_text() == SOURCE
