"""Events: searched, recorded, read, changed."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import long_running, repeatable
from understudy.vendors.contacthub import event_changes, events
from understudy.vendors.contacthub.access import workspace_of
from understudy.vendors.contacthub.bringing_back import written
from understudy.vendors.contacthub.event_finding import asked, event_named, neighbours
from understudy.vendors.contacthub.paging import CEILING, page_of
from understudy.world.view import View

__all__ = [
    "get_event_workspaces",
    "get_events_workspaces",
    "patch_event_workspaces",
    "post_event_workspaces",
    "put_event_workspaces",
]


@repeatable
@long_running
def get_events_workspaces(request: Request, view: View) -> Reply:
    """93: the events that match, newest first, ten thousand at most (H-93.1, H-93.2)."""
    ws, found = workspace_of(request, view).id, asked(request, view)
    shown, page = page_of(request, found.height, ceiling=CEILING)
    elements = events.bodies(view, ws, found["id"].gather(range(shown.start, shown.stop)))
    return Reply(200, {"elements": elements, "page": page})


def post_event_workspaces(request: Request, view: View) -> Reply:
    """94: a new event (H-94.1); Problem 400 unless it is clear whose it is (H-94.3, H-94.4)."""
    ws = workspace_of(request, view).id
    documents, key = written(view, request.caller, ws, request.body, request.call.headers)
    return Reply(202, {"id": key}, documents=documents)


@repeatable
def get_event_workspaces(request: Request, view: View) -> Reply:
    """95: one event (H-95.1); with nav=CUSTOMER the ids of its neighbours too (H-95.3)."""
    event = event_named(request, view)
    near = neighbours(view, event) if request.query.get("nav") else {}
    return Reply(200, {**event.body, **near})


def put_event_workspaces(request: Request, view: View) -> Reply:
    """96: the event with all its property values replaced (H-96.1)."""
    event = event_named(request, view)
    return Reply(202, documents=event_changes.replaced(view, event, request.body))


def patch_event_workspaces(request: Request, view: View) -> Reply:
    """97: the event with what is sent put into it (H-97.1)."""
    event = event_named(request, view)
    return Reply(202, documents=event_changes.patched(view, event, request.body))
