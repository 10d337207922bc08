"""Events found, read and removed: every sentence of the search, of GET and of the legacy DELETE."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

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
    TIBURON,
    Desk,
    seeded,
)
from tests.vendors.contacthub.happenings import back, event, found, got, posted, refused, somebody

from understudy.vendors.contacthub import aggregates, events
from understudy.vendors.contacthub.event_types import mode_of, types
from understudy.vendors.contacthub.journeys import CONTEXTS
from understudy.world.clock import FROZEN_AT, parse_timestamp, timestamp

HISTORY = events.table(seeded().view(1), TIBURON)
LATER = FROZEN_AT + timedelta(days=1)


def ids(elements):
    """The ids of events."""
    return [each["id"] for each in elements]


def test_events_are_newest_first(desk):
    """A search without a word about order gives events by date, the newest first (H-93.1)."""
    late = posted(desk, customerId=somebody(desk), date=timestamp(LATER))
    dates = [each["date"] for each in found(desk, customerId=somebody(desk))]

    assert sorted(dates, reverse=True) == dates
    assert late["id"] == desk.call("getEventsWorkspaces", size=1).body["elements"][0]["id"]


def test_a_search_reaches_ten_thousand(desk):
    """Of all events that match only the first ten thousand are shown (H-93.2)."""
    page = desk.call("getEventsWorkspaces", size=50, page=199).body
    beyond = desk.call("getEventsWorkspaces", size=50, page=200).body

    assert 10_000 < page["page"]["totalElements"] == HISTORY.height
    assert (10_000, 200) == (page["page"]["maxElements"], page["page"]["maxPages"])
    assert 50 == len(page["elements"])
    assert [] == beyond["elements"]


def test_events_of_a_customer(desk):
    """customerId finds the events of that customer alone (H-93.3)."""
    customer = somebody(desk)

    assert {customer} == {each["customerId"] for each in found(desk, customerId=customer)}
    assert 20 == len(found(desk, customerId=customer.upper()))


@pytest.mark.parametrize("key", [NOBODYS, "somebody"])
def test_events_of_nobody(desk, key):
    """A customerId that nobody has finds nothing, and is no error (H-93.11)."""
    reply = desk.call("getEventsWorkspaces", customerId=key)

    assert (200, []) == (reply.status, reply.body["elements"])
    assert 0 == reply.body["page"]["totalElements"]


def test_events_of_a_node(desk):
    """nodeId finds the events of that node; another workspace's node is a 404 (H-93.4)."""
    theirs = set(HISTORY.filter(HISTORY["node"] == ONLINE)["id"])

    assert theirs == set(ids(found(desk, nodeId=ONLINE)))
    assert [] == found(desk, nodeId=NEWSLETTER)
    assert (
        404 == desk.call("getEventsWorkspaces", nodeId=BRANCHES, workspaceId=MARIN, token="demo-marin").status
    )


@pytest.mark.parametrize("name", ["completedOrder", "surveyCompiled"])
def test_events_of_a_type(desk, name):
    """type finds the events of that type (H-93.5)."""
    elements = found(desk, type=name)

    assert {name} == {each["type"] for each in elements}
    assert HISTORY.filter(HISTORY["type"] == name).height == len(elements)


@pytest.mark.parametrize("context", CONTEXTS)
def test_events_of_a_context(desk, context):
    """context finds the events of that context, and there are some of each (H-93.6)."""
    assert {context} == {
        each["context"]
        for each in desk.call("getEventsWorkspaces", context=context, size=50).body["elements"]
    }


@pytest.mark.parametrize("mode", ["ACTIVE", "PASSIVE"])
def test_events_of_a_mode(desk, mode):
    """mode finds the events whose type is of that mode (H-93.7)."""
    names = {name for name in types() if mode_of(name) == mode}
    reply = desk.call("getEventsWorkspaces", mode=mode, size=0)

    assert reply.body["page"]["totalElements"] == HISTORY["type"].cast(str).is_in(list(names)).sum()
    assert names >= {each["type"] for each in found(desk, mode=mode, customerId=somebody(desk))}


def test_dates_are_inclusive(desk):
    """dateFrom and dateTo both belong to what is asked for (H-93.8)."""
    mine = found(desk, customerId=somebody(desk))
    first, last = mine[8]["date"], mine[3]["date"]

    assert ids(mine[3:9]) == ids(found(desk, customerId=somebody(desk), dateFrom=first, dateTo=last))


def test_a_date_in_no_calendar_is_refused(desk):
    """A moment that the contract lets through and no calendar has is a 400 (H-0.a5)."""
    assert 400 == desk.call("getEventsWorkspaces", dateFrom="0000-01-01T00:00:00Z").status


@settings(max_examples=15, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "customerId": st.sampled_from(sorted(set(HISTORY["customer"]))[:3]),
            "nodeId": st.sampled_from([BRANCHES, ONLINE]),
            "type": st.sampled_from(["campaignSent", "loggedIn", "completedOrder"]),
            "context": st.sampled_from(["WEB", "RETAIL", "DIGITAL_CAMPAIGN"]),
            "mode": st.sampled_from(["ACTIVE", "PASSIVE"]),
            "dateFrom": st.just("2024-10-01T00:00:00Z"),
            "dateTo": st.just("2025-09-30T23:59:59.999Z"),
        },
    )
)
def test_filters_combine_with_and(asked):
    """Whatever filters are given together, an event has to fulfil each of them (H-93.9)."""
    naive = [
        row["id"]
        for row in HISTORY.to_dicts()
        if asked.get("customerId") in (None, row["customer"])
        and asked.get("nodeId") in (None, row["node"])
        and asked.get("type") in (None, row["type"])
        and asked.get("context") in (None, row["context"])
        and asked.get("mode") in (None, mode_of(row["type"]))
        and ("dateFrom" not in asked or row["date"] >= parse_timestamp(asked["dateFrom"]))
        and ("dateTo" not in asked or row["date"] <= parse_timestamp(asked["dateTo"]))
    ]
    page = Desk(seeded()).call("getEventsWorkspaces", size=50, **asked).body

    assert naive[:50] == ids(page["elements"])
    assert len(naive) == page["page"]["totalElements"]


@pytest.mark.parametrize(
    ("sort", "down"), [("date,asc", False), ("registeredAt,DESC", True), ("type", False)]
)
def test_events_are_sorted_as_asked(desk, sort, down):
    """sort takes a field and a direction, in whatever case (H-93.10)."""
    field = sort.partition(",")[0]
    values = [each[field] for each in found(desk, customerId=somebody(desk), sort=sort)]

    assert sorted(values, reverse=down) == values


@pytest.mark.parametrize("sort", ["properties", "date,up", ",asc"])
def test_an_unknown_sort_is_refused(desk, sort):
    """What events cannot be sorted by is a 400 that says what they can (H-93.10)."""
    reply = desk.call("getEventsWorkspaces", sort=sort)

    assert 400 == reply.status
    assert "registeredAt" in reply.body["message"]


def test_hidden_nodes_have_no_events(desk):
    """Events of nodes that the caller may not read are not found (H-93.12)."""
    caller = desk.caller("demo-source")
    source = desk.document("sources", caller.subject)
    desk.put("sources", caller.subject, {**source, "nodes": [ONLINE]})
    reply = desk.call("getEventsWorkspaces", size=0, token="demo-source")

    assert HISTORY.filter(HISTORY["node"] == ONLINE).height == reply.body["page"]["totalElements"]
    assert 403 == desk.call("getEventsWorkspaces", nodeId=BRANCHES, token="demo-source").status
    branch = str(HISTORY.filter(HISTORY["node"] == BRANCHES)["id"][0])
    assert 403 == desk.call("getEventWorkspaces", id=branch, token="demo-source").status


def test_an_event_is_told_as_it_is(desk):
    """GET gives the event that the search gives (H-95.1)."""
    event = desk.call("getEventsWorkspaces", size=1).body["elements"][0]

    assert event == got(desk, event["id"])
    assert event == got(desk, event["id"].upper())
    assert not {"prev", "next"} & event.keys()


def test_an_unknown_event_is_a_404(desk):
    """An event that the workspace does not have is a 404, another's included (H-95.2)."""
    theirs = str(events.table(desk.world.view(1), MARIN)["id"][0])

    for key in (NOBODYS, theirs):
        for operation, body in (("getEventWorkspaces", None), ("patchEventWorkspaces", {})):
            reply = desk.call(operation, body, id=key)
            assert (404, f"event not found {key}") == (reply.status, reply.body["message"])


def test_neighbours_by_date(desk):
    """nav=CUSTOMER tells the customer's events before and after by date, and null at the ends (H-95.3)."""
    middle = datetime(2025, 3, 1, tzinfo=UTC)
    posted(desk, customerId=somebody(desk), date=timestamp(middle))
    line = [None, *reversed(ids(found(desk, customerId=somebody(desk)))), None]

    for before, key, after in zip(line, line[1:], line[2:], strict=False):
        event = got(desk, key, nav="CUSTOMER")
        assert (before, after) == (event["prev"], event["next"])


def test_an_event_of_nobody_has_no_neighbours(desk):
    """An event that waits for its customer has nothing before and after it (H-95.3)."""
    waiting = posted(desk, bringBackProperties=back("s"))
    event = got(desk, waiting["id"], nav="CUSTOMER")

    assert (None, None) == (event["prev"], event["next"])


def test_only_customer_is_navigated(desk):
    """CUSTOMER is the only value of nav (H-95.3)."""
    assert 400 == desk.call("getEventWorkspaces", id=str(HISTORY["id"][0]), nav="NODE").status


@pytest.mark.parametrize("seeded_one", [True, False])
def test_a_deleted_event_is_gone(desk, seeded_one):
    """The legacy DELETE removes an event: neither GET nor search find it (H-L.30)."""
    event = (
        found(desk, customerId=somebody(desk))[0] if seeded_one else posted(desk, customerId=somebody(desk))
    )
    reply = desk.call("deleteEventWorkspaces", id=event["id"])

    assert (204, None) == (reply.status, reply.body)
    assert 404 == desk.call("getEventWorkspaces", id=event["id"]).status
    assert event["id"] not in ids(found(desk, customerId=somebody(desk)))
    assert 404 == desk.call("deleteEventWorkspaces", id=event["id"]).status


def test_who_may_not_write_does_not_delete(desk):
    """An event of a node that the caller may not write to stays (H-0.a8)."""
    caller = replace(desk.caller("demo-user"))
    branch = str(HISTORY.filter(HISTORY["node"] == BRANCHES)["id"][0])
    reply = desk.call("deleteEventWorkspaces", id=branch, token=caller)

    assert (403, 200) == (reply.status, desk.call("getEventWorkspaces", id=branch).status)


def test_events_of_an_aggregate_node(desk):
    """The events of an aggregate node are those of the customers that it is made of (H-93.4)."""
    total = desk.call("getEventsWorkspaces", nodeId=EVERYBODY, size=0).body["page"]["totalElements"]
    node = desk.document("nodes", EVERYBODY)
    left_out = {"property": "base.lastName", "value": "a", "pattern": "CONTAINS"}
    desk.put("nodes", EVERYBODY, {**node, "exclusionFilters": [left_out]})
    fewer = desk.call("getEventsWorkspaces", nodeId=EVERYBODY, size=0).body["page"]["totalElements"]
    desk.put("nodes", EVERYBODY, {**node, "state": "INACTIVE"})

    assert HISTORY.height == total > fewer > 0
    assert [] == found(desk, nodeId=EVERYBODY)


def test_events_of_an_aggregate_customer(desk):
    """The events of an aggregate customer are those of its members (H-93.3)."""
    together = aggregate(desk)
    mine = found(desk, customerId=together)

    assert {somebody(desk, ONLINE)} < {each["customerId"] for each in mine}
    assert 40 == len(mine)


def test_an_aggregate_customer_does_nothing_itself(desk):
    """An event is recorded for one of the members: naming the aggregate customer is refused (H-94.11)."""
    assert ["/customerId"] == refused(desk, "postEventWorkspaces", event(customerId=aggregate(desk)))


def aggregate(desk):
    """The aggregate customer that somebody of Online banking is part of."""
    view = desk.world.view(1)
    node = view.documents.get("contacthub/nodes", EVERYBODY)
    everybody = aggregates.everybody(view, node)
    return next(each.id for each in everybody if somebody(desk, ONLINE) in aggregates.members(view, each))
