"""Events removed by the older API (H-L.30)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.events_found import listed
from understudy.vendors.contacthub.behaviours.steps import (
    EVENT,
    EVENTS,
    FORGET,
    MAKES,
    POST_EVENT,
    customer,
    event,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.suites import LEGACY

__all__: list[str] = []

promises = LEGACY.promises

DELETE = "deleteEventWorkspaces"


@promises(
    "H-L.30",
    "A deleted event is neither read nor found any more, and others stay.",
    uses=(DELETE, EVENT, EVENTS, POST_EVENT, *MAKES, FORGET),
)
def a_deleted_event_is_gone(probe: Probe) -> None:
    key = customer(probe)["id"]
    going, staying = event(probe, key), event(probe, key)
    probe.expect(probe.call(DELETE, going), 200, 202, 204)
    refused(probe.call(EVENT, going), "a deleted event", 404)
    probe.same([staying], [each["id"] for each in listed(probe, customerId=key)], "the events left:")
    probe.expect(probe.call(EVENT, staying), 200)


@promises("H-L.30", "An unknown event cannot be deleted.", uses=(DELETE,), severity=SHOULD)
def an_unknown_event_cannot_be_deleted(probe: Probe) -> None:
    refused(probe.call(DELETE, unknown(probe)), "the deletion of an unknown event", 404)
