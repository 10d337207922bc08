"""Replies as bytes on the wire."""

import orjson
from starlette.types import Send

from understudy.http.cors import EVERY_REPLY
from understudy.http.exchange import Reply
from understudy.http.problems import correlation_of

__all__ = ["encode", "send_reply"]


async def send_reply(send: Send, reply: Reply, *, head: bool) -> None:
    """Send a reply; to HEAD without its body, but with the headers that GET would have had."""
    headers, body = encode(reply)
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})


def encode(reply: Reply) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """A reply's headers and body as bytes.

    ValueError for a header that would end its line, UnicodeEncodeError for one beyond Latin-1.
    """
    headers = [field(name, value) for name, value in reply.headers.items()]
    correlation = correlation_of(reply)
    if correlation is not None:
        headers.append(field("x-correlation-id", correlation))
    headers += EVERY_REPLY
    if reply.status in {204, 304}:
        return headers, b""
    if reply.body is None:
        return [*headers, (b"content-length", b"0")], b""
    body = reply.body if isinstance(reply.body, bytes) else orjson.dumps(reply.body)
    headers.append((b"content-type", reply.media_type.encode("latin-1")))
    headers.append((b"content-length", str(len(body)).encode()))
    return headers, body


def field(name: str, value: str) -> tuple[bytes, bytes]:
    """One header as bytes."""
    if "\n" in value or "\r" in value:
        raise ValueError(f"The reply's header {name} has a line break in it.")
    return name.lower().encode("latin-1"), value.encode("latin-1")
