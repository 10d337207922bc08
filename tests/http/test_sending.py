"""Replies as bytes."""

import asyncio

import orjson
import pytest

from understudy.http.exchange import Reply
from understudy.http.sending import encode, send_reply, send_stream


def sent(reply, *, head=False):
    messages = []

    async def send(message):
        messages.append(message)

    asyncio.run(send_reply(send, reply, head=head))
    start, body = messages
    return start["status"], dict(start["headers"]), body["body"]


def test_json_is_written_with_its_length_and_type():
    """A JSON value becomes its bytes."""
    status, headers, body = sent(Reply(200, {"a": [1, "é"]}, {"ETag": 'W/"1"'}))

    assert (200, {"a": [1, "é"]}) == (status, orjson.loads(body))
    assert (b"application/json", str(len(body)).encode(), b'W/"1"') == (
        headers[b"content-type"],
        headers[b"content-length"],
        headers[b"etag"],
    )


def test_any_origin_may_read_every_reply():
    """CORS headers come with successes, errors and empty replies alike."""
    for reply in (Reply(200, {}), Reply(204), Reply(404, {"status": 404})):
        headers = sent(reply)[1]

        assert b"*" == headers[b"access-control-allow-origin"]
        assert {b"ETag", b"Location", b"Retry-After"} <= set(
            headers[b"access-control-expose-headers"].split(b", ")
        )


def test_head_has_the_headers_of_get_and_no_body():
    """RFC 9110, 9.3.2: the same headers, Content-Length included."""
    reply = Reply(200, b"a,b\n", media_type="text/csv")

    assert (sent(reply)[1], b"") == sent(reply, head=True)[1:]


@pytest.mark.parametrize("status", [204, 304])
def test_replies_that_never_have_content_have_no_length(status):
    """RFC 9110, 8.6: no Content-Length with 204, no Content-Type without content."""
    headers = sent(Reply(status, headers={"ETag": 'W/"1"'}))[1]

    assert {b"etag", b"access-control-allow-origin", b"access-control-expose-headers"} == set(headers)


def test_an_empty_reply_says_so():
    """Without a body the length is 0 and there is no media type."""
    headers = sent(Reply(202))[1]

    assert b"0" == headers[b"content-length"]
    assert b"content-type" not in headers


def test_the_correlation_id_is_a_header_of_errors():
    """G-4: the fragment of `instance` can be read without parsing the body."""
    assert b"abc-1" == sent(Reply(404, {"instance": "http://h/x#abc-1"}))[1][b"x-correlation-id"]


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: b", "a\nb"])
def test_no_header_can_end_its_line(value):
    """A value with a line break is never sent: it would be another header."""
    with pytest.raises(ValueError, match="Location has a line break"):
        encode(Reply(201, headers={"Location": value}))


def test_other_headers_may_go_with_each_reply():
    """What is sent with every reply can be replaced, so that nothing of CORS is left."""
    headers = dict(encode(Reply(200, {}), every=((b"cache-control", b"no-store"),))[0])

    assert {b"cache-control", b"content-type", b"content-length"} == headers.keys()


def streamed(chunks, *, leaves_after=None):
    """What is sent of a reply that goes on with these texts; the client leaves after so many bodies."""
    messages, ended = [], []

    async def more():
        try:
            for chunk in chunks:
                yield chunk
                await asyncio.sleep(0)
        finally:
            ended.append(True)

    async def send(message):
        messages.append(message)

    async def run():
        requests = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive():
            if requests:
                return requests.pop()
            while leaves_after is None or len(messages) < leaves_after:
                await asyncio.sleep(0)
            return {"type": "http.disconnect"}

        reply = Reply(200, b"begin", media_type="text/event-stream", stream=more())
        await send_stream(receive, send, reply, reply.stream, every=())

    asyncio.run(run())
    assert [True] == ended
    return messages


def test_a_stream_goes_on_after_its_body():
    """The body first, without a length; then each text as it comes, empty ones left out, then the end."""
    start, *bodies = streamed([b"one", b"", b"two"])

    assert b"content-length" not in dict(start["headers"])
    assert [b"begin", b"one", b"two", b""] == [each["body"] for each in bodies]
    assert [True, True, True, False] == [each.get("more_body", False) for each in bodies]


def test_a_stream_ends_when_the_client_leaves():
    """The stream is closed, and nothing is sent to nobody."""
    sent = streamed([b"x"] * 1000, leaves_after=4)

    assert 4 <= len(sent) < 20


@pytest.mark.parametrize("number", [2**63 - 1, 2**64, -(10**300)])
def test_an_integer_of_any_size_is_sent(number):
    """What a client may send it gets back, digit by digit, however many bits it takes."""
    body = encode(Reply(200, {"é": [number, 0.5, None]}))[1]

    assert f'{{"é":[{number},0.5,null]}}'.encode() == body
