"""What POST, PATCH and PUT of customers have in common."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    BROWSER,
    CORE,
    EVERYBODY,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    TIBURON,
)
from tests.vendors.contacthub.writes import (
    create,
    logs,
    named,
    newcomer,
    patch,
    put,
    refused,
    somebody,
    told,
    unique,
)

from understudy.world.clock import FROZEN_AT, timestamp


@pytest.mark.parametrize("verb", ["post", "patch", "put"])
def test_a_customer_is_of_limited_size(desk, verb):
    """64 kB are the most, whatever they are made of (H-78.8, H-80.9, H-81.10)."""
    made = create(desk)
    given = {} if verb == "post" else {"customerId": made["id"]}
    body = {} if verb == "patch" else newcomer()
    largest = {**body, "extra": "y" * 63_000}
    assert desk.call(f"{verb}CustomerWorkspaces", largest, **given).status in (200, 201)
    before = named(desk, made["id"])

    assert 400 == desk.call(f"{verb}CustomerWorkspaces", {**body, "extra": "y" * 65_500}, **given).status
    assert before == named(desk, made["id"])


@pytest.mark.parametrize("operation", ["patchCustomerWorkspaces", "putCustomerWorkspaces"])
def test_a_change_links_a_session(desk, operation):
    """PATCH and PUT do so too, unless it is somebody else's: then nothing changes (H-80.13, H-81.13)."""
    first, second = create(desk), create(desk, newcomer("second@example.com"), sessionId="taken")
    body = newcomer(firstName="Ada")
    if operation.startswith("patch"):
        del body["nodeId"]
    refused(desk, operation, body, 400, customerId=first["id"], sessionId="taken")
    assert first == named(desk, first["id"])
    assert 200 == desk.call(operation, body, customerId=first["id"], sessionId="mine").status

    listed = desk.call("getSessionsCustomerWorkspaces", customerId=first["id"]).body["elements"]
    assert ["mine"] == [each["value"] for each in listed]
    assert second["id"] != first["id"]


@pytest.mark.parametrize("change", [patch, put])
def test_strict_mode_keeps_nothing_of_subscriptions(desk, change):
    """With STRICT the subscriptions are those that are sent, with what is sent of them (H-80.7, H-81.8)."""
    made = create(
        desk,
        newcomer(
            subscriptions=[{"id": "1", "subscribed": True, "name": "News"}, {"id": "2", "subscribed": True}]
        ),
    )
    body = newcomer(subscriptions=[{"id": "1", "subscribed": True}])
    if change is patch:
        del body["nodeId"]
    after = change(desk, made["id"], body, mode="STRICT")["base"]["subscriptions"]

    assert [("1", None)] == [(each["id"], each["name"]) for each in after]


@pytest.mark.parametrize("change", [patch, put])
def test_a_change_that_changes_nothing(desk, change):
    """Version, moment and stream are as they were (H-80.11)."""
    made, before = create(desk, newcomer(firstName="Ada")), len(told(desk))
    desk.world.clock.step(timedelta(minutes=1))
    after = change(
        desk, made["id"], {"base": made["base"], **({"nodeId": NEWSLETTER} if change is put else {})}
    )

    assert made == after
    assert [] == told(desk, before)


def test_a_change_makes_version_and_moment_grow(desk):
    """Version rises by one and updatedAt is now, id and registeredAt stay (H-80.12)."""
    known = somebody(desk)
    desk.world.clock.step(timedelta(minutes=1))
    after = patch(desk, known.id, {"extra": "x"})

    assert (known.body["version"] + 1, timestamp(FROZEN_AT + timedelta(minutes=1))) == (
        after["version"],
        after["updatedAt"],
    )
    assert (known.id, known.body["registeredAt"], known.body["intId"]) == (
        after["id"],
        after["registeredAt"],
        after["intId"],
    )


def test_sources_leave_their_mark(desk):
    """registeredBy is the source that created, updatedBy the last; people leave none (H-78.15)."""
    body = {"nodeId": ONLINE, "base": {"credential": {"username": "ada"}}}
    made = create(desk, body, token="demo-source")
    assert {"registeredBy": CORE, "updatedBy": CORE} == made["sourceInfo"]
    after = patch(desk, made["id"], {"extra": "x"}, token="demo-browser")
    assert {"registeredBy": CORE, "updatedBy": BROWSER} == after["sourceInfo"]

    assert {"registeredBy": CORE, "updatedBy": BROWSER} == patch(desk, made["id"], {"extra": "y"})[
        "sourceInfo"
    ]


def test_every_write_is_told_to_the_stream(desk):
    """CREATE, then UPDATE, in that order (H-78.16)."""
    made = create(desk)
    patch(desk, made["id"], {"extra": "x"})
    create(desk, newcomer(firstName="Ada"))

    assert [(what, "CUSTOMER", made["id"]) for what in ("CREATE", "UPDATE", "UPDATE")] == told(desk)


@pytest.mark.parametrize("change", ["patchCustomerWorkspaces", "putCustomerWorkspaces"])
def test_nobody_becomes_somebody_else(desk, change):
    """A change to another customer's unique properties is a conflict that says whose they are (H-0.p1)."""
    first, second = create(desk), create(desk, newcomer("second@example.com"))
    body = newcomer("NEW@example.com")
    if change.startswith("patch"):
        del body["nodeId"]
    told = refused(desk, change, body, 409, customerId=second["id"])

    assert f"Conflict with exiting customer {first['id']}" == told["message"]
    href = told["data"]["customer"]["href"]
    assert {"customer": {"id": first["id"], "href": href}} == told["data"]
    assert href.startswith("http://desk.example/")
    assert href.endswith(f"/workspaces/{TIBURON}/customers/{first['id']}")
    assert second == named(desk, second["id"])


def test_somebody_may_write_the_own_name_otherwise(desk):
    """Whose unique properties change their case alone stays the same, which is no conflict (H-0.p1)."""
    made = create(desk)
    body = patch(desk, made["id"], {"base": {"contacts": {"email": "NEW@example.com"}}})

    assert "NEW@example.com" == body["base"]["contacts"]["email"]


def test_nobody_is_the_same_for_saying_nothing(desk):
    """Two customers whose unique property is an empty text, as it was missing before, are two (H-0.p1)."""
    keys = [create(desk, newcomer(f"{name}@example.com"))["id"] for name in ("one", "two")]
    unique(desk, NEWSLETTER, "externalId")
    for key in keys:
        assert "" == patch(desk, key, {"externalId": ""})["externalId"]


def test_untrusted_sources_are_not_told_who(desk):
    """A source that anybody can read gets a conflict without the customer (H-0.p2)."""
    first, second = create(desk), create(desk, newcomer("second@example.com"))
    body = {"base": {"contacts": {"email": "new@example.com"}}}
    told = refused(desk, "patchCustomerWorkspaces", body, 409, customerId=second["id"], token="demo-browser")

    assert (None, []) == (told["data"], told["errors"])
    assert first["id"] not in str(told)


def test_a_customer_may_keep_its_unique_properties(desk):
    """Whoever shared them before is not in the way of another change (H-0.p1)."""
    unique(desk, NEWSLETTER, "externalId")
    first = create(desk, {**newcomer(), "externalId": "1"})
    create(desk, {**newcomer(), "externalId": "2"})
    unique(desk, NEWSLETTER, "base.contacts.email")

    assert "x" == patch(desk, first["id"], {"extra": "x"})["extra"]


@pytest.mark.parametrize("change", ["patchCustomerWorkspaces", "putCustomerWorkspaces"])
def test_who_is_not_there_cannot_be_changed(desk, change):
    """An unknown customer is a 404 (H-80.15)."""
    body = newcomer() if change.startswith("put") else {"extra": "x"}

    assert 404 == desk.call(change, body, customerId=NOBODYS).status


def test_nodes_are_written_by_who_may(desk):
    """A source writes to its own nodes only (H-0.a9)."""
    known = somebody(desk, BRANCHES)

    assert 403 == desk.call("postCustomerWorkspaces", newcomer(), token="demo-source").status
    assert (
        403
        == desk.call(
            "patchCustomerWorkspaces", {"extra": "x"}, customerId=known.id, token="demo-browser"
        ).status
    )
    assert known.body == named(desk, known.id)


def test_consents_are_logged_with_the_write(desk):
    """What a POST says of consents is in the log (H-76.4)."""
    made = create(desk, {**newcomer(), "consents": {"profiling": {"online": {"status": True}}}})

    assert [(made["id"], "CONSENT_CHANGED")] == [(each["customerId"], each["type"]) for each in logs(desk)]


def test_aggregate_customers_are_not_written(desk):
    """What is computed from others is changed by changing them: any write is refused (H-0.p3)."""
    key = desk.call("getCustomersWorkspaces", nodeId=EVERYBODY).body["elements"][0]["id"]
    subscription = {"id": "1", "subscribed": True}
    writes = {
        "patchCustomerWorkspaces": {"extra": "x"},
        "putCustomerWorkspaces": {"nodeId": EVERYBODY},
        "postSubscriptionsCustomerWorkspaces": subscription,
        "postSessionCustomerWorkspaces": {"value": "s-1"},
        "deleteCustomerWorkspaces": None,
    }

    assert dict.fromkeys(writes, 400) == {
        operation: desk.call(operation, body, customerId=key).status for operation, body in writes.items()
    }
