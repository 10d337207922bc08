"""How long events are kept (H-34 to H-36, H-41, H-42, H-48 to H-51)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import EVENT, POST, POST_EVENT, event, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    NEW_AGGREGATE,
    NEW_ENTRY,
    STATE,
    aggregate,
    body_of,
    entry,
    inhabitant,
)
from understudy.vendors.contacthub.behaviours.streaming import LAST, STREAM, end, since
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

READ, WRITE = "getRetentionPolicyConfigurationWorkspaces", "putRetentionPolicyConfigurationWorkspaces"
STATUS = "getRetentionPolicyStatusConfigurationWorkspaces"
NODE = ("getNodeRetentionPolicyConfigurationWorkspaces", "putNodeRetentionPolicyConfigurationWorkspaces")
ENTRY = (
    "getEntryNodeRetentionPolicyConfigurationWorkspaces",
    "putEntryNodeRetentionPolicyConfigurationWorkspaces",
)
COUNTS = (
    "getEntryNodeRetentionPolicyStateConfigurationWorkspaces",
    "putEntryNodeRetentionPolicyStateConfigurationWorkspaces",
)
STAGE = ("stage",)
LIVES = (NEW_ENTRY, POST, POST_EVENT, EVENT)
AGGREGATES = (NEW_ENTRY, NEW_AGGREGATE, STATE)
KIND, OTHER = "viewedPage", "loggedIn"
LONG_AGO = "2020-03-01T10:00:00.000Z"
FOR_EVER = {"months": 0}
SHORT, LONG = {KIND: {"months": 1}}, {KIND: {"months": 1200}}


def shown(probe: Probe, said: dict[str, Any], told: dict[str, Any]) -> None:
    """Broken unless a policy is told for each type: as it was sent, and for ever for all others."""
    probe.same(48, len(told), "types:")
    probe.same({kind: said.get(kind, FOR_EVER) for kind in told}, told, "the policy")


def old(probe: Probe, node: str, kind: str = KIND) -> str:
    """The id of an event of long ago, of a new customer of the node."""
    return event(probe, inhabitant(probe, node)["id"], kind, date=LONG_AGO)


def left(probe: Probe, *keys: str) -> list[bool]:
    """Whether each event is still there."""
    return [probe.call(EVENT, key).status == 200 for key in keys]


@promises("H-35.1", "The policy of the workspace is told for each type.", uses=(READ, WRITE), needs=STAGE)
def the_policy_is_told(probe: Probe) -> None:
    with probe.stage():
        body_of(probe, WRITE, json={**SHORT, OTHER: {"months": 24}})
        shown(probe, {**SHORT, OTHER: {"months": 24}}, body_of(probe, READ))


@promises("H-36.1", "The policy of the workspace becomes what is sent.", uses=(WRITE, READ), needs=STAGE)
def the_policy_becomes_what_is_sent(probe: Probe) -> None:
    with probe.stage():
        for said in (SHORT, {OTHER: {"months": 24}}, {}):
            shown(probe, said, body_of(probe, WRITE, json=said))
            shown(probe, said, body_of(probe, READ))
        refused(probe.call(WRITE, json={KIND: {"months": -1}}), "months below 0", 400)


@promises("H-36.2", "Events that are too old go on the next night.", uses=(WRITE, *LIVES), needs=STAGE)
def old_events_go_at_night(probe: Probe) -> None:
    with probe.stage() as stage:
        home = entry(probe)["id"]
        keys = [old(probe, home), event(probe, inhabitant(probe, home)["id"], KIND)]
        body_of(probe, WRITE, json=SHORT)
        stage.step(days=2)
        probe.same([False, True], left(probe, *keys), "whether the old and the new event are there:")
        stage.step(days=40)
        probe.same([False, False], left(probe, *keys), "whether they are there after 40 days:")


@promises(
    "H-36.2",
    "The stream of updates says which events went.",
    uses=(WRITE, *LIVES, STREAM, LAST),
    severity=SHOULD,
    needs=STAGE,
)
def the_stream_tells_what_went(probe: Probe) -> None:
    with probe.stage() as stage:
        key = old(probe, entry(probe)["id"])
        offset = end(probe)
        body_of(probe, WRITE, json=SHORT)
        stage.step(days=2)
        found = [
            each["operation"]
            for each in since(probe, offset, entity="EVENT")
            if each["entity"]["data"]["id"] == key
        ]
        probe.same(["DELETE"], found, "what the stream tells of the event:", pointer="/updates")


@promises("H-36.3", "Events of a type with 0 months, or left out, stay.", uses=(WRITE, *LIVES), needs=STAGE)
def other_events_stay(probe: Probe) -> None:
    with probe.stage() as stage:
        home = entry(probe)["id"]
        keys = [old(probe, home, kind) for kind in (KIND, OTHER, "searched")]
        body_of(probe, WRITE, json={**SHORT, OTHER: FOR_EVER})
        stage.step(days=2)
        probe.same([False, True, True], left(probe, *keys), "whether events of 1, 0 and no months are there:")


@promises(
    "H-34.1",
    "Events are counted by node and type: total, valid, expired.",
    uses=(STATUS, WRITE, *LIVES),
    needs=STAGE,
)
def events_are_counted(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        old(probe, home)
        event(probe, inhabitant(probe, home)["id"], KIND)
        body_of(probe, WRITE, json=SHORT)
        told = body_of(probe, STATUS)[home]
        expected = {"months": 1, "total": 2, "valid": 1, "expired": 1}
        got = {name: told[KIND].get(name) for name in expected}
        probe.same(expected, got, "months and events", pointer=f"/{home}/{KIND}")
        oldest = str(told[KIND].get("oldestDate"))[:10]
        probe.same(LONG_AGO[:10], oldest, "the oldest date", pointer=f"/{home}/{KIND}/oldestDate")
        without = (told[OTHER]["total"], told[OTHER]["oldestDate"])
        probe.same((0, None), without, "total and oldest date without events:", pointer=f"/{home}/{OTHER}")


@promises("H-41.1", "Entry and aggregate nodes tell their policies.", uses=(*NODE, *AGGREGATES), needs=STAGE)
def nodes_tell_their_policies(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        for key in (home, aggregate(probe, home)["id"]):
            told = body_of(probe, NODE[0], key)
            probe.same(False, told["enabled"], "whether it counts:", pointer="/enabled")
            shown(probe, {}, told["events"])
            body_of(probe, NODE[1], key, json={"enabled": True, "events": LONG})
            told = body_of(probe, NODE[0], key)
            probe.same(True, told["enabled"], "whether it counts:", pointer="/enabled")
            shown(probe, LONG, told["events"])


@promises(
    "H-42.1",
    "Policy and state of a node become what is sent.",
    uses=(NODE[1], NODE[0], NEW_ENTRY),
    needs=STAGE,
)
def policies_of_nodes_become_what_is_sent(probe: Probe) -> None:
    with probe.stage():
        key = entry(probe)["id"]
        for on, said in ((True, SHORT), (False, {OTHER: {"months": 24}}), (True, {})):
            told = body_of(probe, NODE[1], key, json={"enabled": on, "events": said})
            for body in (told, body_of(probe, NODE[0], key)):
                probe.same(on, body["enabled"], "whether it counts:", pointer="/enabled")
                shown(probe, said, body["events"])


@promises(
    "H-42.2",
    "The enabled policy of a node counts in the place of the workspace's.",
    uses=(NODE[1], WRITE, *LIVES),
    severity=SHOULD,
    needs=STAGE,
)
def policies_of_nodes_come_first(probe: Probe) -> None:
    with probe.stage() as stage:
        homes = [entry(probe)["id"] for _ in range(3)]
        keys = [old(probe, home) for home in homes]
        body_of(probe, WRITE, json=SHORT)
        for home, on in zip(homes, (True, False), strict=False):
            body_of(probe, NODE[1], home, json={"enabled": on, "events": LONG})
        stage.step(days=2)
        got = left(probe, *keys)
        probe.same([True, False, False], got, "events with a policy that counts, one that does not, none:")


@promises(
    "H-48.1", "The policy of an entry node is told for each type.", uses=(*ENTRY, NEW_ENTRY), needs=STAGE
)
def policies_of_entry_nodes_are_told(probe: Probe) -> None:
    with probe.stage():
        key = entry(probe)["id"]
        shown(probe, {}, body_of(probe, ENTRY[0], key))
        body_of(probe, ENTRY[1], key, json=LONG)
        shown(probe, LONG, body_of(probe, ENTRY[0], key))


@promises(
    "H-48.1",
    "Aggregate nodes are not found there.",
    uses=(ENTRY[0], *AGGREGATES),
    severity=SHOULD,
    needs=STAGE,
)
def aggregates_have_no_policy_of_entries(probe: Probe) -> None:
    with probe.stage():
        key = aggregate(probe, entry(probe)["id"])["id"]
        refused(probe.call(ENTRY[0], key), "an aggregate node among entry nodes", 404)


@promises(
    "H-49.1", "The policy of an entry node becomes what is sent.", uses=(*ENTRY[::-1], NEW_ENTRY), needs=STAGE
)
def policies_of_entry_nodes_become_what_is_sent(probe: Probe) -> None:
    with probe.stage():
        key = entry(probe)["id"]
        for said in (SHORT, {OTHER: {"months": 24}}, {}):
            shown(probe, said, body_of(probe, ENTRY[1], key, json=said))
            shown(probe, said, body_of(probe, ENTRY[0], key))


@promises(
    "H-49.2", "Another policy leaves the state as it is.", uses=(ENTRY[1], *COUNTS, NEW_ENTRY), needs=STAGE
)
def another_policy_leaves_the_state(probe: Probe) -> None:
    with probe.stage():
        key = entry(probe)["id"]
        for on in (True, False):
            body_of(probe, COUNTS[1], key, json={"enabled": on})
            body_of(probe, ENTRY[1], key, json=LONG)
            probe.same({"enabled": on}, body_of(probe, COUNTS[0], key), "the state")


@promises(
    "H-50.1",
    "Whether the policy of a node is enabled is told.",
    uses=(*COUNTS, NODE[1], NEW_ENTRY),
    needs=STAGE,
)
def the_state_is_told(probe: Probe) -> None:
    with probe.stage():
        key = entry(probe)["id"]
        probe.same({"enabled": False}, body_of(probe, COUNTS[0], key), "the state of a new node")
        for on in (True, False):
            body_of(probe, NODE[1], key, json={"enabled": on, "events": LONG})
            probe.same({"enabled": on}, body_of(probe, COUNTS[0], key), "the state")


@promises(
    "H-51.1",
    "The policy is enabled or disabled, and stays what it was.",
    uses=(*COUNTS[::-1], *ENTRY, NEW_ENTRY),
    needs=STAGE,
)
def the_state_is_changed(probe: Probe) -> None:
    with probe.stage():
        key = entry(probe)["id"]
        body_of(probe, ENTRY[1], key, json=LONG)
        for on in (True, False):
            probe.same({"enabled": on}, body_of(probe, COUNTS[1], key, json={"enabled": on}), "the state")
            probe.same({"enabled": on}, body_of(probe, COUNTS[0], key), "the state")
            shown(probe, LONG, body_of(probe, ENTRY[0], key))
