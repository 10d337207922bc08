"""Limits of headers and bodies."""

import asyncio

import pytest

from understudy.errors import Problem
from understudy.http import limits
from understudy.http.limits import Vanished, read_body, read_headers


def messages(*chunks, more=False):
    """A `receive` that yields these chunks; with `more` the body goes on after them, in silence."""
    left = list(chunks)

    async def receive():
        if not left:
            await asyncio.sleep(3600)
        chunk = left.pop(0)
        if chunk is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk, "more_body": more or bool(left)}

    return receive, left


def read(receive, headers, **options):
    return asyncio.run(read_body(receive, headers, **options))


def test_headers_go_by_lower_case_name_and_repeat_as_lists():
    """RFC 9110, 5.3 and RFC 9113, 8.2.3: lists are joined by commas, cookies by semicolons."""
    scope = {"headers": [(b"accept", b"a"), (b"cookie", b"x=1"), (b"accept", b"b"), (b"cookie", b"y=2")]}

    assert {"accept": "a, b", "cookie": "x=1; y=2"} == read_headers(scope)


def test_431_for_absurd_headers():
    """Headers of more than 32 KiB are refused, exactly that many are not."""
    read_headers({"headers": [(b"a", b"x" * (32 * 1024 - 1))]})

    with pytest.raises(Problem, match="at most 32768 are taken") as refused:
        read_headers({"headers": [(b"a", b"x" * (32 * 1024))]})

    assert 431 == refused.value.status


def test_a_body_is_put_together():
    """Chunks become one body, declared or chunked."""
    assert b"abc" == read(messages(b"a", b"", b"bc")[0], {"content-length": "3"})
    assert b"abc" == read(messages(b"a", b"bc")[0], {"transfer-encoding": "chunked"})


def test_no_body_is_waited_for_where_none_is_announced():
    """Without Content-Length and Transfer-Encoding there is none, and nothing is read."""
    assert b"" == read(messages()[0], {})


def test_413_by_declared_length_reads_nothing():
    """16 MiB is the limit; one byte more is refused before the body is read, and the connection closed."""
    receive, left = messages(b"x")

    with pytest.raises(Problem, match="exceeds 16777216 bytes") as refused:
        read(receive, {"content-length": str(16 * 1024 * 1024 + 1)})

    assert (413, {"Connection": "close"}) == (refused.value.status, refused.value.headers)
    assert [b"x"] == left


def test_413_by_count_stops_reading():
    """A body that lied about its length, or told none, is cut off where it becomes too long."""
    receive, left = messages(b"12", b"34", b"5", b"never")

    with pytest.raises(Problem) as refused:
        read(receive, {"transfer-encoding": "chunked"}, most=4)

    assert 413 == refused.value.status
    assert [b"never"] == left


def test_a_body_of_the_limit_is_taken():
    """The limit itself is allowed."""
    assert b"1234" == read(messages(b"12", b"34")[0], {"content-length": "4"}, most=4)


def test_an_absurd_length_is_too_much():
    """Thousands of digits are no error of ours."""
    with pytest.raises(Problem) as refused:
        read(messages(b"x")[0], {"content-length": "9" * 5000})

    assert 413 == refused.value.status


def test_a_length_that_is_no_number_is_left_to_the_count():
    """What the server let pass is counted as it comes."""
    assert b"x" == read(messages(b"x")[0], {"content-length": "many"})


def test_408_for_a_body_that_does_not_come(monkeypatch):
    """After the time allowed (30 s; here less) the wait is over."""
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.01)

    with pytest.raises(Problem, match="did not arrive") as refused:
        read(messages(b"x", more=True)[0], {"content-length": "5"})

    assert (408, {"Connection": "close"}) == (refused.value.status, refused.value.headers)


def test_a_vanished_client_is_noticed():
    """A disconnect within the body ends the request without an answer."""
    with pytest.raises(Vanished):
        read(messages(b"x", None)[0], {"content-length": "5"})
