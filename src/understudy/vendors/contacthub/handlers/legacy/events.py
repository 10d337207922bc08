"""The legacy operation on events."""

from understudy.http.exchange import Reply, Request
from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.event_finding import event_named
from understudy.world.view import View

__all__ = ["delete_event_workspaces"]


def delete_event_workspaces(request: Request, view: View) -> Reply:
    """The event is gone (H-L.30); Problem 404 when the workspace has none with this id."""
    return Reply(204, documents=events.without(view, event_named(request, view)))
