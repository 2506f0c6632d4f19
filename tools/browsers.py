"""Find Firefox and WebKit for `make test-browsers`; `python -m tools.browsers` installs those that are missing."""

import os
import shutil
import sys
from pathlib import Path

from tools.chromium import install_packages, is_snap

FIREFOX_NAMES = ("firefox-esr", "firefox")
# The path of WebKitGTK's MiniBrowser on Debian, Ubuntu and Fedora, which is not on the PATH.
MINIBROWSER_PLACES = (
    "/usr/lib/*/webkit2gtk-4.*/MiniBrowser",
    "/usr/lib/*/webkitgtk-6.*/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.*/MiniBrowser",
    "/usr/libexec/webkitgtk-6.*/MiniBrowser",
)
# Each requirement, and the Debian package that provides it.
PACKAGES = {
    "Firefox": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "MiniBrowser": "webkit2gtk-driver",
    "Xvfb": "xvfb",
}


def firefox() -> str | None:
    """Return the path of an installed Firefox, or None. Ubuntu's snap cannot read the profiles that tests create."""
    found = (shutil.which(name) for name in FIREFOX_NAMES)
    return next((path for path in found if path and not is_snap(Path(path))), None)


def webkit_driver() -> str | None:
    """Return the path of WebKitGTK's WebDriver, or None."""
    return shutil.which("WebKitWebDriver")


def minibrowser() -> str | None:
    """Return the path of WebKitGTK's MiniBrowser, or None."""
    found = (str(path) for place in MINIBROWSER_PLACES for path in sorted(Path("/").glob(place[1:])))
    return next((path for path in found if os.access(path, os.X_OK)), None)


def virtual_display() -> str | None:
    """Return the path of Xvfb, a virtual display, or None."""
    return shutil.which("Xvfb")


def missing() -> list[str]:
    """Return the names in `PACKAGES` that are not installed."""
    found = (firefox(), webkit_driver(), minibrowser(), virtual_display())
    return [name for name, path in zip(PACKAGES, found, strict=True) if path is None]


def ensure() -> None:
    """Ensure that Firefox and WebKit are installed; as root on Debian, install missing packages.

    Raises:
        SystemExit: one is missing and could not be installed.
    """
    lacking = missing()
    if lacking:
        install_packages(*dict.fromkeys(PACKAGES[name] for name in lacking))
        lacking = missing()
    if lacking:
        packages = " ".join(dict.fromkeys(PACKAGES[name] for name in lacking))
        sys.exit(
            f"The tests in Firefox and WebKit need {', '.join(lacking)}; not found, and not installable by you. "
            f"Install them (Debian: apt-get install {packages}), then try again. WebKitGTK runs on Linux only."
        )


if __name__ == "__main__":
    ensure()
    print("Browsers for the tests:", firefox(), minibrowser())
