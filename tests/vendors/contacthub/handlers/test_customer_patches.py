"""Customers changed in part: every sentence of PATCH."""

import pytest
from tests.vendors.contacthub.desk import NEWSLETTER
from tests.vendors.contacthub.writes import create, named, newcomer, patch, paths, refused, somebody, unique


def test_a_patch_adds_replaces_and_keeps(desk):
    """What is sent is added or replaced, the rest stays (H-80.1, H-80.2, H-80.3)."""
    known = somebody(desk)
    after = patch(desk, known.id, {"base": {"firstName": "Ada", "address": {"city": "Turin"}}, "extra": "x"})
    before = known.body["base"]

    assert {**before, "firstName": "Ada", "address": {**before["address"], "city": "Turin"}} == after["base"]
    assert ("x", known.body["externalId"], known.body["tags"]) == (
        after["extra"],
        after["externalId"],
        after["tags"],
    )
    assert after == named(desk, known.id)


def test_a_patch_sets_collections(desk):
    """A list becomes the one that is sent, each element once (H-80.4)."""
    made = create(desk, {**newcomer(), "tags": {"manual": ["a"], "auto": ["b"]}})
    after = patch(desk, made["id"], {"tags": {"manual": ["c", "d", "c"]}})

    assert {"manual": ["c", "d"], "auto": ["b"]} == after["tags"]


def test_a_patch_adds_subscriptions(desk):
    """A subscription of another id joins those that are there (H-80.5)."""
    made = create(desk, newcomer(subscriptions=[{"id": "1", "subscribed": True}]))
    after = patch(desk, made["id"], {"base": {"subscriptions": [{"id": "2", "subscribed": True}]}})

    assert ["1", "2"] == [each["id"] for each in after["base"]["subscriptions"]]


def test_a_patch_keeps_what_a_subscription_had(desk):
    """Of a subscription what is not sent stays, in its objects too (H-80.6)."""
    context = {"ip": "192.0.2.1", "userAgent": "browser"}
    made = create(
        desk,
        newcomer(
            subscriptions=[{"id": "1", "subscribed": True, "name": "News", "subscribeContext": context}]
        ),
    )
    sent = [{"id": "1", "subscribed": False, "subscribeContext": {"ip": "192.0.2.2"}}]
    after = patch(desk, made["id"], {"base": {"subscriptions": sent}})["base"]["subscriptions"][0]

    assert (False, "News", {"ip": "192.0.2.2", "userAgent": "browser"}) == (
        after["subscribed"],
        after["name"],
        after["subscribeContext"],
    )


@pytest.mark.parametrize(
    "name", ["id", "nodeId", "intId", "version", "sourceInfo", "registeredAt", "updatedAt", "deleted"]
)
def test_a_patch_cannot_change_what_is_immutable(desk, name):
    """A PATCH has none of the properties that never change (H-80.8)."""
    made = create(desk)
    body = refused(desk, "patchCustomerWorkspaces", {name: made[name]}, 400, customerId=made["id"])

    assert [f"/{name}"] == paths(body)
    assert made == named(desk, made["id"])


def test_null_clears_what_a_patch_names(desk):
    """A property is unset, but not the unique one (H-80.10, H-78.4)."""
    made = create(desk, newcomer(firstName="Ada"))
    assert None is patch(desk, made["id"], {"base": {"firstName": None}})["base"]["firstName"]

    body = refused(desk, "patchCustomerWorkspaces", {"base": {"contacts": None}}, 400, customerId=made["id"])
    assert ["/base/contacts/email"] == paths(body)


def test_a_patch_passes_over_what_was_missing_before(desk):
    """A property that became mandatory later does not stand in the way of another change (H-80.14)."""
    made = create(desk)
    unique(desk, NEWSLETTER, "base.contacts.email", mandatory=["base.lastName"])

    assert "x" == patch(desk, made["id"], {"extra": "x"})["extra"]
