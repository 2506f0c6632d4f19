"""The server that tests run against is the real one, and nothing of it stays."""

import time

import pytest

from tests.server import Server, is_alive

GRACE_S = 5.0


def test_server_that_cannot_start_shows_its_output(tmp_path):
    with pytest.raises(AssertionError, match="no_such_app"), Server(tmp_path, app="no_such_app.py"):
        pass


def test_killed_web_process_leaves_no_child_and_starts_again(tmp_path):
    with Server(tmp_path) as server:
        family = server.children()
        assert family
        server.kill()
        until = time.monotonic() + GRACE_S
        while any(map(is_alive, family)) and time.monotonic() < until:
            time.sleep(0.05)
        assert [child.cmdline() for child in family if is_alive(child)] == []
        server.start()
        server.wait_until_ready()


def test_stopped_server_leaves_no_child(tmp_path):
    with Server(tmp_path) as server:
        server.wait_until_alive()
        family = [server.process, *server.children()]
    assert not any(map(is_alive, family))
