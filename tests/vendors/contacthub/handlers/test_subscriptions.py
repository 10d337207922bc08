"""Subscriptions of customers, one at a time."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import NOBODYS
from tests.vendors.contacthub.writes import create, named, newcomer, patch, somebody, told

from understudy.world.clock import FROZEN_AT, timestamp

NEWS = {"id": "news", "subscribed": True, "name": "News", "kind": "DIGITAL_MESSAGE"}
OFFERS = {"id": "offers", "subscribed": False}
NOW = timestamp(FROZEN_AT)
LATER = timestamp(FROZEN_AT + timedelta(minutes=1))


@pytest.fixture
def customer(desk):
    """A customer who has one subscription."""
    return create(desk, newcomer(subscriptions=[NEWS]))


def ids(desk, key):
    """The ids of the subscriptions that a customer has."""
    return [each["id"] for each in named(desk, key)["base"]["subscriptions"]]


def test_a_subscription_is_created(desk, customer):
    """It joins those that are there, and the customer is a newer one (H-82.1)."""
    reply = desk.call("postSubscriptionsCustomerWorkspaces", OFFERS, customerId=customer["id"])

    assert (201, "offers") == (reply.status, reply.body["id"])
    assert ["news", "offers"] == ids(desk, customer["id"])
    assert customer["base"]["contacts"] == named(desk, customer["id"])["base"]["contacts"]
    assert 2 == named(desk, customer["id"])["version"]
    assert ("UPDATE", "CUSTOMER", customer["id"]) == told(desk)[-1]


def test_a_seeded_customer_can_subscribe(desk):
    """Somebody whom the node started with gets a first one (H-82.1)."""
    known = somebody(desk)

    assert 201 == desk.call("postSubscriptionsCustomerWorkspaces", NEWS, customerId=known.id).status
    assert ["news"] == ids(desk, known.id)


@pytest.mark.parametrize("name", ["id", "name", "type", "subscriberId"])
def test_texts_of_subscriptions_are_limited(desk, customer, name):
    """255 characters are the most, in POST and PUT (H-82.2, H-84.2)."""
    assert 201 == post(desk, customer, {**OFFERS, name: "x" * 255}).status
    assert 400 == post(desk, customer, {**OFFERS, name: "x" * 256}).status
    longer = {**NEWS, name: "x" * 256}
    reply = desk.call(
        "putSubscriptionCustomerWorkspaces", longer, customerId=customer["id"], propertyId="news"
    )

    assert 400 == reply.status


def post(desk, customer, body):
    """The reply to a POST."""
    return desk.call("postSubscriptionsCustomerWorkspaces", body, customerId=customer["id"])


def test_an_id_is_taken_once(desk, customer):
    """A second subscription of the same id is refused, and the first stays (H-82.3)."""
    assert 409 == post(desk, customer, {"id": "news", "subscribed": False}).status
    assert customer == named(desk, customer["id"])


def test_a_subscription_tells_everything(desk, customer):
    """What was not sent is null (H-82.4)."""
    found = post(desk, customer, OFFERS).body

    assert {**dict.fromkeys(found), **OFFERS, "registeredAt": NOW, "updatedAt": NOW} == found
    assert {"type", "kind", "startDate", "subscriberId", "subscribeContext", "unsubscribeContext"} < set(
        found
    )


def test_a_subscription_knows_when_it_was_registered(desk, customer):
    """registeredAt and updatedAt are now, unless the client says when (H-82.5)."""
    moments = {"registeredAt": "2020-01-01T00:00:00Z", "updatedAt": "2021-01-01T00:00:00Z"}

    assert moments.items() <= post(desk, customer, {**OFFERS, **moments}).body.items()
    assert (NOW, NOW) == tuple(
        customer["base"]["subscriptions"][0][name] for name in ("registeredAt", "updatedAt")
    )


def test_a_subscription_is_read(desk, customer):
    """One of the customer's, by its id (H-83.1)."""
    reply = desk.call("getSubscriptionCustomerWorkspaces", customerId=customer["id"], propertyId="news")

    assert customer["base"]["subscriptions"] == [reply.body]


def test_an_unknown_subscription_is_not_there(desk, customer):
    """To read, change or delete it is a 404, as is any of an unknown customer (H-83.2, H-84.3, H-85.2)."""
    for operation, body in (("get", None), ("put", OFFERS), ("delete", None)):
        for given in ({"customerId": customer["id"]}, {"customerId": NOBODYS}):
            name = f"{operation}SubscriptionCustomerWorkspaces"
            assert 404 == desk.call(name, body, propertyId="offers", **given).status


def test_a_subscription_is_modified(desk, customer):
    """What is sent takes its place, others stay (H-84.1)."""
    post(desk, customer, OFFERS)
    reply = desk.call(
        "putSubscriptionCustomerWorkspaces",
        {"id": "news", "subscribed": False},
        customerId=customer["id"],
        propertyId="news",
    )

    assert (False, None) == (reply.body["subscribed"], reply.body["name"])
    assert ["news", "offers"] == ids(desk, customer["id"])


def test_the_id_of_a_subscription_stays(desk, customer):
    """Another id than the path's is refused (H-84.3)."""
    reply = desk.call(
        "putSubscriptionCustomerWorkspaces", OFFERS, customerId=customer["id"], propertyId="news"
    )

    assert 400 == reply.status
    assert customer == named(desk, customer["id"])


def test_a_change_is_dated(desk, customer):
    """updatedAt is the moment of the last change, registeredAt that of the first (H-84.4)."""
    desk.world.clock.step(timedelta(minutes=1))
    found = customer["base"]["subscriptions"][0]
    reply = desk.call(
        "putSubscriptionCustomerWorkspaces",
        {**found, "name": "Newer"},
        customerId=customer["id"],
        propertyId="news",
    )
    assert (NOW, LATER) == (reply.body["registeredAt"], reply.body["updatedAt"])

    given = {"customerId": customer["id"], "propertyId": "news"}
    reply = desk.call("putSubscriptionCustomerWorkspaces", {"id": "news", "subscribed": False}, **given)
    assert (NOW, LATER) == (reply.body["registeredAt"], reply.body["updatedAt"])

    sent = {"base": {"subscriptions": [{"id": "news", "subscribed": True}]}}
    assert LATER == patch(desk, customer["id"], sent)["base"]["subscriptions"][0]["updatedAt"]


def test_a_subscription_is_deleted(desk, customer):
    """It goes with an empty 204, others stay (H-85.1)."""
    post(desk, customer, OFFERS)
    reply = desk.call("deleteSubscriptionCustomerWorkspaces", customerId=customer["id"], propertyId="news")

    assert (204, None) == (reply.status, reply.body)
    assert ["offers"] == ids(desk, customer["id"])
