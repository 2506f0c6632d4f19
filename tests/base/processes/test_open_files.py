"""A server that is started with few open files allowed takes as many as the system lets it."""

import resource
import subprocess
import sys

import pytest

from base import settings
from base.processes.open_files import WANTED

PROGRAM = """
import resource
from base.processes.open_files import raise_open_file_limit
raise_open_file_limit()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize("hard", [300, resource.getrlimit(resource.RLIMIT_NOFILE)[1]])
def test_soft_limit_is_raised_and_the_hard_one_left(hard):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=settings.ROOT,
        capture_output=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard)),
    )
    soft, kept = map(int, done.stdout.split())
    assert kept == hard
    assert soft == (WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard))
