"""Forgetting customers."""

import json

from tests.vendors.contacthub.desk import EVERYBODY, NEWSLETTER, NOBODYS, ONLINE, TIBURON
from tests.vendors.contacthub.happenings import back
from tests.vendors.contacthub.replaying import replayed, stored
from tests.vendors.contacthub.writes import create, logs, named, newcomer, patch, somebody, told

from understudy.http.exchange import Caller
from understudy.vendors.contacthub import aggregates, customers
from understudy.vendors.contacthub.roles import DPO, USER

EVENT = {"type": "viewedPage", "context": "WEB", "properties": {}}


def forget(desk, key, **given):
    """The status of the reply."""
    reply = desk.call("postForgetCustomerWorkspaces", customerId=key, **given)
    assert (reply.status == 204) == (reply.body is None)
    return reply.status


def test_a_forgotten_customer_has_left_nothing(desk):
    """Customer, sessions and events are gone, and the stream says so (H-92.1)."""
    made = create(desk, sessionId="s-1")
    event = desk.call("postEventWorkspaces", {**EVENT, "customerId": made["id"]}).body["id"]
    before = len(told(desk))

    assert 204 == forget(desk, made["id"])
    assert None is named(desk, made["id"])
    assert 404 == desk.call("getEventWorkspaces", id=event).status
    assert [("DELETE", "EVENT", event), ("DELETE", "CUSTOMER", made["id"])] == told(desk, before)
    assert 201 == desk.call("postCustomerWorkspaces", newcomer(), sessionId="s-1").status
    assert made["id"] != create(desk)["id"]


def test_a_seeded_customer_is_forgotten_too(desk):
    """With the history of events that it started with; others stay (H-92.1)."""
    known, other = somebody(desk), somebody(desk, place=1)
    assert 0 < desk.call("getEventsWorkspaces", customerId=known.id).body["page"]["totalElements"]

    assert 204 == forget(desk, known.id)
    assert 404 == desk.call("getCustomerWorkspaces", customerId=known.id).status
    assert 404 == forget(desk, known.id)
    assert other.body == named(desk, other.id)


def test_forgetting_is_logged(desk):
    """The log of consents tells that it happened, and when, but not what was forgotten (H-92.2)."""
    made = create(desk, {**newcomer(), "consents": {"profiling": {"online": {"status": True}}}})
    forget(desk, made["id"])
    entry = logs(desk, type="FORCED_DELETE")[0]

    assert (made["id"], None, None) == (entry["customerId"], entry["property"], entry["value"])


def everything(desk):
    """All that the world holds and all that the stream and the log tell, as one text."""
    documents = desk.world.store.read()
    held = [each.body for name in documents.collections() for each in documents.scan(name)]
    return json.dumps([held, pages(desk), logs(desk, size=50)], ensure_ascii=False)


def pages(desk):
    """All updates of the stream, and the last offset."""
    found, offset = [], 0
    while True:
        body = desk.call("getUpdatesWorkspaces", offset=offset, size=4000).body
        if not body["updates"]:
            return [*found, offset]
        found, offset = found + body["updates"], body["nextOffset"]


def test_nothing_is_known_of_a_forgotten_customer(desk):
    """Neither the stream nor the log nor the store keeps what was said of it or its events (H-92.5)."""
    whose = back("Secret-2", node=NEWSLETTER)
    waiting = {**EVENT, "properties": {"title": "Secret-1"}, "bringBackProperties": whose}
    assert 202 == desk.call("postEventWorkspaces", waiting).status
    consents = {"disclaimer": {"version": "Secret-3"}}
    made = create(desk, {**newcomer(firstName="Secret-4"), "consents": consents, "extra": "Secret-5"})
    patch(desk, made["id"], {"tags": {"manual": ["Secret-6"]}})
    desk.call("postSessionCustomerWorkspaces", {"value": "Secret-2"}, customerId=made["id"])
    lost = {**EVENT, "contextInfo": {"user": {"id": "Secret-7"}}, "customerId": made["id"]}
    removed = desk.call("postEventWorkspaces", lost).body["id"]
    desk.call("deleteEventWorkspaces", id=removed)
    before = everything(desk)
    assert [] == [number for number in range(1, 8) if f"Secret-{number}" not in before]

    forget(desk, made["id"])
    assert "Secret" not in everything(desk)
    assert "new@example.com" not in everything(desk)


def test_a_forgotten_row_is_told_of_no_more(desk):
    """Nor does the part of the stream that is worked out tell of who was there from the start (H-92.5)."""
    known = somebody(desk, ONLINE)
    patch(desk, known.id, {"base": {"lastName": "Changed"}})
    theirs = {each["id"] for each in desk.call("getEventsWorkspaces", customerId=known.id).body["elements"]}
    assert theirs
    forget(desk, known.id)
    *updates, last = pages(desk)
    of_it = [each["entity"]["data"] for each in updates if each["entity"]["data"]["id"] == known.id]
    events = [each["entity"]["data"] for each in updates if each["entity"]["data"]["id"] in theirs]

    assert len(updates) == last
    assert ["CREATE", "UPDATE", "DELETE"] == [
        each["operation"] for each in updates if each["entity"]["data"]["id"] == known.id
    ]
    assert all(each["base"]["contacts"] is each["base"]["lastName"] is None for each in of_it)
    assert 2 * len(theirs) == len(events)
    assert [({}, {})] * len(events) == [(each["properties"], each["contextInfo"]) for each in events]


def test_the_stream_without_the_forgotten_is_whole(desk):
    """No offset is lost or doubled by forgetting, and replaying still rebuilds the state (H-92.5)."""
    made = create(desk)
    desk.call("postEventWorkspaces", {**EVENT, "customerId": made["id"]})
    before = pages(desk)[-1]
    for key in (made["id"], somebody(desk).id):
        forget(desk, key)
    gone = len(told(desk)) - 2

    assert before + gone == pages(desk)[-1]
    assert stored(desk) == replayed(desk, [1000])


def test_the_log_of_the_forgotten_keeps_its_numbers(desk):
    """Entries stay, with their moments and types; those of others stay as they are (H-92.5)."""
    agreed = {"consents": {"profiling": {"online": {"status": True}}}}
    one, two = (create(desk, {**newcomer(f"{name}@example.com"), **agreed}) for name in ("one", "two"))
    mine, others = (logs(desk, customerId=each["id"])[0] for each in (one, two))
    forget(desk, one["id"])

    assert [others] == logs(desk, customerId=two["id"])
    _, entry = logs(desk, customerId=one["id"])
    assert {**mine, "property": None, "value": None} == entry


def test_forgetting_an_aggregate_customer(desk):
    """All customers that it is made of are forgotten (H-92.3)."""
    key = desk.call("getCustomersWorkspaces", nodeId=EVERYBODY).body["elements"][0]["id"]
    view = desk.world.view(1)
    members = aggregates.members(view, customers.find(view, TIBURON, key))

    assert members
    assert 204 == forget(desk, key)
    assert [None] * len(members) == [named(desk, each) for each in members]
    assert set(members) == {each["customerId"] for each in logs(desk, type="FORCED_DELETE")}
    assert 404 == desk.call("getCustomerWorkspaces", customerId=key).status


def test_forgetting_needs_every_node(desk):
    """A user who may write to the aggregate node, but not to all entry nodes, forgets nobody (H-0.a8)."""
    key = desk.call("getCustomersWorkspaces", nodeId=EVERYBODY).body["elements"][0]["id"]
    user = desk.document("users", f"{TIBURON}/230")
    granted = [{"id": node, "permission": "RW"} for node in (EVERYBODY, ONLINE)]
    desk.put("users", f"{TIBURON}/230", {**user, "nodes": granted})
    officer = Caller(user["subject"], "client", "TIBURON", frozenset({USER, DPO}))

    assert 403 == forget(desk, key, token=officer)
    assert 200 == desk.call("getCustomerWorkspaces", customerId=key).status


def test_nobody_is_forgotten_who_is_not_there(desk):
    """404, and no entry in the log (H-92.4)."""
    assert 404 == forget(desk, NOBODYS)
    assert [] == logs(desk)
