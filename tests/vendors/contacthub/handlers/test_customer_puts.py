"""Customers replaced: every sentence of PUT."""

from tests.vendors.contacthub.desk import BRANCHES, NEWSLETTER, NOBODYS
from tests.vendors.contacthub.writes import create, newcomer, paths, put, refused


def test_a_put_replaces_the_whole(desk):
    """What is not sent is gone, and a GET shows what was put (H-81.1, H-81.11)."""
    made = create(desk, {**newcomer(firstName="Ada"), "extra": "x", "tags": {"auto": ["a"], "manual": []}})
    after = put(desk, made["id"], newcomer(lastName="Byron"))

    assert (None, "Byron", None, []) == (
        after["base"]["firstName"],
        after["base"]["lastName"],
        after["extra"],
        after["tags"]["auto"],
    )
    assert after == desk.call("getCustomerWorkspaces", customerId=made["id"]).body


def test_a_put_adds_and_replaces_properties(desk):
    """New properties come, and those that were there get the value sent (H-81.3, H-81.4)."""
    made = create(desk, newcomer(firstName="Ada"))
    after = put(desk, made["id"], newcomer(firstName="Grace", lastName="Hopper"))["base"]

    assert ("Grace", "Hopper") == (after["firstName"], after["lastName"])


def test_a_put_treats_collections_as_sets(desk):
    """Each element once, and only those sent (H-81.5)."""
    made = create(desk, {**newcomer(), "tags": {"manual": ["a"]}})
    after = put(desk, made["id"], {**newcomer(), "tags": {"manual": ["b", "b"]}})

    assert ["b"] == after["tags"]["manual"]


def test_a_put_leaves_subscriptions(desk):
    """Subscriptions that are sent join those that are there, which keep what is not sent (H-81.6, H-81.7)."""
    made = create(desk, newcomer(subscriptions=[{"id": "1", "subscribed": True, "name": "News"}]))
    sent = [{"id": "2", "subscribed": True}, {"id": "1", "subscribed": False}]
    after = put(desk, made["id"], newcomer(subscriptions=sent))["base"]["subscriptions"]

    assert [("1", False, "News"), ("2", True, None)] == [
        (each["id"], each["subscribed"], each["name"]) for each in after
    ]
    assert 2 == len(put(desk, made["id"], newcomer())["base"]["subscriptions"])


def test_a_put_cannot_change_id_and_node(desk):
    """Another id or node is refused; what the system generates may be sent and changes nothing (H-81.9)."""
    made = create(desk)
    body = refused(
        desk,
        "putCustomerWorkspaces",
        {**newcomer(), "id": NOBODYS, "nodeId": BRANCHES},
        400,
        customerId=made["id"],
    )
    assert {"/id", "/nodeId"} == set(paths(body))
    sent = {
        **made,
        "intId": 9,
        "version": 99,
        "deleted": 1,
        "registeredAt": "2001-01-01T00:00:00Z",
        "sourceInfo": {},
    }

    assert made == put(desk, made["id"], sent)
    assert made == put(desk, made["id"], {**made, "id": made["id"].upper(), "nodeId": NEWSLETTER.upper()})
