"""Connections that are not there, or not any more (B-10, B-11)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.connections import (
    ACTIONS,
    DELETE,
    FAIL,
    GET,
    LIST,
    READY,
    connection,
    in_state,
    listed_for,
    still,
)
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, key, refused
from understudy.vendors.apiture.behaviours.suites import CONNECTIONS

__all__: list[str] = []

MALFORMED = ("short", "x" * 49, "with space", "with|pipe")
"""What is no id: too short, too long, with characters that no id has."""


@CONNECTIONS.promises(
    "B-10", "A connection that does not exist cannot be read nor deleted: 404.", uses=(GET, DELETE)
)
def unknown_connection_is_404(probe: Probe) -> None:
    """A well-formed id of no connection."""
    for operation in (GET, DELETE):
        probe.expect(probe.call(operation, UNKNOWN), 404)


@CONNECTIONS.promises(
    "B-10",
    "Moving a connection that does not exist, or whose id is none, is refused by 404 or 422.",
    uses=(FAIL, *ACTIONS),
)
def unknown_connection_is_not_moved(probe: Probe) -> None:
    """Both statuses claim to say that there is no such connection."""
    for operation in ACTIONS:
        for identifier in (UNKNOWN, *MALFORMED):
            probe.expect(probe.call(operation, identifier), 404, 422)


@CONNECTIONS.promises(
    "B-10",
    "What is not the id of a connection is answered by 422, or by 404 where 422 is not listed.",
    uses=(FAIL, *ACTIONS, GET, DELETE),
    severity=SHOULD,
)
def absent_and_malformed_are_told_apart(probe: Probe) -> None:
    """An id that could be one is answered by 404."""
    for operation in (GET, *ACTIONS):
        refused(probe.call(operation, UNKNOWN), f"{operation} of no connection", 404)
        for identifier in MALFORMED:
            refused(probe.call(operation, identifier), f"{operation} of {identifier[:20]!r}", 422)
    for identifier in MALFORMED:
        refused(probe.call(DELETE, identifier), f"{DELETE} of {identifier[:20]!r}", 404)


@CONNECTIONS.promises(
    "B-10",
    "A deleted connection is gone: 204 without a body, then it is neither found, listed nor moved.",
    uses=(DELETE, *READY, LIST),
)
def deleted_connection_is_gone(probe: Probe) -> None:
    """From every state; the connection of another audience stays."""
    other = in_state(probe, "active")
    for state in ("active", "inactive", "failed"):
        before = in_state(probe, state)
        identifier, audience = key(probe, before), before.json()["audience"]["id"]
        answer = probe.expect(probe.call(DELETE, identifier), 204)
        if answer.body:
            probe.broken("no body", f"{len(answer.body)} bytes")
        for operation in (GET, DELETE):
            probe.expect(probe.call(operation, identifier), 404)
        for operation in ACTIONS:
            probe.expect(probe.call(operation, identifier), 404, 422)
        probe.same([], listed_for(probe, audience), "connections:", pointer="/items")
    still(probe, other)


@CONNECTIONS.promises(
    "B-11",
    "With its audience a connection is deleted, in whatever state it is, and no other with it.",
    uses=(DELETE, *READY, LIST, "deleteCustomerAudience"),
)
def connections_go_with_their_audience(probe: Probe) -> None:
    """Neither found nor listed nor moved any more."""
    other = in_state(probe, "active")
    for state in ("active", "inactive", "failed"):
        before = in_state(probe, state)
        probe.expect(probe.call("deleteCustomerAudience", before.json()["audience"]["id"]), 204)
        probe.expect(probe.call(GET, key(probe, before)), 404)
        for operation in ACTIONS:
            probe.expect(probe.call(operation, key(probe, before)), 404, 422)
        listed = probe.expect(probe.call(LIST, query={"state": state}), 200).json()["items"]
        if key(probe, before) in {item["id"] for item in listed}:
            probe.broken("not listed any more", key(probe, before), pointer="/items")
    still(probe, other)


@CONNECTIONS.promises(
    "B-11",
    "Archiving its audience does not delete a connection.",
    uses=(GET, *READY, "archiveCustomerAudience"),
    severity=SHOULD,
)
def archiving_keeps_connections(probe: Probe) -> None:
    """The audience may be restored."""
    before = in_state(probe, "active")
    probe.expect(probe.call("archiveCustomerAudience", before.json()["audience"]["id"]), 200)
    connection(probe, key(probe, before))
