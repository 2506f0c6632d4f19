"""Start Digit Lab and print the addresses that reach it: `make run`, or `python -m tools.serve --host 0.0.0.0`."""

import argparse
import errno
import http.client
import runpy
import socket
import sys
import threading
import time
from pathlib import Path

APP = Path(__file__).resolve().parent.parent / "app.py"
EVERY_INTERFACE = ("0.0.0.0", "::", "")
START_TIMEOUT_S = 60.0


def main(arguments: list[str] | None = None) -> None:
    """Start the server in this process, and say where it is as soon as it answers."""
    options = _parse(arguments)
    problem = why_not(options.host, options.port)
    if problem:
        sys.exit(problem)
    threading.Thread(target=_announce, args=(options.host, options.port), daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *streamlit_options(options.host, options.port)]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def streamlit_options(host: str, port: int) -> list[str]:
    """Streamlit's options for an address: no browser opened, no question asked, no look-up on the internet."""
    return [
        f"--server.address={host or '0.0.0.0'}",
        f"--server.port={port}",
        "--server.headless=true",
        "--logger.hideWelcomeMessage=true",
    ]


def addresses(host: str, port: int) -> list[str]:
    """The sentences that tell how to reach a server.

    Args:
        host: the interface that it listens on, e.g. "127.0.0.1" or "0.0.0.0" for all.
        port: its port.
    """
    if host not in EVERY_INTERFACE:
        return [f"Digit Lab is at {_url(host, port)} (Ctrl+C stops it)"]
    here = f"Digit Lab is at {_url('127.0.0.1', port)} on this machine (Ctrl+C stops it)"
    lan = lan_address()
    if lan is None:
        return [here, "This machine has no address on a network: connect it, and start again for the class."]
    return [here, f"For the class: {_url(lan, port)} (everyone on this network can open it)"]


def lan_address() -> str | None:
    """This machine's IPv4 address on the local network, or None. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))  # UDP: only asks which interface the route would take
            found = [str(probe.getsockname()[0])]
        except OSError:
            found = _addresses_of_host_name()
    return next((address for address in found if not address.startswith(("127.", "0."))), None)


def why_not(host: str, port: int) -> str | None:
    """A sentence that says why no server can listen there, or None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # there it would let two servers share a port
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
    return parser.parse_args(arguments)


def _addresses_of_host_name() -> list[str]:
    try:
        return socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:
        return []


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(host: str, port: int) -> None:
    """Print the addresses once the server answers; nothing if it never does (its own log says why)."""
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until:
        if _answers("127.0.0.1" if host in EVERY_INTERFACE else host, port):
            print("", *addresses(host, port), "", sep="\n", flush=True)
            return
        time.sleep(0.1)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)  # http.client knows no proxies
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    main()
