"""Start Digit Lab and print its URLs: `make run`, or `python -m tools.serve --host 0.0.0.0`."""

import argparse
import errno
import http.client
import runpy
import socket
import ssl
import sys
import threading
import time
from pathlib import Path

from tools.certificate import ensure_certificate, lan_address, own_names

# The certificate and its private key.
Files = tuple[Path, Path]
APP = Path(__file__).resolve().parent.parent / "app.py"
EVERY_INTERFACE = ("0.0.0.0", "::", "")
START_TIMEOUT_S = 60.0
# The buttons are "Advanced" in Chrome, Edge and Firefox, "Show Details" and "visit this website" in Safari.
WARNING = [
    "Each browser warns once that the connection is not private: the certificate is this machine's own.",
    'Pupils tap "Advanced", then "Proceed" or "Accept the Risk"; on an iPad "Show Details", then "visit this website".',
]


def main(arguments: list[str] | None = None) -> None:
    """Start the server in this process, and print its URLs as soon as it responds."""
    options = _parse(arguments)
    problem = why_not(options.host, options.port)
    if problem:
        sys.exit(problem)
    files = ensure_certificate([*own_names(), *_names(options.host)]) if options.https else None
    prefix = options.prefix.strip("/")
    threading.Thread(target=_announce, args=(options.host, options.port, files, prefix), daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *streamlit_options(options.host, options.port, files, prefix)]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def streamlit_options(host: str, port: int, files: Files | None = None, prefix: str = "") -> list[str]:
    """Return Streamlit's options for an address: no browser, no prompts, no internet requests.

    Args:
        host: the interface to listen on.
        port: the TCP port.
        files: the certificate and its key; None for http.
        prefix: the URL path of the pages, e.g. "lab"; "" for the root.
    """
    https = [f"--server.sslCertFile={files[0]}", f"--server.sslKeyFile={files[1]}"] if files else []
    return [
        f"--server.address={host or '0.0.0.0'}",
        f"--server.port={port}",
        "--server.headless=true",
        "--logger.hideWelcomeMessage=true",
        *https,
        *([f"--server.baseUrlPath={prefix}"] if prefix else []),
    ]


def addresses(host: str, port: int, is_https: bool = False, prefix: str = "") -> list[str]:
    """Return the sentences with the URLs of a server.

    Args:
        host: the interface to listen on, e.g. "127.0.0.1" or "0.0.0.0" for all.
        port: the TCP port.
        is_https: whether it uses https with a self-signed certificate.
        prefix: the URL path of the pages, e.g. "lab"; "" for the root.
    """
    path = f"/{prefix}/" if prefix else ""
    warning = WARNING if is_https else []
    if host not in EVERY_INTERFACE:
        return [f"Digit Lab is at {_url(host, port, is_https)}{path} (Ctrl+C stops it)", *warning]
    here = f"Digit Lab is at {_url('127.0.0.1', port, is_https)}{path} on this machine (Ctrl+C stops it)"
    lan = lan_address()
    if lan is None:
        return [here, "This machine has no address on a network: connect it, and start again for the class."]
    return [here, f"For the class: {_url(lan, port, is_https)}{path} (everyone on this network can open it)", *warning]


def why_not(host: str, port: int) -> str | None:
    """Return a sentence that explains why a server cannot listen there, or None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # on Windows this would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            return _wording(host, port, error)
    return None


def _wording(host: str, port: int, error: Exception) -> str:
    match getattr(error, "errno", None):
        case errno.EADDRINUSE:
            reason = f"Port {port} is taken by another program, maybe by Digit Lab in another window."
        case errno.EACCES:
            reason = f"Port {port} may not be used by you."
        case errno.EADDRNOTAVAIL:
            return f"This machine has no address {host}. Choose another: make run HOST=0.0.0.0"
        case _:
            reason = f"Cannot listen on {host}, port {port}. Received: {error}."
    return f"{reason} Choose another: make run PORT={port + 1 if 1024 <= port < 65535 else 8502}"


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 opens it to the network")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--prefix", default="", help="the path that a proxy keeps for it, e.g. lab (docs/deploy.md)")
    parser.add_argument("--https", action="store_true", help="with a self-signed certificate, of which browsers warn")
    return parser.parse_args(arguments)


def _names(host: str) -> list[str]:
    """Return the host as certificates name it."""
    return [] if host in EVERY_INTERFACE else [host]


def _url(host: str, port: int, is_https: bool) -> str:
    scheme = "https" if is_https else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _announce(host: str, port: int, files: Files | None, prefix: str) -> None:
    """Print the URLs once the server responds; nothing if it never does (its log shows why)."""
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until:
        if _answers("127.0.0.1" if host in EVERY_INTERFACE else host, port, files):
            print("", *addresses(host, port, files is not None, prefix), "", sep="\n", flush=True)
            return
        time.sleep(0.1)


def _answers(host: str, port: int, files: Files | None) -> bool:
    opened = connection(host, port, files)  # http.client ignores proxy settings
    try:
        opened.request("GET", "/healthz")
        return opened.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        opened.close()


def connection(host: str, port: int, files: Files | None = None) -> http.client.HTTPConnection:
    """Return a connection to a server; with a certificate file, trust that certificate only."""
    if files is None:
        return http.client.HTTPConnection(host, port, timeout=2)
    return http.client.HTTPSConnection(host, port, timeout=2, context=ssl.create_default_context(cafile=files[0]))


if __name__ == "__main__":
    main()
