"""`make run` says where Digit Lab is, or why it cannot be there."""

import socket

import pytest

from tests.server import free_port
from tools import certificate, serve


def test_for_this_machine_only_one_address_is_printed():
    assert serve.addresses("127.0.0.1", 8501) == ["Digit Lab is at http://127.0.0.1:8501 (Ctrl+C stops it)"]


def test_for_the_class_the_network_address_is_printed(monkeypatch):
    monkeypatch.setattr(serve, "lan_address", lambda: "192.168.1.20")
    here, for_the_class = serve.addresses("0.0.0.0", 9000)
    assert "http://127.0.0.1:9000" in here
    assert for_the_class.startswith("For the class: http://192.168.1.20:9000")


def test_without_a_network_the_class_is_told_so(monkeypatch):
    monkeypatch.setattr(serve, "lan_address", lambda: None)
    assert "no address on a network" in serve.addresses("0.0.0.0", 8501)[1]


def test_over_https_pupils_are_told_of_the_warning_and_what_to_tap(monkeypatch):
    monkeypatch.setattr(serve, "lan_address", lambda: "192.168.1.20")
    _here, for_the_class, warning, taps = serve.addresses("0.0.0.0", 9000, is_https=True)
    assert for_the_class.startswith("For the class: https://192.168.1.20:9000")
    assert "warns once" in warning
    assert all(words in taps for words in ("Advanced", "Proceed", "Show Details", "visit this website"))


def test_under_a_prefix_the_address_has_it():
    assert serve.addresses("127.0.0.1", 8501, prefix="lab")[0].startswith("Digit Lab is at http://127.0.0.1:8501/lab/ ")
    assert "--server.baseUrlPath=lab" in serve.streamlit_options("127.0.0.1", 8501, prefix="lab")


def test_lan_address_is_never_loopback(monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", _unreachable)
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda _name: ("pc", [], ["127.0.1.1", "192.168.1.20"]))
    assert certificate.lan_address() == "192.168.1.20"


def test_lan_address_is_none_where_there_is_no_network(monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", _unreachable)
    monkeypatch.setattr(socket, "gethostbyname_ex", _unreachable)
    assert certificate.lan_address() is None


def test_free_port_is_no_problem():
    assert serve.why_not("127.0.0.1", free_port()) is None


def test_taken_port_is_said_with_the_mend():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        problem = serve.why_not("127.0.0.1", port)
    assert problem is not None
    assert problem.startswith(f"Port {port} is taken")
    assert "make run PORT=" in problem


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("203.0.113.7", 8501, "no address 203.0.113.7"),
        ("no such host", 8501, "Cannot listen on no such host"),
        ("127.0.0.1", 70000, "Cannot listen on 127.0.0.1, port 70000"),
    ],
)
def test_impossible_address_is_said_in_a_sentence(host, port, words):
    assert words in (serve.why_not(host, port) or "")


def test_streamlit_is_started_without_questions_or_look_ups():
    options = serve.streamlit_options("127.0.0.1", 8501)
    assert "--server.address=127.0.0.1" in options  # without one, Streamlit asks the internet for ours
    assert "--server.headless=true" in options


def _unreachable(*_arguments: object) -> None:
    raise OSError("Network is unreachable")
