"""Find a Chrome or Chromium for browser tests; `python -m tools.chromium` installs one if needed."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
OTHER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)
ADVICE = "Install Google Chrome or Chromium (Debian, Ubuntu: apt-get install chromium), then try again."
FLAGS = (  # Playwright adds --headless
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Return the path of a working Chrome or Chromium, or None: an installed one, or Playwright's download."""
    return next((path for path in _candidates() if _starts(path)), None)


def ensure() -> str:
    """Find a Chromium, or install one: Playwright's download, or, as root on Debian, the package.

    Raises:
        SystemExit: there is none and none could be installed.
    """
    path = find()
    for install in (_download, install_packages):
        if path is None:
            install()
            path = find()
    if path is None:
        sys.exit(f"The tests need a Chrome or Chromium; none was found, and none could be installed. {ADVICE}")
    return path


def ensure_chinese_fonts() -> None:
    """Install a font with Chinese characters if there is none, as root on Debian.

    Raises:
        SystemExit: there is none and none could be installed.
    """
    if sys.platform != "linux" or _has_chinese_fonts():
        return
    install_packages("fonts-noto-cjk", "fontconfig")
    if not _has_chinese_fonts():
        sys.exit("Pictures of Chinese pages need a font with its characters: install Debian's fonts-noto-cjk.")


def is_snap(path: Path) -> bool:
    """Return whether a path is Ubuntu's snap, which cannot read Playwright's profiles under /tmp."""
    if path.is_relative_to("/snap") or path.resolve().name == "snap":
        return True
    with path.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"/snap/" in start


def install_packages(*packages: str) -> None:
    """Install Debian packages, by default Chromium's, if apt-get is available and permitted."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    packages = packages or ("chromium",)
    print("Installing Debian's", *packages, flush=True)
    _run(["apt-get", "-qq", "update"])
    _run(["apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages])


def _candidates() -> Iterator[str]:
    for name in NAMES:
        path = shutil.which(name)
        if path and not is_snap(Path(path)):
            yield path
    yield from (path for path in OTHER_PLACES if Path(path).exists())
    downloaded = _downloaded()
    if downloaded:
        yield downloaded


def _downloaded() -> str | None:
    """Return the path of the Chromium that Playwright downloaded, or None."""
    from playwright.sync_api import sync_playwright  # only the tests need Playwright, and it imports slowly

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    """Return whether a browser starts, i.e. has the shared libraries that it needs."""
    if sys.platform == "win32":  # on Windows `--version` opens a window
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _download() -> None:
    print("No Chrome or Chromium is installed: trying Playwright's download.", flush=True)
    _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _has_chinese_fonts() -> bool:
    listed = shutil.which("fc-list")
    return listed is not None and bool(subprocess.run([listed, ":lang=zh"], capture_output=True).stdout)


def _run(command: list[str]) -> None:
    """Run a command and show its output; callers check the outcome themselves."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)


def main() -> None:
    """Ensure a Chromium, and Chinese fonts if requested."""
    parser = argparse.ArgumentParser(prog="python -m tools.chromium", description=__doc__)
    parser.add_argument("--chinese-fonts", action="store_true", help="a font for pictures of Chinese pages, too")
    options = parser.parse_args()
    print("Browser for the tests:", ensure())
    if options.chinese_fonts:
        ensure_chinese_fonts()


if __name__ == "__main__":
    main()
