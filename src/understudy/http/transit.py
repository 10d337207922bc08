"""Replies that travel badly on purpose: late, slowly, in part, or not at all."""

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive, Scope, Send

from understudy.http.plan import Wire
from understudy.http.sending import disconnected

__all__ = ["CLOSE", "travel"]

CLOSE = "understudy.close"
"""The extension in an ASGI scope that closes the connection; the server's protocol puts it there."""

INTERVAL = 0.1
"""Seconds between two pieces of a slow body, if they can be as short."""


async def travel(
    scope: Scope,
    receive: Receive,
    send: Send,
    *,
    status: int,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    wire: Wire,
) -> None:
    """Send a reply as `wire` says, but for its delay; `body` is empty for HEAD.

    ConnectionAbortedError where the reply ends early and the server offers no way to close a connection.
    """
    if wire.drop:
        await hang_up(scope, receive)
        return
    await send({"type": "http.response.start", "status": status, "headers": headers})
    sent = body if wire.truncate_at is None else body[: wire.truncate_at]
    async for piece in pieces(sent, wire.bytes_per_second, receive):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    if len(sent) < len(body):
        await hang_up(scope, receive)
    else:
        await send({"type": "http.response.body", "body": b""})


async def pieces(body: bytes, rate: int | None, receive: Receive) -> AsyncIterator[bytes]:
    """The body, all at once or at so many bytes a second; it ends when the client has gone."""
    if rate is None:
        yield body
        return
    size = max(int(rate * INTERVAL), 1)
    gone = asyncio.ensure_future(disconnected(receive))
    try:
        for start in range(0, len(body), size):
            yield body[start : start + size]
            done, _ = await asyncio.wait({gone}, timeout=size / rate)
            if done:
                return
    finally:
        gone.cancel()


async def hang_up(scope: Scope, receive: Receive) -> None:
    """Close the connection once all that was sent is on its way, and wait until it is closed."""
    close = scope.get("extensions", {}).get(CLOSE)
    if close is None:
        raise ConnectionAbortedError("A fault closes this connection before its reply is complete.")
    close()
    await disconnected(receive)
