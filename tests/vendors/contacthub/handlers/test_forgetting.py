"""Forgetting customers."""

from tests.vendors.contacthub.desk import EVERYBODY, NOBODYS, ONLINE, TIBURON
from tests.vendors.contacthub.writes import create, logs, named, newcomer, somebody, told

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
