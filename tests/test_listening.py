"""What `understudy.listening` promises."""

import socket

import pytest

from understudy.errors import UsageError
from understudy.listening import listen, url_of


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("localhost", None)],
)
def test_port_0_takes_a_free_port(host, shown):
    """A free port is taken, and the URL is one that this machine reaches, also for all addresses."""
    with listen(host, 0) as opened:
        port = opened.getsockname()[1]

        assert port > 0
        assert url_of(opened).endswith(f":{port}")
        assert shown is None or url_of(opened) == f"http://{shown}:{port}"


def test_a_taken_port_is_refused_in_a_sentence():
    """A port that somebody listens on is a usage error which says what to do."""
    with listen("127.0.0.1", 0) as opened, pytest.raises(UsageError, match="choose another --port"):
        listen("127.0.0.1", opened.getsockname()[1])


def test_the_port_is_taken_before_there_is_an_answer():
    """Clients that come early wait instead of being refused."""
    with listen("127.0.0.1", 0) as opened, socket.create_connection(opened.getsockname(), timeout=1) as early:
        assert early.getpeername() == opened.getsockname()


@pytest.mark.parametrize("host", ["203.0.113.9", "no-such-host.invalid"])
def test_an_address_of_others_is_refused_in_a_sentence(host):
    """An address that is not this machine's, or that no name leads to, is a usage error."""
    with pytest.raises(UsageError, match=r"another .*--host"):
        listen(host, 0)
