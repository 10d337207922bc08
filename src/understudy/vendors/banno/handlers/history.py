"""The history of permissions, to which events are added."""

from understudy.http.exchange import Reply, Request
from understudy.vendors.banno import rules
from understudy.vendors.banno.records import HISTORY
from understudy.world.clock import timestamp
from understudy.world.view import View

__all__ = ["create_segment_permissions_history", "create_unsaved_segment_permissions_history"]


def create_unsaved_segment_permissions_history(request: Request, view: View) -> Reply:
    """S7: an event about a segment that nobody saved; any body is taken, and none is read (S-15)."""
    return recorded(request, view, None)


def create_segment_permissions_history(request: Request, view: View) -> Reply:
    """S8: an event about the users of a segment; any body is taken, and none is read (S-15)."""
    return recorded(request, view, rules.segment_of(request, view).id)


def recorded(request: Request, view: View, segment: str | None) -> Reply:
    """200 without a body, and one event more."""
    event = {
        "institution": rules.institution_of(request, view).id,
        "segment": segment,
        "at": timestamp(view.now),
        "subject": request.caller.subject,
    }
    return Reply(200, documents=view.documents.put(HISTORY, view.ids.uuid(), event))
