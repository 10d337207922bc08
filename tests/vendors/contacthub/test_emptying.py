"""Emptying an entry node, and what the stream tells of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vendors.contacthub.desk import BRANCHES, NEWSLETTER, ONLINE, TIBURON, Desk, seeded
from tests.vendors.contacthub.happenings import back, found, posted, somebody
from tests.vendors.contacthub.replaying import entities, replayed, stored
from tests.vendors.contacthub.writes import create, newcomer, patch

from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.emptying import emptied
from understudy.vendors.contacthub.update_stream import Filters, last_offset, page
from understudy.world.world import SETTINGS


def empty(desk, node, *, events_only=False):
    """Empty the node."""
    view = desk.world.view(desk.world.number())
    document = view.documents.get("contacthub/nodes", node)
    assert desk.world.commit(view, emptied(view, document, events_only=events_only))


@pytest.fixture
def desk(desk):
    """A desk with few events."""
    return small(desk)


def small(desk):
    """The desk with two events each, which are quicker to compare."""
    before = desk.world.store.read()
    assert desk.world.store.commit(before, before.put(SETTINGS, "contacthub.events", {"value": 2}))
    return desk


def lived_in(desk):
    """Branches after some of its rows were changed and removed, and others came."""
    first, second = (
        desk.call("getEventsWorkspaces", nodeId=BRANCHES).body["elements"][place] for place in (0, 7)
    )
    desk.call("deleteEventWorkspaces", id=first["id"])
    desk.call("patchEventWorkspaces", {"properties": {}, "date": "2025-01-01T00:00:00Z"}, id=second["id"])
    desk.call("deleteCustomerWorkspaces", customerId=first["customerId"])
    patch(desk, somebody(desk), {"base": {"firstName": "Ada"}})
    posted(desk, customerId=somebody(desk))
    posted(desk, bringBackProperties=back("waiting"))
    desk.call("postSessionCustomerWorkspaces", {"value": "held"}, customerId=somebody(desk))


@pytest.mark.parametrize("events_only", [True, False])
def test_everything_of_a_node_goes(desk, events_only):
    """An emptied node has no events, nor customers unless only events go; other nodes keep theirs."""
    lived_in(desk)
    before = stored(desk)
    people = {key for key, body in before.items() if body.get("nodeId") == BRANCHES}
    view = desk.world.view(1)
    happened = set(events.search(view, TIBURON, node=BRANCHES)["id"])
    empty(desk, BRANCHES, events_only=events_only)
    gone = happened if events_only else happened | people

    assert {key: body for key, body in before.items() if key not in gone} == stored(desk)
    assert 0 == desk.call("getEventsWorkspaces", nodeId=BRANCHES, size=0).body["page"]["totalElements"]
    assert gone > happened or events_only


@pytest.mark.parametrize("events_only", [True, False])
def test_the_stream_tells_every_removal(desk, events_only):
    """Each customer and event of the emptied node is told once as DELETE (H-108.11)."""
    lived_in(desk)
    before = stored(desk)
    start = last_offset(desk.world.view(1), TIBURON, Filters())
    empty(desk, BRANCHES, events_only=events_only)
    gone = before.keys() - stored(desk).keys()
    view = desk.world.view(1)
    updates, _ = page(view, TIBURON, Filters(), offset=start, timestamp=None, size=100_000)

    assert {"DELETE"} == {each["operation"] for each in updates}
    assert sorted(gone) == sorted(each["entity"]["data"]["id"] for each in updates)
    assert all(before[each["entity"]["data"]["id"]] == each["entity"]["data"] for each in updates)
    assert start + len(gone) == last_offset(view, TIBURON, Filters(entity=None))


@pytest.mark.parametrize("size", [7, 100, 333])
def test_pages_of_an_emptied_node_are_full(desk, size):
    """A page of removals has as many as were asked for, and so has one that goes beyond them (H-108.2)."""
    lived_in(desk)
    start = last_offset(desk.world.view(1), TIBURON, Filters())
    empty(desk, BRANCHES)
    customer = create(desk, newcomer())["id"]
    posted(desk, customerId=customer)
    view = desk.world.view(1)
    end, offset, told = last_offset(view, TIBURON, Filters()), start, []
    while offset < end:
        updates, following = page(view, TIBURON, Filters(), offset=offset, timestamp=None, size=size)
        assert min(size, end - offset) == len(updates)
        told += [(each["operation"], each["entity"]["data"]["id"]) for each in updates]
        offset = following

    assert len(told) == len(set(told)) == end - start
    assert ("CREATE", customer) == told[-2]


@pytest.mark.parametrize("events_only", [True, False])
def test_sessions_go_with_the_customers(desk, events_only):
    """The sessions of an emptied node go with its customers, and stay where only events go."""
    desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=somebody(desk))
    desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=somebody(desk, ONLINE))
    empty(desk, BRANCHES, events_only=events_only)
    left = {each.body["node"] for each in desk.world.store.read().scan("contacthub/sessions")}

    assert ({BRANCHES, ONLINE} if events_only else {ONLINE}) == left


def test_it_is_one_entry(desk):
    """The rows of a node take two documents in the stream, not one each."""
    empty(desk, BRANCHES)

    assert 2 == desk.world.store.read().count("contacthub/updates")


@settings(max_examples=4, deadline=None)
@given(
    st.lists(st.sampled_from([BRANCHES, ONLINE, NEWSLETTER]), max_size=3),
    st.lists(st.integers(500, 4000), min_size=1),
)
def test_replaying_past_emptying(nodes, sizes):
    """Replaying in pages of any size rebuilds the state after nodes were emptied (H-108.9, H-108.11)."""
    desk = small(Desk(seeded().fork("emptied")))
    lived_in(desk)
    for place, node in enumerate(nodes):
        empty(desk, node, events_only=place == 0)
        posted(desk, customerId=create(desk, newcomer())["id"])

    assert stored(desk) == replayed(desk, [*sizes, 4000])


def test_an_emptied_node_can_be_lived_in_again(desk):
    """Customers and events may come again, and bring nothing old back."""
    empty(desk, BRANCHES)
    made = create(desk, {"nodeId": BRANCHES, "externalId": "new"})
    event = posted(desk, customerId=made["id"])
    empty(desk, BRANCHES, events_only=True)

    assert [made["id"]] == [each["id"] for each in entities(desk, BRANCHES)]
    assert event not in found(desk, customerId=made["id"])
    assert stored(desk) == replayed(desk, [4000])
