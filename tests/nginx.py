"""A real nginx before a server under test, set up as docs/deploy.md says."""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from base.settings import ROOT
from tests.server import free_port
from tools import nginx
from tools.serve import Files

START_TIMEOUT_S = 10.0
DOCUMENT = ROOT / "docs" / "deploy.md"
# Around the document's `server`: nginx as any user, with all its files in one folder.
MAIN = """
daemon off;
pid nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path temp;
    proxy_temp_path temp;
    fastcgi_temp_path temp;
    uwsgi_temp_path temp;
    scgi_temp_path temp;
    {server}
}}
"""


def documented(heading: str) -> str:
    """The configuration in the document's section of that heading."""
    section = DOCUMENT.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```nginx\n(.*?)```", section, re.DOTALL)
    return str(block)


@contextmanager
def running(
    configuration: str, folder: Path, server_port: int, files: Files | None = None, port: int | None = None
) -> Iterator[int]:
    """Run nginx with a document's configuration; only ports and the certificate's paths are replaced.

    Args:
        configuration: one `server` block.
        folder: where nginx keeps its files.
        server_port: where the program under test listens.
        files: the certificate and its key.
        port: where nginx listens; None for a free port.

    Yields:
        The port where nginx listens.
    """
    port = port or free_port()
    server = re.sub(r"listen \d+", f"listen 127.0.0.1:{port}", configuration)
    server = server.replace("127.0.0.1:8501", f"127.0.0.1:{server_port}")
    for name, path in zip(("ssl_certificate", "ssl_certificate_key"), files or (), strict=False):
        server = re.sub(rf"{name} \S+;", f"{name} {path};", server)
    (folder / "nginx.conf").write_text(MAIN.format(server=server))
    program = nginx.find()
    assert program is not None, f"The tests of proxies need nginx. {nginx.ADVICE}"
    command = [program, "-p", str(folder), "-e", "stderr", "-c", "nginx.conf"]
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(process, folder)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until nginx listens: then it has written its process's number."""
    until = time.monotonic() + START_TIMEOUT_S
    while not (folder / "nginx.pid").exists():
        log = (folder / "nginx.log").read_text()
        assert process.poll() is None, f"nginx ended with status {process.poll()}:\n{log}"
        assert time.monotonic() < until, f"nginx did not start in {START_TIMEOUT_S} s:\n{log}"
        time.sleep(0.02)
