"""The journal of a world: list, read, empty, export, follow."""

from typing import Any

from understudy.control.desk import Desk, world_of
from understudy.control.events import events
from understudy.control.records import item, whole
from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running
from understudy.http.har import har
from understudy.http.journal import Entry

__all__ = ["clear_journal", "export_journal", "get_exchange", "list_exchanges", "stream_exchanges"]


@long_running
def list_exchanges(request: Request, desk: Desk) -> Reply:
    """The exchanges that pass every filter, the oldest first."""
    journal = world_of(request, desk).journal
    items = [item(entry) for entry in selected(request, desk)]
    return Reply(200, {"items": items, "kept": len(journal), "dropped": journal.dropped})


def clear_journal(request: Request, desk: Desk) -> Reply:
    """Empty the journal."""
    world_of(request, desk).journal.clear()
    return Reply(204)


def get_exchange(request: Request, desk: Desk) -> Reply:
    """One exchange, whole."""
    number = request.path["exchange"]
    entry = world_of(request, desk).journal.find(number)
    if entry is None:
        sentence = f"The journal has no exchange {number}: it was dropped, or has not happened yet."
        raise Problem(404, "exchangeNotFound", sentence)
    return Reply(200, whole(entry))


@long_running
def export_journal(request: Request, desk: Desk) -> Reply:
    """The exchanges that pass every filter, as an HTTP archive."""
    archive = har(selected(request, desk), desk.version)
    name = f'attachment; filename="{request.path["world"]}.har"'
    return Reply(200, archive, {"Content-Disposition": name})


def stream_exchanges(request: Request, desk: Desk) -> Reply:
    """Each exchange as it is written, for as long as the client listens."""
    hosted = world_of(request, desk)
    if not desk.listeners.room():
        raise Problem(
            503,
            "tooManyListeners",
            f"{desk.listeners.most} clients follow journals, the most there can be: close one of them.",
            headers={"Retry-After": "5"},
        )
    latest = hosted.journal.number
    seen: int = request.headers.get("last-event-id", latest)
    # A number that was not given yet is from before a restart: everything there is was missed.
    stream = events(hosted, seen if seen <= latest else 0, desk)
    return Reply(200, b"retry: 1000\n\n", media_type="text/event-stream", stream=stream)


def selected(request: Request, desk: Desk) -> list[Entry]:
    """The entries that the query asks for."""
    query: dict[str, Any] = dict(request.query)
    return world_of(request, desk).journal.entries(**query)
