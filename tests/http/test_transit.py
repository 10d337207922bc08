"""Replies that travel badly, as a server sees it; tests/wire has the sockets."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.http.plan import Wire
from understudy.http.transit import CLOSE, travel

HEADERS = [(b"content-length", b"10")]
BODY = b"0123456789"


class Connection:
    """A client that reads everything, and goes after `patience` pieces of body."""

    def __init__(self, patience: int = 10**6) -> None:
        self.patience = patience
        self.sent = []
        self.gone = asyncio.Event()

    async def send(self, message) -> None:
        self.sent.append(message)
        if len(self.pieces) >= self.patience:
            self.gone.set()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    @property
    def pieces(self) -> list[bytes]:
        return [message["body"] for message in self.sent if message["type"] == "http.response.body"]

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)


def travelled(wire, *, body: bytes = BODY, patience: int = 10**6, closable: bool = True) -> Connection:
    async def go() -> Connection:
        connection = Connection(patience)
        scope = {"extensions": {CLOSE: connection.gone.set}} if closable else {}
        await travel(
            scope, connection.receive, connection.send, status=200, headers=HEADERS, body=body, wire=wire
        )
        return connection

    return asyncio.run(go())


def test_a_dropped_reply_sends_nothing():
    """The connection is closed before a first byte."""
    connection = travelled(Wire(drop=True))

    assert [] == connection.sent
    assert connection.gone.is_set()


@given(st.integers(0, 20))
def test_a_truncated_reply_promises_more_than_it_sends(size):
    """Property: so many bytes, then the connection is closed; longer limits cut nothing."""
    connection = travelled(Wire(truncate_at=size))

    assert BODY[:size] == connection.body
    assert HEADERS == connection.sent[0]["headers"]
    assert (size < len(BODY)) == connection.gone.is_set()
    assert (size < len(BODY)) == connection.sent[-1].get("more_body", False)


def test_a_slow_reply_arrives_in_pieces():
    """At forty bytes a second, ten bytes take a quarter of one."""
    started = asyncio.new_event_loop()
    before = started.time()
    connection = travelled(Wire(bytes_per_second=40))
    took = started.time() - before
    started.close()

    assert [b"0123", b"4567", b"89", b""] == connection.pieces
    assert 0.2 <= took < 5


def test_a_slow_reply_ends_with_its_client():
    """Nobody waits for the rest of ten minutes."""
    connection = travelled(Wire(bytes_per_second=10), body=b"x" * 6000, patience=2)

    assert 2 <= len(connection.pieces) <= 4


def test_an_empty_body_cannot_be_cut():
    """HEAD, 204."""
    connection = travelled(Wire(truncate_at=0), body=b"")

    assert b"" == connection.body
    assert not connection.gone.is_set()


def test_without_a_way_to_close_the_connection_the_server_does():
    """Another ASGI server closes it when the application fails."""
    with pytest.raises(ConnectionAbortedError):
        travelled(Wire(drop=True), closable=False)
