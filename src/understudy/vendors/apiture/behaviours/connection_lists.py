"""Connections as lists, audiences and reads show them: all say the same (B-07, B-09, B-11)."""

from itertools import combinations
from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.apiture.behaviours.changing import moment, same_members, tag
from understudy.vendors.apiture.behaviours.connections import (
    ACTIVATE,
    DEACTIVATE,
    DELETE,
    FAIL,
    GET,
    LIST,
    READY,
    act,
    connected,
    connection,
    in_state,
    listed_for,
    offered,
)
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    created,
    fetched,
    found,
    key,
    refused,
    word,
)
from understudy.vendors.apiture.behaviours.suites import CONNECTIONS

__all__: list[str] = []

STATES = ("active", "inactive", "pending", "failed")
SHOWN = (LIST, *READY)
AUDIENCE = ("getCustomerAudience", "listCustomerAudiences")

MEMBERS = frozenset(
    {
        *("id", "state", "audience", "provider", "lastSyncedAt"),
        *("createdAt", "createdBy", "updatedAt", "updatedBy"),
    }
)
"""All that a connection may have."""

WRONG = (
    "state=",
    "state=retired",
    "state=active%7Cretired",
    "state=active%7Cactive",
    "state=active%7Cinactive%7Cpending%7Cfailed%7Cactive",
    "audience=short",
    f"audience={'x' * 49}",
    "audience=with%20space",
)
"""Queries that break the schema: of states at least one, no two the same, none but the four."""


def three(probe: Probe) -> dict[str, str]:
    """The ids of three connections of three audiences, by their states."""
    return {state: key(probe, in_state(probe, state)) for state in ("active", "inactive", "failed")}


def fresh(probe: Probe, identifier: str) -> list[Any]:
    """What a connection is, and what is behind it, as its own read shows it; nothing when it is gone."""
    answer = probe.expect(probe.call(GET, identifier), 200, 404)
    if answer.status == 404:
        return []
    facts = answer.json()
    return [{"id": facts["id"], "provider": facts["provider"], "state": facts["state"]}]


@CONNECTIONS.promises(
    "B-07", "With `audience` the list holds the connections of it, all and no others.", uses=SHOWN
)
def audience_finds_its_connections(probe: Probe) -> None:
    """One audience with two, one with one, one without."""
    other = offered(probe)
    two, one, none = (key(probe, created(probe)) for _ in range(3))
    expected: dict[str, list[str]] = {two: [], one: [], none: []}
    for audience, provider in ((two, "pendo"), (two, other), (one, "pendo")):
        expected[audience].append(key(probe, connected(probe, audience, provider)))
    for audience, connections in expected.items():
        items = listed_for(probe, audience)
        got = sorted(item["id"] for item in items)
        probe.same(sorted(connections), got, "connections:", pointer="/items")
        for number, item in enumerate(items):
            where = f"/items/{number}/audience/id"
            probe.same(audience, item["audience"]["id"], "the audience", pointer=where)


@CONNECTIONS.promises(
    "B-07", "With `state` the list holds the connections in one of these states, and no others.", uses=SHOWN
)
def states_find_connections(probe: Probe) -> None:
    """Each alone, all but each, and all, parted by pipes."""
    for state, identifier in three(probe).items():
        audience = connection(probe, identifier).json()["audience"]["id"]
        for number in (1, 3, 4):
            for states in combinations(STATES, number):
                got = [item["id"] for item in listed_for(probe, audience, "|".join(states))]
                expected = [identifier] if state in states else []
                probe.same(expected, got, f"for an {state} one:", pointer="/items")


@CONNECTIONS.promises("B-07", "`state` alone goes through the connections of all audiences.", uses=SHOWN)
def state_goes_through_all_audiences(probe: Probe) -> None:
    """Whatever connections there are; those that were just made are among them, unless there are too many."""
    for state, identifier in three(probe).items():
        items = probe.member(probe.expect(probe.call(LIST, query={"state": state}), 200), "/items")
        for number, item in enumerate(items):
            probe.same(state, item["state"], "the state", pointer=f"/items/{number}/state")
        if len(items) < 1000 and identifier not in {item["id"] for item in items}:
            probe.broken(f"{identifier} among the {state}", f"{len(items)} others", pointer="/items")


@CONNECTIONS.promises("B-07", "Without a query the list holds every connection, each once.", uses=SHOWN)
def list_holds_every_connection(probe: Probe) -> None:
    """Up to 1,000: those that were just made are among them, unless there are too many."""
    mine = three(probe).values()
    got = [item["id"] for item in probe.member(probe.expect(probe.call(LIST), 200), "/items")]
    if len(got) > len(set(got)) or len(got) > 1000:
        probe.broken("each once, 1,000 at most", f"{len(got)} of {len(set(got))}", pointer="/items")
    if len(got) < 1000:
        probe.same(sorted(mine), sorted(set(mine) & set(got)), "those just made:", pointer="/items")


@CONNECTIONS.promises("B-07", "A query that breaks the schema is refused.", uses=SHOWN)
def wrong_queries_are_refused(probe: Probe) -> None:
    """No state, unknown ones, one twice, five; ids that are none."""
    for query in WRONG:
        refused(probe.call(LIST, query=query), f"the query {query[:60]}")


@CONNECTIONS.promises(
    "B-07", "A query that breaks the schema is answered by 400.", uses=SHOWN, severity=SHOULD
)
def wrong_queries_are_400(probe: Probe) -> None:
    """Commas do not part states."""
    for query in (*WRONG, "state=active,failed"):
        refused(probe.call(LIST, query=query), f"the query {query[:60]}", 400)


@CONNECTIONS.promises(
    "B-07",
    "Connections are listed in order of creation; an audience that does not exist has none.",
    uses=SHOWN,
    severity=SHOULD,
)
def connections_are_listed_in_order(probe: Probe) -> None:
    """Changing one does not move it."""
    other = offered(probe)
    audience = key(probe, created(probe))
    made = [connected(probe, audience, name) for name in (other, "pendo", f"{other} 2", "a first name")]
    act(probe, FAIL, made[1])
    expected = sorted((each.json()["createdAt"], each.json()["id"]) for each in made)
    got = [(item["createdAt"], item["id"]) for item in listed_for(probe, audience)]
    probe.same(expected, got, "in order:", pointer="/items")
    probe.same([], listed_for(probe, UNKNOWN), "for an unknown audience:", pointer="/items")


@CONNECTIONS.promises(
    "B-09", "A connection is listed as it is read; neither it nor the list has other members.", uses=SHOWN
)
def listed_as_read(probe: Probe) -> None:
    """In each state; who made and changed it may be left out of the list."""
    for identifier in three(probe).values():
        facts = connection(probe, identifier).json()
        listed = probe.call(LIST, query={"audience": facts["audience"]["id"]})
        (item,) = probe.member(probe.expect(listed, 200), "/items")
        probe.same(["items"], sorted(listed.json()), "no members but")
        same_members(probe, facts, item, but={"createdBy", "updatedBy"} - item.keys())
        extra = sorted((facts.keys() | item.keys()) - MEMBERS)
        probe.same([], extra, "other members:", pointer="/items")


@CONNECTIONS.promises("B-09", "A connection was made before it was changed or synchronised.", uses=SHOWN)
def times_are_in_order(probe: Probe) -> None:
    """In each state."""
    for identifier in three(probe).values():
        facts = connection(probe, identifier).json()
        for name in ("updatedAt", "lastSyncedAt"):
            if moment(facts[name]) < moment(facts["createdAt"]):
                probe.broken(f"{name} from {facts['createdAt']}", facts[name], pointer=f"/{name}")


@CONNECTIONS.promises(
    "B-09",
    "A connection shows its audience under the name that it has now.",
    uses=(*SHOWN, "patchCustomerAudience"),
    severity=SHOULD,
)
def audience_is_shown_by_its_name(probe: Probe) -> None:
    """In the list as well; the name may be left out."""
    made = connected(probe)
    audience = made.json()["audience"]["id"]
    name = probe.unique()
    probe.expect(probe.call("patchCustomerAudience", audience, json={"name": name}), 200)
    for facts in (connection(probe, key(probe, made)).json(), *listed_for(probe, audience)):
        probe.same(name, facts["audience"].get("name", name), "the name", pointer="/audience/name")


@CONNECTIONS.promises(
    "B-11",
    "An audience shows its connections as they are now: made, moved and deleted.",
    uses=(*SHOWN, DELETE, *AUDIENCE),
)
def audience_shows_its_connections(probe: Probe) -> None:
    """Where it is read and where it is listed."""
    name = word(probe)
    audience = key(probe, created(probe, name=name))
    made = connected(probe, audience)
    for operation in (GET, ACTIVATE, DEACTIVATE, FAIL, DELETE):
        act(probe, operation, made)
        now = fresh(probe, key(probe, made))
        read = fetched(probe, audience).json()
        listed = next(item for item in found(probe, {"q": name}) if item["id"] == audience)
        for whole in (read, listed):
            got = [
                {member: each[member] for member in ("id", "provider", "state")}
                for each in whole.get("connections", [])
            ]
            if now != got and now == fresh(probe, key(probe, made)):
                probe.broken(f"the connections {now}", f"{got}", pointer="/connections")


@CONNECTIONS.promises(
    "B-11",
    "What happens to its connections gives an audience a new entity tag.",
    uses=(*SHOWN, DELETE, "getCustomerAudience"),
    severity=SHOULD,
)
def connections_change_the_audience(probe: Probe) -> None:
    """It is read differently then."""
    audience = key(probe, created(probe))
    seen = [tag(probe, fetched(probe, audience))]
    made = connected(probe, audience)
    for operation in (GET, FAIL, ACTIVATE, DEACTIVATE, DELETE):
        act(probe, operation, made)
        seen.append(tag(probe, fetched(probe, audience)))
    probe.same(len(seen), len(set(seen)), "different tags:", location="header", pointer="ETag")
