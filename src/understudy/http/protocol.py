"""uvicorn's HTTP/1.1 protocol, with what a stand-in that is tested hard needs beside it.

What cannot be read as HTTP is answered by a problem too, endless headers are cut off, and a small
reply leaves as one packet, where uvicorn writes (and wakes the client) twice.
"""

import asyncio
import re
from typing import Any

import orjson
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from understudy.http.cors import EVERY_REPLY
from understudy.http.negotiation import PROBLEM
from understudy.http.transit import CLOSE

__all__ = ["Gathered", "Protocol"]

HEAD_BYTES = 128 * 1024
"""Bytes of request line and headers after which no end is expected any more."""

LINGER_SECONDS = 2.0
"""How long a client may go on sending what nobody reads before the connection is cut."""

UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)

UNREADABLE = "This is not HTTP/1.1 as RFC 9112 describes it: correct the request line, headers or chunks."
ENDLESS = f"The headers do not end within {HEAD_BYTES} bytes: send fewer or shorter ones."


class Protocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.in_head = False
        self.head_size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connected: what is written for it goes through a `Gathered` transport."""
        super().connection_made(Gathered(transport, self.loop))

    def data_received(self, data: bytes) -> None:
        """Parse what arrived, unless nothing more is wanted or it only makes an endless head longer."""
        if self.transport.is_closing():
            return
        self.head_size += len(data)
        if self.in_head and self.head_size > HEAD_BYTES:
            self.reject(431, "Request Header Fields Too Large", ENDLESS)
            return
        super().data_received(self.without_upgrade(data))

    def without_upgrade(self, data: bytes) -> bytes:
        """The data with Upgrade under another name, unless it is within a body.

        Java's client offers HTTP/2 with each first request. We may ignore that (RFC 9110, 7.8), but the
        parser would stop before the body.
        """
        within_body = self.cycle is not None and self.cycle.more_body and not self.in_head
        if within_body or UPGRADE.search(data) is None:
            return data
        head, end, body = data.partition(b"\r\n\r\n")
        return UPGRADE.sub(b"\r\nIgnored:", head) + end + body

    def on_message_begin(self) -> None:
        """A request begins."""
        self.in_head = True
        self.head_size = 0
        super().on_message_begin()
        self.scope["extensions"] = {CLOSE: self.transport.close}  # type: ignore[dict-item]

    def on_headers_complete(self) -> None:
        """Its headers are all there."""
        self.in_head = False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; `msg` says less than we do."""
        del msg
        self.reject(400, "Bad Request", UNREADABLE)

    def reject(self, status: int, title: str, sentence: str) -> None:
        """Refuse the rest of this connection.

        While an earlier request is being answered, its answer goes first and is the last: a refusal
        written now would be taken for it.
        """
        if self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body:
            self.cycle.keep_alive = False
            return
        body = orjson.dumps({"type": "about:blank", "title": title, "status": status, "detail": sentence})
        headers = [
            (b"content-type", PROBLEM.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *EVERY_REPLY,
        ]
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        self.transport.write(f"HTTP/1.1 {status} {title}\r\n".encode() + lines + b"\r\n" + body)
        self.transport.close()


class Gathered(asyncio.Transport):
    """A transport that hands on at once what was written within one turn of the event loop.

    It closes as RFC 9112, 9.6 advises: first for writing only, so that a client still busy sending
    reads the answer instead of losing it to a reset; what it sends meanwhile is dropped.
    """

    def __init__(self, inner: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.inner = inner
        self.loop = loop
        self.waiting: list[bytes] = []
        self.ended = False
        self.pause_reading = inner.pause_reading  # type: ignore[method-assign]
        self.resume_reading = inner.resume_reading  # type: ignore[method-assign]
        self.get_extra_info = inner.get_extra_info  # type: ignore[method-assign]

    def write(self, data: Any) -> None:
        """Keep the bytes until the turn ends."""
        if not self.waiting:
            self.loop.call_soon(self.flush)
        self.waiting.append(data)

    def flush(self) -> None:
        """Hand on what was kept."""
        waiting, self.waiting = self.waiting, []
        if waiting and not self.inner.is_closing():
            self.inner.writelines(waiting)

    def is_closing(self) -> bool:
        """Whether nothing more will be read or written."""
        return self.ended or self.inner.is_closing()

    def abort(self) -> None:
        """Close at once, whatever the client still does."""
        self.ended = True
        self.inner.abort()

    def close(self) -> None:
        """Send everything kept, and the end; then wait a little for the client to close."""
        if self.is_closing():
            return
        self.flush()
        self.ended = True
        try:
            self.inner.write_eof()
            self.inner.resume_reading()
            self.loop.call_later(LINGER_SECONDS, self.inner.close)
        except (OSError, RuntimeError):
            # The client is gone: asyncio's own loop says OSError, uvloop RuntimeError for a closed handle.
            self.inner.close()
