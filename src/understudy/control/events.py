"""A journal as server-sent events (HTML standard, 9.2)."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Protocol

from understudy.control.records import item
from understudy.http.journal import Entry
from understudy.http.worlds import Hosted

__all__ = ["Listeners", "events"]

MOST = 16
"""Clients that may follow journals at once."""

HEARTBEAT = 15.0
"""Seconds of silence after which a comment keeps proxies from closing the connection."""

TICK = 0.1
"""Seconds between two looks into the journal. Waiting in a thread instead would hold up the server's end."""


class Listeners:
    """How many clients follow journals."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.count = 0

    def room(self) -> bool:
        """Whether one more may."""
        return self.count < self.most


class Desk(Protocol):
    """What events need of the desk."""

    @property
    def listeners(self) -> Listeners: ...

    def hosts(self, hosted: Hosted) -> bool:
        """Whether the world is still live."""


async def events(hosted: Hosted, seen: int, desk: Desk) -> AsyncGenerator[bytes, None]:
    """Each exchange after number `seen`, until the world is gone.

    An empty text sends nothing: it is there so that the sender may look whether anybody still listens.
    """
    desk.listeners.count += 1
    try:
        silence = 0.0
        while desk.hosts(hosted):
            seen, news = latest(hosted, seen)
            silence = 0.0 if news else silence + TICK
            if silence >= HEARTBEAT:
                silence, news = 0.0, b": still here\n\n"
            yield news
            await asyncio.sleep(TICK)
    finally:
        desk.listeners.count -= 1


def latest(hosted: Hosted, seen: int) -> tuple[int, bytes]:
    """The number of the last exchange there is, and those after number `seen` as events."""
    number = hosted.journal.number
    if number <= seen:
        return seen, b""
    entries = hosted.journal.entries(after=seen)
    last = entries[-1].number if entries else number
    return max(number, last), b"".join(event(entry) for entry in entries)


def event(entry: Entry) -> bytes:
    """One exchange as an event; JSON has no line breaks of its own."""
    return f"id: {entry.number}\nevent: exchange\ndata: {json.dumps(item(entry))}\n\n".encode()
