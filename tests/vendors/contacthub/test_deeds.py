"""Customers found by what they did."""

import json

import polars as pl
import pytest
from tests.vendors.contacthub.desk import BRANCHES, EVERYBODY, NEWSLETTER, ONLINE, TIBURON
from tests.vendors.contacthub.searches import asked, atomic, doing, everyone, simple
from tests.vendors.contacthub.writes import create, newcomer, patch

from understudy.vendors.contacthub import aggregates, events
from understudy.vendors.contacthub.evaluating import holds
from understudy.vendors.contacthub.grammar import parse


def doers(desk, node, name, condition=None):
    """The entry customers of a node with such an event, found by looking at all events."""
    view = desk.world.view(1)
    theirs = events.search(view, TIBURON, node=node)
    theirs = theirs.filter(pl.col("type").cast(pl.String) == name)
    if condition is None:
        return set(theirs["customer"])
    query = parse(json.dumps({"query": simple(condition)}))
    return {body["customerId"] for body in events.bodies(view, TIBURON, theirs["id"]) if holds(query, body)}


def found(desk, node, did):
    return {each["id"] for each in everyone(desk, node, query=asked(doing(did)))}


@pytest.mark.parametrize("node", [BRANCHES, ONLINE])
@pytest.mark.parametrize("name", ["completedOrder", "campaignOpened", "viewedPage", "noSuchType"])
def test_who_did_something_is_found(desk, node, name):
    """The customers with an event of the type, of their node (H-77.11)."""
    assert doers(desk, node, name) == found(desk, node, {"event": {"name": name}})


@pytest.mark.parametrize(
    "condition",
    [
        atomic("date", "GTE", "2025-06-01"),
        atomic("date", "BETWEEN", ["2024-06-01T00:00:00Z", 1_735_689_600_000]),
        atomic("context", "EQUALS", "WEB"),
        atomic("properties", "IS_NOT_NULL"),
    ],
)
def test_the_event_must_fulfil_condition_and_timeframe(desk, condition):
    """Both are conditions on one and the same event (H-77.11)."""
    expected = doers(desk, BRANCHES, "viewedProduct", condition)
    for did in (
        {"condition": condition},
        {"timeframe": condition},
        {"condition": condition, "timeframe": condition},
    ):
        assert expected == found(desk, BRANCHES, {"event": {"name": "viewedProduct"}, **did})
    never = atomic("date", "LT", "1999-01-01")
    assert set() == found(
        desk, BRANCHES, {"event": {"name": "viewedProduct"}, "condition": condition, "timeframe": never}
    )


def test_what_was_done_just_now_counts(desk):
    """A new event of a new customer is found, and who they are counts too (H-77.11)."""
    one, other = (create(desk, newcomer(f"{name}@example.com")) for name in ("one", "other"))
    for each in (one, other):
        event = {"customerId": each["id"], "type": "viewedPage", "context": "WEB", "properties": {}}
        assert 202 == desk.call("postEventWorkspaces", event).status
    did = {"event": {"name": "viewedPage"}}
    assert {one["id"], other["id"]} == found(desk, NEWSLETTER, did)
    query = {**simple(atomic("base.contacts.email", "EQUALS", "one@example.com")), "did": did}
    assert [one["id"]] == [each["id"] for each in everyone(desk, NEWSLETTER, query=asked(query))]
    both = {"type": "combined", "conjunction": "EXCEPT", "queries": [doing(did), query]}
    assert [other["id"]] == [each["id"] for each in everyone(desk, NEWSLETTER, query=asked(both))]


def test_aggregate_customers_did_what_their_members_did(desk):
    """Of an aggregate node those are found one of whose members did it, changed or not (H-77.11)."""
    patch(desk, min(doers(desk, BRANCHES, "completedOrder")), {"extra": "changed"})
    view = desk.world.view(1)
    node = view.documents.get("contacthub/nodes", EVERYBODY)
    did = doers(desk, BRANCHES, "completedOrder") | doers(desk, ONLINE, "completedOrder")
    everybody = aggregates.everybody(view, node)
    expected = {each.id for each in everybody if did & set(aggregates.members(view, each))}
    assert 0 < len(expected) < aggregates.count(view, node)
    assert expected == found(desk, EVERYBODY, {"event": {"name": "completedOrder"}})
