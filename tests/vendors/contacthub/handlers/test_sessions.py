"""Sessions of customers, and the events that wait for them."""

import pytest
from tests.vendors.contacthub.desk import NEWSLETTER, NOBODYS
from tests.vendors.contacthub.writes import create, newcomer

EVENT = {"type": "viewedPage", "context": "WEB", "properties": {}}


@pytest.fixture
def customer(desk):
    """A customer without sessions."""
    return create(desk)


def link(desk, customer, value="s-1"):
    """The reply to a POST of a session."""
    return desk.call("postSessionCustomerWorkspaces", {"value": value}, customerId=customer["id"])


def listed(desk, customer):
    """The sessions of the customer."""
    return desk.call("getSessionsCustomerWorkspaces", customerId=customer["id"]).body["elements"]


def test_sessions_are_listed(desk, customer):
    """All of the customer's, and nobody else's (H-86.1)."""
    other = create(desk, newcomer("other@example.com"))
    made = [link(desk, customer, value).body for value in ("s-1", "s-2")]
    link(desk, other, "s-3")

    assert made == listed(desk, customer)


def test_a_session_is_created(desk, customer):
    """The value is the customer's from then on (H-87.1)."""
    reply = link(desk, customer)

    assert (201, "s-1") == (reply.status, reply.body["value"])
    assert [reply.body] == listed(desk, customer)


def test_values_are_limited(desk, customer):
    """255 characters are the most (H-87.2)."""
    assert 201 == link(desk, customer, "x" * 255).status
    assert 400 == link(desk, customer, "x" * 256).status


def test_a_value_is_unique_within_a_node(desk, customer):
    """A value that is linked to somebody of the node cannot be linked again, not even to them (H-87.3)."""
    link(desk, customer)
    other = create(desk, newcomer("other@example.com"))

    assert [400, 400] == [link(desk, each).status for each in (customer, other)]
    assert [] == listed(desk, other)


def test_another_node_may_have_the_value(desk, customer):
    """Values are those of a node (H-87.3)."""
    link(desk, customer)
    body = {"nodeId": "1c7e5a90-3b24-4d68-8f01-a2b4c6d8e0f1", "externalId": "elsewhere"}

    assert 201 == link(desk, create(desk, body)).status


def test_the_id_is_made_by_the_server(desk, customer):
    """It is not the value (H-87.4)."""
    first, second = link(desk, customer, "s-1").body, link(desk, customer, "s-2").body

    assert 4 == len({first["id"], second["id"], "s-1", "s-2"})


@pytest.mark.parametrize("way", ["session", "patch"])
def test_waiting_events_become_the_customers(desk, customer, way):
    """What came with the session's value belongs to the customer once it is linked (H-87.5)."""
    back = {"type": "SESSION_ID", "value": "s-1", "nodeId": NEWSLETTER}
    sent = desk.call("postEventWorkspaces", {**EVENT, "bringBackProperties": back})
    assert 202 == sent.status
    key = sent.body["id"]
    assert None is desk.call("getEventWorkspaces", id=key).body["customerId"]
    if way == "session":
        link(desk, customer)
    else:
        desk.call("patchCustomerWorkspaces", {"extra": "x"}, customerId=customer["id"], sessionId="s-1")

    assert customer["id"] == desk.call("getEventWorkspaces", id=key).body["customerId"]


def test_a_session_is_read(desk, customer):
    """By its id (H-88.1)."""
    made = link(desk, customer).body
    reply = desk.call("getSessionCustomerWorkspaces", customerId=customer["id"], sessionId=made["id"])

    assert made == reply.body


@pytest.mark.parametrize("operation", ["getSessionCustomerWorkspaces", "deleteSessionCustomerWorkspaces"])
def test_an_unknown_session_is_not_there(desk, customer, operation):
    """Neither nobody's, nor somebody else's, nor one by its value (H-88.2, H-89.2)."""
    other = link(desk, create(desk, newcomer("other@example.com")), "s-2").body["id"]
    link(desk, customer)

    for key in (NOBODYS, other, "s-1"):
        assert 404 == desk.call(operation, customerId=customer["id"], sessionId=key).status


def test_a_session_is_deleted(desk, customer):
    """It is gone with an empty 204, and the value can be linked again (H-89.1)."""
    made = link(desk, customer).body
    reply = desk.call("deleteSessionCustomerWorkspaces", customerId=customer["id"], sessionId=made["id"])

    assert (204, None, []) == (reply.status, reply.body, listed(desk, customer))
    assert 201 == link(desk, create(desk, newcomer("other@example.com"))).status
