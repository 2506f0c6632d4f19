"""The tools that make a virtual environment and find a browser, on machines that lack something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from base.settings import ROOT
from tools import browsers, chromium, nginx


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make_environment(folder: Path, *python: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "venv.sh"), str(folder), *python],
        env=os.environ | ({"PATH": path} if path else {}),
        capture_output=True,
        text=True,
    )


def test_unfit_pythons_give_a_sentence(tmp_path):
    executable(tmp_path / "bin" / "python3", "exit 1")
    done = make_environment(tmp_path / "venv", path=str(tmp_path / "bin"))
    assert done.returncode == 1
    assert "Digit Lab needs Python 3.11, 3.12 or 3.13." in done.stderr
    assert not (tmp_path / "venv").exists()


def test_environment_is_made_with_pip_and_kept(tmp_path):
    folder = tmp_path / "venv"
    assert make_environment(folder, sys.executable).returncode == 0
    subprocess.run([folder / "bin" / "python", "-m", "pip", "--version"], check=True, capture_output=True)
    (folder / "mark").touch()
    assert make_environment(folder, sys.executable).returncode == 0
    assert (folder / "mark").exists()


def test_broken_environment_is_made_anew(tmp_path):
    executable(tmp_path / "venv" / "bin" / "python", "exit 127")
    done = make_environment(tmp_path / "venv", sys.executable)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "venv" / "pyvenv.cfg").exists()


def test_installed_browser_is_found_on_the_path(tmp_path, monkeypatch):
    browser = executable(tmp_path / "chromium", "echo Chromium 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find() == str(browser)


def test_browser_that_does_not_start_is_passed_over(tmp_path, monkeypatch):
    executable(tmp_path / "google-chrome", "exit 127")
    browser = executable(tmp_path / "chromium", "echo Chromium 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find() == str(browser)


def test_snap_is_passed_over(tmp_path, monkeypatch):
    executable(tmp_path / "chromium-browser", 'exec /snap/bin/chromium "$@"')
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "OTHER_PLACES", ())
    monkeypatch.setattr(chromium, "_downloaded", lambda: None)
    assert chromium.find() is None


def test_missing_browser_is_installed_and_else_said(monkeypatch, capsys):
    tried: list[list[str]] = []
    monkeypatch.setattr(chromium, "find", lambda: None)
    monkeypatch.setattr(chromium, "_run", tried.append)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match="need a Chrome or Chromium"):
        chromium.ensure()
    assert tried[0][-3:] == ["playwright", "install", "chromium"]
    assert tried[-1][-2:] == ["install", "chromium"]
    assert "trying Playwright's download" in capsys.readouterr().out


def test_missing_browsers_are_installed_by_their_packages_and_else_named(monkeypatch):
    tried: list[list[str]] = []
    monkeypatch.setattr(browsers, "firefox", lambda: "/usr/bin/firefox")
    monkeypatch.setattr(browsers, "webkit_driver", lambda: None)
    monkeypatch.setattr(browsers, "minibrowser", lambda: None)
    monkeypatch.setattr(browsers, "virtual_display", lambda: None)
    monkeypatch.setattr(chromium, "_run", tried.append)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit, match=r"need WebKitWebDriver, MiniBrowser, Xvfb; .* webkit2gtk-driver xvfb"):
        browsers.ensure()
    assert tried[-1][-3:] == ["install", "webkit2gtk-driver", "xvfb"]


def test_missing_nginx_is_installed_by_its_package_and_else_said(tmp_path, monkeypatch):
    tried: list[list[str]] = []
    monkeypatch.setattr(nginx, "FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "_run", tried.append)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    executable(tmp_path / "apt-get", "exit 0")
    with pytest.raises(SystemExit, match=r"The tests need nginx; .* apt-get install nginx"):
        nginx.ensure()
    assert tried[-1][-2:] == ["install", "nginx"]
    program = executable(tmp_path / "nginx", "exit 0")
    assert nginx.ensure() == str(program)


def test_firefox_of_a_snap_is_passed_over(tmp_path, monkeypatch):
    executable(tmp_path / "firefox", "echo Mozilla Firefox 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browsers.firefox() == str(tmp_path / "firefox")
    executable(tmp_path / "firefox", 'exec /snap/bin/firefox "$@"')
    assert browsers.firefox() is None
