"""Connections read again, and moved, with an entity tag in hand (B-06)."""

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.changing import (
    FOREIGN_TAG,
    altered,
    not_modified,
    opaque,
    same_members,
    tag,
)
from understudy.vendors.apiture.behaviours.connections import (
    ACTIONS,
    ACTIVATE,
    DEACTIVATE,
    FAIL,
    GET,
    NEW,
    READY,
    act,
    connection,
    in_state,
    still,
)
from understudy.vendors.apiture.behaviours.steps import UNKNOWN, key
from understudy.vendors.apiture.behaviours.suites import CONNECTIONS

__all__: list[str] = []

OPPOSITE = {FAIL: "active", DEACTIVATE: "active", ACTIVATE: "inactive"}
"""A state from which each operation moves a connection."""

READ = (GET, *NEW, *ACTIONS)


def known(probe: Probe, before: Exchange, entity_tag: str) -> Exchange:
    """What a client gets who knows the version of a connection with this entity tag."""
    return act(probe, GET, before, headers={"If-None-Match": entity_tag})


def holds_for_one_version(probe: Probe, operation: str) -> None:
    """Broken unless wrong tags stop the operation without effect, and the right one lets it through."""
    first = in_state(probe, OPPOSITE[operation])
    there, back = (ACTIVATE, DEACTIVATE) if operation == ACTIVATE else (DEACTIVATE, ACTIVATE)
    for step in (there, back):
        probe.expect(act(probe, step, first), 200)
    before = connection(probe, key(probe, first))
    probe.same(OPPOSITE[operation], before.json()["state"], "the state", pointer="/state")
    for wrong in (tag(probe, first), altered(tag(probe, before)), FOREIGN_TAG):
        probe.expect(act(probe, operation, before, headers={"If-Match": wrong}), 412)
    still(probe, before)
    after = probe.expect(act(probe, operation, before, headers={"If-Match": tag(probe, before)}), 200)
    probe.same(ACTIONS[operation], after.json()["state"], "the state", pointer="/state")


@CONNECTIONS.promises(
    "B-06",
    "Failing another version of a connection than the current one is stopped by 412.",
    uses=(FAIL, *READY),
)
def failing_is_for_one_version(probe: Probe) -> None:
    """An outdated tag, a nearly right one and a foreign one."""
    holds_for_one_version(probe, FAIL)


@CONNECTIONS.promises(
    "B-06", "Deactivating another version than the current one is stopped by 412.", uses=(DEACTIVATE, *READY)
)
def deactivating_is_for_one_version(probe: Probe) -> None:
    """An outdated tag, a nearly right one and a foreign one."""
    holds_for_one_version(probe, DEACTIVATE)


@CONNECTIONS.promises(
    "B-06", "Activating another version than the current one is stopped by 412.", uses=(ACTIVATE, *READY)
)
def activating_is_for_one_version(probe: Probe) -> None:
    """An outdated tag, a nearly right one and a foreign one."""
    holds_for_one_version(probe, ACTIVATE)


@CONNECTIONS.promises(
    "B-06",
    "A wrong entity tag is answered by 412 where nothing would change, by 404 where nothing is there.",
    uses=(ACTIVATE, *READY),
    severity=SHOULD,
)
def tag_counts_after_absence_only(probe: Probe) -> None:
    """Each of the three operations."""
    headers = {"If-Match": FOREIGN_TAG}
    for operation, state in ACTIONS.items():
        probe.expect(act(probe, operation, in_state(probe, state), headers=headers), 412)
        probe.expect(probe.call(operation, UNKNOWN, headers=headers), 404)


@CONNECTIONS.promises(
    "B-06", "Who knows the current version of a connection is told so by 304 and gets no body.", uses=READ
)
def known_connection_is_not_sent_again(probe: Probe) -> None:
    """In each state; the tag is that of a read, and of the move before it."""
    for operation, state in ACTIONS.items():
        before = in_state(probe, OPPOSITE[operation])
        moved = probe.expect(act(probe, operation, before), 200)
        probe.same(state, moved.json()["state"], "the state", pointer="/state")
        for exchange in (moved, connection(probe, key(probe, moved))):
            not_modified(probe, known(probe, moved, tag(probe, exchange)))


@CONNECTIONS.promises("B-06", "Who knows another version of a connection gets the current one.", uses=READ)
def changed_connection_is_sent_again(probe: Probe) -> None:
    """An outdated tag, a nearly right one and a foreign one."""
    first = in_state(probe, "active")
    current = probe.expect(act(probe, FAIL, first), 200)
    for entity_tag in (tag(probe, first), altered(tag(probe, current)), FOREIGN_TAG):
        answer = probe.expect(known(probe, first, entity_tag), 200)
        same_members(probe, current.json(), answer.json())


@CONNECTIONS.promises(
    "B-06",
    "An answer of 304 repeats the entity tag of the connection.",
    uses=READ,
    severity=SHOULD,
)
def not_modified_connection_repeats_its_tag(probe: Probe) -> None:
    """RFC 9110 wants it; the page does not list the answer at all."""
    current = in_state(probe, "active")
    answer = known(probe, current, tag(probe, current))
    if answer.status == 304:
        got = tag(probe, answer)
        probe.same(tag(probe, current), got, "the entity tag", location="header", pointer="ETag")


@CONNECTIONS.promises(
    "A-39",
    "Entity tags of connections are compared by their text, weak or not.",
    uses=READ,
    severity=SHOULD,
)
def connection_tags_are_compared_by_text(probe: Probe) -> None:
    """The contract lets no strong tag have quotes here, so it is sent without."""
    for form in ('W/"{}"', "{}"):
        current = in_state(probe, "active")
        sent = form.format(opaque(tag(probe, current)))
        not_modified(probe, known(probe, current, sent))
        probe.expect(act(probe, DEACTIVATE, current, headers={"If-Match": sent}), 200)
