"""The stream of updates, read: every sentence of both operations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import (
    BRANCHES,
    EVERYBODY,
    MARIN,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    Desk,
    seeded,
)
from tests.vendors.contacthub.happenings import back, posted, somebody
from tests.vendors.contacthub.writes import create, newcomer, patch

from understudy.vendors.contacthub.updates import milliseconds
from understudy.world.clock import FROZEN_AT, parse_timestamp


def last(desk, **given):
    """The last offset."""
    reply = desk.call("getLastOffsetUpdatesWorkspaces", **given)
    assert 200 == reply.status, reply.body
    return reply.body["lastOffset"]


def read(desk, **given):
    """The updates and the next offset."""
    reply = desk.call("getUpdatesWorkspaces", **given)
    assert 200 == reply.status, reply.body
    return reply.body["updates"], reply.body["nextOffset"]


def told(updates):
    """(operation, entity, id) of updates."""
    return [(each["operation"], each["entity"]["type"], each["entity"]["data"]["id"]) for each in updates]


def changed(desk):
    """The desk after a customer was created, changed and had an event, in Newsletter."""
    customer = create(desk, newcomer())["id"]
    patch(desk, customer, {"base": {"firstName": "Ada"}})
    event = posted(desk, customerId=customer)["id"]
    return customer, event


def test_the_last_offset_counts_everything(desk):
    """The last offset is that of the latest update of a customer or an event (H-107.1)."""
    before = last(desk)
    changed(desk)

    assert before + 3 == last(desk)


def test_the_last_offset_of_a_node(desk):
    """nodeId asks for the last update of that node; of an aggregate one, of its entry nodes (H-107.2)."""
    before = last(desk)
    changed(desk)

    assert before + 3 == last(desk, nodeId=NEWSLETTER)
    assert (
        before == last(desk, nodeId=EVERYBODY) == max(last(desk, nodeId=each) for each in (BRANCHES, ONLINE))
    )
    assert 404 == desk.call("getLastOffsetUpdatesWorkspaces", nodeId=NOBODYS).status


def test_the_last_offset_of_an_entity(desk):
    """entity asks for the last update of a customer or of an event (H-107.3)."""
    before = last(desk)
    changed(desk)

    assert (before + 2, before + 3) == (last(desk, entity="CUSTOMER"), last(desk, entity="EVENT"))


def test_no_update_has_offset_0(desk):
    """The last offset is 0 where there is no update (H-107.4)."""
    assert 0 == last(desk, nodeId=NEWSLETTER)
    assert ([], 0) == read(desk, nodeId=NEWSLETTER)


def test_the_stream_begins_with_everybody(desk):
    """The people and events that were there from the start come first, each as a CREATE (H-108.10)."""
    updates, offset = read(desk, size=4000, workspaceId=MARIN, token="demo-marin")
    data = [each["entity"]["data"] for each in updates]
    people = {each["id"] for each in data if "nodeId" in each}

    assert offset == len(updates) == last(desk, workspaceId=MARIN, token="demo-marin")
    assert {"CREATE"} == {each["operation"] for each in updates}
    assert sorted(each["registeredAt"] for each in data) == [each["registeredAt"] for each in data]
    seen = set()
    for each in data:
        seen.add(each["id"])
        assert "nodeId" in each or each["customerId"] in seen
    assert people == {each["customerId"] for each in data if "customerId" in each}


def test_updates_come_in_order(desk):
    """Every create, update and delete is told, in the order in which it happened (H-108.1)."""
    before = last(desk)
    customer, event = changed(desk)
    desk.call("deleteEventWorkspaces", id=event)
    desk.call("deleteCustomerWorkspaces", customerId=customer)
    updates, offset = read(desk, offset=before)

    assert [
        ("CREATE", "CUSTOMER", customer),
        ("UPDATE", "CUSTOMER", customer),
        ("CREATE", "EVENT", event),
        ("DELETE", "EVENT", event),
        ("DELETE", "CUSTOMER", customer),
    ] == told(updates)
    assert "Ada" == updates[1]["entity"]["data"]["base"]["firstName"]
    assert before + 5 == offset


def test_a_claimed_event_is_told(desk):
    """An event that finds its customer is an update (H-108.1)."""
    event = posted(desk, bringBackProperties=back("s"))["id"]
    before = last(desk)
    desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=somebody(desk))
    updates, _ = read(desk, offset=before)

    assert [("UPDATE", "EVENT", event)] == told(updates)
    assert somebody(desk) == updates[0]["entity"]["data"]["customerId"]


def test_a_page_has_fifty_updates(desk):
    """A page has 50 updates unless size says otherwise, at most 4,000 (H-108.2)."""
    assert 50 == len(read(desk)[0])
    assert ([], 7) == read(desk, size=0, offset=7)
    assert 4000 == len(read(desk, size=4000)[0])
    assert 400 == desk.call("getUpdatesWorkspaces", size=4001).status


def test_a_timestamp_begins(desk):
    """timestamp begins with the first update made at that moment or later (H-108.3)."""
    updates, _ = read(desk, size=60)
    moments = [each["entity"]["data"]["registeredAt"] for each in updates]
    first = moments.index(moments[40])
    second = next(place for place, moment in enumerate(moments) if moment > moments[40])
    at = milliseconds(parse_timestamp(moments[40]))

    assert told(updates[first : first + 5]) == told(read(desk, timestamp=at, size=5)[0])
    assert told(updates[second : second + 5]) == told(read(desk, timestamp=at + 1, size=5)[0])
    before = last(desk)
    customer, _ = changed(desk)
    now = milliseconds(FROZEN_AT)
    assert customer == told(read(desk, timestamp=now)[0])[0][2]
    assert ([], before + 3) == read(desk, timestamp=now + 1)


def test_an_offset_beats_a_timestamp(desk):
    """timestamp is ignored where an offset is given (H-108.4)."""
    assert read(desk, offset=3, size=5) == read(desk, offset=3, size=5, timestamp=milliseconds(FROZEN_AT))


def test_the_offset_is_exclusive(desk):
    """The update at the offset itself is known already and not told again (H-108.5)."""
    first, following = read(desk, size=6)

    assert (first[5:], 6) == read(desk, offset=5, size=1)
    assert 6 == following
    assert ([], last(desk)) == read(desk, offset=last(desk))


@pytest.mark.parametrize("node", [BRANCHES, ONLINE])
def test_updates_of_a_node(desk, node):
    """nodeId asks for the updates of that node (H-108.6)."""
    before = last(desk)
    changed(desk)
    posted(desk, customerId=somebody(desk, node))
    updates, _ = read(desk, offset=before, nodeId=node)

    assert [somebody(desk, node)] == [each["entity"]["data"]["customerId"] for each in updates]
    assert {node} == {
        each["entity"]["data"]["nodeId"] for each in read(desk, nodeId=node, entity="CUSTOMER", size=4000)[0]
    }


@pytest.mark.parametrize(("entity", "count"), [("CUSTOMER", 2), ("EVENT", 1)])
def test_updates_of_an_entity(desk, entity, count):
    """entity asks for the updates of customers or of events (H-108.7)."""
    before = last(desk)
    changed(desk)

    assert [entity] * count == [
        each["entity"]["type"] for each in read(desk, offset=before, entity=entity)[0]
    ]
    assert {entity} == {each["entity"]["type"] for each in read(desk, entity=entity, size=4000)[0]}


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.sampled_from([1, 7, 50, 333, 1500, 4000]), min_size=1, max_size=8),
    st.sampled_from([None, BRANCHES, ONLINE, NEWSLETTER]),
    st.sampled_from([None, "CUSTOMER", "EVENT"]),
)
def test_next_offset_feeds_the_next_call(sizes, node, entity):
    """Reading on from nextOffset skips and doubles nothing, whatever the sizes and filters (H-108.8)."""
    desk = Desk(seeded().fork("pages"))
    changed(desk)
    asked = {"nodeId": node, "entity": entity}
    whole, offset = [], 0
    while True:
        updates, following = read(desk, offset=offset, size=4000, **asked)
        if not updates:
            break
        whole += told(updates)
        offset = following
    pieces, offset = [], 0
    for size in sizes:
        updates, offset = read(desk, offset=offset, size=size, **asked)
        pieces += told(updates)

    assert whole[: sum(sizes)] == pieces
    assert len(whole) == len(set(whole))


def test_hidden_nodes_tell_nothing(desk):
    """Updates of nodes that the caller may not read are not told (H-108.12)."""
    before = last(desk)
    changed(desk)

    assert 403 == desk.call("getUpdatesWorkspaces", nodeId=NEWSLETTER, token="demo-user").status
    assert ([], before) == read(desk, offset=before, token="demo-user")
    assert before == last(desk, token="demo-user")
