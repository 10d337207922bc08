"""Events of the history of permissions (S-15)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.banno.behaviours.calls import EVENT, EVENT_OF_ONE
from understudy.vendors.banno.behaviours.making import some
from understudy.vendors.banno.behaviours.steps import GET, MAKES, fetched, listed_users, segment
from understudy.vendors.banno.behaviours.suites import SEGMENTS

__all__: list[str] = []

promises = SEGMENTS.promises


@promises(
    "S-15",
    "An event is added to the history without a segment, and with one, which stays as it is.",
    uses=(EVENT, EVENT_OF_ONE, *MAKES, GET),
)
def events_are_added(probe: Probe) -> None:
    ids = some(probe)
    name = segment(probe, ids)
    before = fetched(probe, name)
    for _ in range(2):
        probe.expect(probe.call(EVENT), 200)
        probe.expect(probe.call(EVENT_OF_ONE, name), 200)
    probe.same(before, fetched(probe, name), "the segment as it was:")
    probe.same(sorted(ids), listed_users(probe, name), "the users as they were:", pointer="/endUsers")


@promises(
    "S-15",
    "Whatever body an event has, nothing is read of it, and nothing is returned.",
    uses=(EVENT, EVENT_OF_ONE, *MAKES),
    severity=SHOULD,
)
def an_event_may_have_any_body(probe: Probe) -> None:
    name = segment(probe, some(probe))
    bodies = ((b"", ""), (b"{}", "application/json"), (b"{", "application/json"), (b"any text", "text/plain"))
    for operation, path in ((EVENT, ()), (EVENT_OF_ONE, (name,))):
        for body, media_type in bodies:
            answer = probe.expect(probe.call(operation, *path, body=body, media_type=media_type), 200)
            probe.same("", answer.body.decode("utf-8", "replace"), "the body")


@promises("S-15", "An event of a segment that is not there is answered 404.", uses=(EVENT_OF_ONE,))
def an_event_needs_its_segment(probe: Probe) -> None:
    for name in ("00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"):
        probe.expect(probe.call(EVENT_OF_ONE, name), 404)
