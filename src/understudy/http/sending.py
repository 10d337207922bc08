"""Replies as bytes on the wire."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence

import orjson
from starlette.types import Receive, Send

from understudy.http.cors import EVERY_REPLY
from understudy.http.exchange import Reply
from understudy.http.problems import correlation_of

__all__ = ["disconnected", "encode", "send_body", "send_reply", "send_stream"]


PIECE = 1024 * 1024
"""Bytes of a body that are handed on at once."""

Headers = Sequence[tuple[bytes, bytes]]


async def send_reply(send: Send, reply: Reply, *, head: bool, every: Headers = EVERY_REPLY) -> None:
    """Send a reply; to HEAD without its body, but with the headers that GET would have had.

    `every` are headers that any reply gets.
    """
    headers, body = encode(reply, every)
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def send_body(send: Send, body: bytes) -> None:
    """Send the body of a reply whose headers are sent, a long one piece by piece.

    What the client has not taken yet is copied below us, and of the whole of it that would be too much; and
    between two pieces other requests get their turn.
    """
    last = max(len(body) - 1, 0) // PIECE * PIECE
    for start in range(0, last, PIECE):
        await send({"type": "http.response.body", "body": body[start : start + PIECE], "more_body": True})
        await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": body[last:]})


async def send_stream(
    receive: Receive, send: Send, reply: Reply, stream: AsyncGenerator[bytes, None], *, every: Headers
) -> None:
    """Send a reply that goes on with `stream`, until that ends or the client closes the connection.

    An empty text of the stream sends nothing; it only lets the connection be looked at.
    """
    headers, begin = encode(reply, every)
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": begin, "more_body": True})
    gone = asyncio.ensure_future(disconnected(receive))
    try:
        async for more in stream:
            if gone.done():
                return
            if more:
                await send({"type": "http.response.body", "body": more, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        await stream.aclose()


async def disconnected(receive: Receive) -> None:
    """Return once the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


def encode(reply: Reply, every: Headers = EVERY_REPLY) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """A reply's headers and body as bytes.

    ValueError for a header that would end its line, UnicodeEncodeError for one beyond Latin-1.
    """
    headers = [field(name, value) for name, value in reply.headers.items()]
    correlation = correlation_of(reply)
    if correlation is not None:
        headers.append(field("x-correlation-id", correlation))
    headers += every
    if reply.status in {204, 304}:
        return headers, b""
    if reply.body is None:
        return [*headers, (b"content-length", b"0")], b""
    body = reply.body if isinstance(reply.body, bytes) else json_of(reply.body)
    headers.append((b"content-type", reply.media_type.encode("latin-1")))
    if reply.stream is None:
        headers.append((b"content-length", str(len(body)).encode()))
    return headers, body


def json_of(value: object) -> bytes:
    """JSON text of any value that a client may send; orjson refuses integers of more than 64 bits."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def field(name: str, value: str) -> tuple[bytes, bytes]:
    """One header as bytes."""
    if "\n" in value or "\r" in value:
        raise ValueError(f"The reply's header {name} has a line break in it.")
    return name.lower().encode("latin-1"), value.encode("latin-1")
