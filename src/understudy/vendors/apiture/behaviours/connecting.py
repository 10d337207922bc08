"""Who may connect audiences, and with whom (B-01 … B-03, A-02, A-04)."""

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.connections import (
    ACTIONS,
    CREATE,
    DELETE,
    EVERY,
    GET,
    LIST,
    NEW,
    act,
    asked,
    attempted,
    connected,
    every,
    in_state,
    listed_for,
    offered,
    still,
)
from understudy.vendors.apiture.behaviours.steps import created, key, refused, word
from understudy.vendors.apiture.behaviours.suites import CONNECTIONS

__all__: list[str] = []

WRITES = (CREATE, *ACTIONS, DELETE)
SHOWN = (*NEW, GET, LIST)


@CONNECTIONS.promises(
    "B-01",
    "Without an access token, or with one that nobody issued, every operation answers 401.",
    uses=EVERY,
)
def nobody_connects_without_a_token(probe: Probe) -> None:
    """Each operation as it would be done with the right one."""
    for authorization in ("", f"Bearer {word(probe)}"):
        for name, answer in every(probe, headers={"Authorization": authorization}):
            refused(answer, f"{name} without a valid token", 401)


@CONNECTIONS.promises(
    "B-02",
    "An institution without the feature customerAudienceConnections can use none of the operations.",
    uses=EVERY,
    needs=("unconnected",),
)
def nothing_works_without_the_feature(probe: Probe) -> None:
    """Any refusal will do."""
    for name, answer in every(probe, caller="unconnected"):
        refused(answer, f"{name} without the feature")


@CONNECTIONS.promises(
    "B-02",
    "Without the feature customerAudienceConnections every operation answers 403.",
    uses=EVERY,
    severity=SHOULD,
    needs=("unconnected",),
)
def missing_feature_is_forbidden(probe: Probe) -> None:
    """Not 404: that would say that the address is wrong."""
    for name, answer in every(probe, caller="unconnected"):
        refused(answer, f"{name} without the feature", 403)


@CONNECTIONS.promises(
    "A-02",
    "A client that may only read sees connections, but makes, moves and deletes none: 403, and no effect.",
    uses=EVERY,
    severity=SHOULD,
    needs=("reader",),
)
def reader_changes_no_connection(probe: Probe) -> None:
    """The scopes of the sibling API, since this page lost its own."""
    before = in_state(probe, "active")
    for name, answer in every(probe, caller="reader"):
        if name in WRITES:
            refused(answer, f"{name} by a reader", 403)
        else:
            probe.expect(answer, 200)
    for operation in ACTIONS:
        act(probe, operation, before, caller="reader")
    probe.call(DELETE, key(probe, before), caller="reader")
    still(probe, before)


@CONNECTIONS.promises(
    "A-04",
    "Connections of audiences that the caller does not see are neither listed, read, moved nor deleted.",
    uses=EVERY,
    needs=("stranger",),
)
def strangers_see_no_connection(probe: Probe) -> None:
    """Nor does an audience of others get one."""
    before = in_state(probe, "active")
    audience = key(probe, created(probe))
    for operation in (GET, *ACTIONS, DELETE):
        refused(act(probe, operation, before, caller="stranger"), f"{operation} by a stranger")
    refused(probe.call(CREATE, json=asked(audience), caller="stranger"), "connecting others' audience")
    seen = probe.call(LIST, caller="stranger")
    if seen.status == 200 and key(probe, before) in {item["id"] for item in seen.json()["items"]}:
        probe.broken("no connection of others", key(probe, before), pointer="/items")
    probe.same([], listed_for(probe, audience), "connections:", pointer="/items")
    still(probe, before)


@CONNECTIONS.promises(
    "B-03",
    "A second connection of an audience with one provider is refused by 409, and not made.",
    uses=SHOWN,
)
def second_connection_is_refused(probe: Probe) -> None:
    """The first one is still there, alone."""
    first = connected(probe)
    audience = first.json()["audience"]["id"]
    probe.expect(attempted(probe, audience), 409)
    got = [item["id"] for item in listed_for(probe, audience)]
    probe.same([key(probe, first)], got, "connections:", pointer="/items")


@CONNECTIONS.promises(
    "B-03", "Another audience may have the same provider, and the audience another provider.", uses=SHOWN
)
def other_connections_are_allowed(probe: Probe) -> None:
    """Two of one audience, and each provider twice."""
    other = offered(probe)
    first, second = connected(probe), connected(probe)
    for made in (first, second):
        audience = made.json()["audience"]["id"]
        added = connected(probe, audience, other)
        got = {item["id"] for item in listed_for(probe, audience)}
        probe.same(sorted({key(probe, made), key(probe, added)}), sorted(got), "connections:")


@CONNECTIONS.promises(
    "B-03",
    "Whatever its state, a connection keeps its audience from a second one; deleted, it does not.",
    uses=(*SHOWN, *ACTIONS, DELETE),
    severity=SHOULD,
)
def every_state_blocks_until_deleted(probe: Probe) -> None:
    """Inactive and failed ones, too."""
    for state in ("active", "inactive", "failed"):
        first = in_state(probe, state)
        audience = first.json()["audience"]["id"]
        refused(attempted(probe, audience), f"a second connection beside an {state} one", 409)
        probe.expect(probe.call(DELETE, key(probe, first)), 204)
        second = connected(probe, audience)
        if key(probe, second) == key(probe, first):
            probe.broken("an id of its own", key(probe, second), pointer="/id")


@CONNECTIONS.promises(
    "B-03",
    "Names of providers that differ in case are different names.",
    uses=SHOWN,
    severity=SHOULD,
)
def provider_names_differ_by_case(probe: Probe) -> None:
    """Shown as they were sent."""
    name = offered(probe)
    audience = key(probe, created(probe))
    for provider in (name, name.upper()):
        connected(probe, audience, provider)
    got = sorted(item["provider"]["name"] for item in listed_for(probe, audience))
    probe.same(sorted((name, name.upper())), got, "the providers", pointer="/items")
