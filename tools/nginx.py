"""Find an nginx for the proxy tests; `python -m tools.nginx` installs one if needed."""

import os
import shutil
import sys

from tools.chromium import install_packages

# Packages install it outside of an ordinary user's PATH.
FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin", "/usr/local/bin")
ADVICE = "Install nginx (Debian, Ubuntu: apt-get install nginx; macOS: brew install nginx), then try again."


def find() -> str | None:
    """Return the path of an installed nginx, or None."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), *FOLDERS]))


def ensure() -> str:
    """Find an nginx, or install its package as root on Debian.

    Raises:
        SystemExit: there is none and none could be installed.
    """
    path = find()
    if path is None:
        install_packages("nginx")
        path = find()
    if path is None:
        sys.exit(f"The tests need nginx; none was found, and none could be installed. {ADVICE}")
    return path


if __name__ == "__main__":
    print("Proxy for the tests:", ensure())
