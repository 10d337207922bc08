"""The archive of audiences: putting one in and taking it out (A-43 … A-45)."""

from understudy.http.exchange import Reply, Request
from understudy.http.handlers import conditional
from understudy.vendors.apiture import lifecycle, rules
from understudy.vendors.apiture.records import AUDIENCES, rewritten
from understudy.vendors.apiture.replies import audience_tag, changed_audience, one_audience
from understudy.world.documents import Due
from understudy.world.view import View

__all__ = ["archive_customer_audience", "restore_customer_audience"]


@conditional(audience_tag)
def archive_customer_audience(request: Request, view: View) -> Reply:
    """A7: archive an audience that no running campaign uses; it vanishes after thirty days (A-43 … A-45)."""
    return placed(request, view, "archived", lifecycle.retention(view))


@conditional(audience_tag)
def restore_customer_audience(request: Request, view: View) -> Reply:
    """A8: make an archived audience active again, which stops its removal (A-43, A-45)."""
    return placed(request, view, "active", None)


def placed(request: Request, view: View, state: str, due: Due | None) -> Reply:
    """The audience in the state; nothing at all changes when it is there already."""
    audience = rules.audience_of(request, view)
    if audience.body["state"] == state:
        return one_audience(view, audience.id)
    if state == "archived":
        rules.refuse_in_use(view, audience, "archived", rule="A-44")
    changes = lifecycle.stamped(view, request.caller.subject, {"state": state})
    return changed_audience(rewritten(view, AUDIENCES, audience, changes, due=due), audience.id)
