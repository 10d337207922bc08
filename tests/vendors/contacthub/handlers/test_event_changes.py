"""Events changed: every sentence of PUT and PATCH."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import NOBODYS
from tests.vendors.contacthub.happenings import back, event, found, got, posted, refused, somebody

from understudy.world.clock import FROZEN_AT, timestamp

NOW = timestamp(FROZEN_AT)
LATER = timedelta(minutes=5)


def change(desk, operation, key, body):
    """The event after a change that is accepted."""
    reply = desk.call(operation, body, id=key)
    assert (202, None) == (reply.status, reply.body), reply.body
    return got(desk, key)


def put(desk, key, **said):
    """The event after a PUT."""
    return change(desk, "putEventWorkspaces", key, event(**said))


def patch(desk, key, **said):
    """The event after a PATCH."""
    return change(desk, "patchEventWorkspaces", key, said)


def test_a_put_replaces_all(desk):
    """PUT replaces all property values: what is not sent is gone (H-96.1)."""
    made = posted(
        desk, customerId=somebody(desk), tracking={"ga": {"utm_source": "x"}}, contextInfo={"client": {}}
    )
    changed = put(desk, made["id"], customerId=made["customerId"], properties={"path": "/"}, context="MOBILE")

    assert ({"path": "/"}, "MOBILE", {}, None) == tuple(
        changed[name] for name in ("properties", "context", "contextInfo", "tracking")
    )
    assert made["date"] == changed["date"]


def test_a_put_repeats_whose_it_is(desk):
    """customerId and bringBackProperties have to be sent again where the event has them (H-96.2)."""
    known = posted(desk, customerId=somebody(desk))["id"]
    waiting = posted(desk, bringBackProperties=back("s"))["id"]

    assert ["/customerId"] == refused(desk, "putEventWorkspaces", event(), id=known)
    assert ["/bringBackProperties"] == refused(desk, "putEventWorkspaces", event(), id=waiting)
    assert (
        "x"
        == put(desk, waiting, bringBackProperties=back("s"), properties={"title": "x"})["properties"]["title"]
    )


@pytest.mark.parametrize("operation", ["putEventWorkspaces", "patchEventWorkspaces"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", NOBODYS),
        ("customerId", NOBODYS),
        ("bringBackProperties", back("other")),
        ("type", "loggedIn"),
        ("registeredAt", "2001-01-01T00:00:00Z"),
        ("origin", "DUPLICATE"),
    ],
)
def test_what_cannot_change(desk, operation, name, value):
    """Another id, customerId, bringBackProperties, type, registeredAt, origin is refused (H-96.3, H-97.2)."""
    made = posted(desk, customerId=somebody(desk))
    sent = {**event(customerId=made["customerId"]), name: value}

    assert [f"/{name}"] == refused(desk, operation, sent, id=made["id"])
    assert made == got(desk, made["id"])


@pytest.mark.parametrize("operation", ["putEventWorkspaces", "patchEventWorkspaces"])
def test_an_event_may_be_sent_back(desk, operation):
    """What cannot change may be sent as it is, and what the system makes is ignored (H-96.3, H-97.2)."""
    made = posted(desk, customerId=somebody(desk))
    sent = {name: value for name, value in made.items() if value is not None}
    sent |= {"properties": {"title": "new"}, "version": 77, "updatedAt": "2001-01-01T00:00:00Z"}
    sent |= {"id": made["id"].upper(), "registeredAt": made["registeredAt"].replace("Z", "+00:00")}

    assert {**made, "properties": {"title": "new"}, "version": 2} == change(desk, operation, made["id"], sent)


@pytest.mark.parametrize("change_it", [put, patch])
def test_what_the_system_makes_of_a_change(desk, change_it):
    """A change raises version and updatedAt and leaves the origin (H-96.4)."""
    made = posted(desk, customerId=somebody(desk))
    desk.world.clock.step(LATER)
    changed = change_it(desk, made["id"], customerId=made["customerId"], properties={"title": "y"})

    assert (2, timestamp(FROZEN_AT + LATER), "NATIVE", NOW) == tuple(
        changed[name] for name in ("version", "updatedAt", "origin", "registeredAt")
    )


@pytest.mark.parametrize("change_it", [put, patch])
def test_a_change_of_nothing_is_none(desk, change_it):
    """An event that is sent as it is stays as it is (H-96.5)."""
    made = posted(desk, customerId=somebody(desk), contextInfo={"client": {}})
    desk.world.clock.step(LATER)
    same = {name: made[name] for name in ("customerId", "properties", "contextInfo", "date")}

    assert made == change_it(desk, made["id"], **same)


@pytest.mark.parametrize(
    ("operation", "rule"), [("putEventWorkspaces", "H-96.6"), ("patchEventWorkspaces", "H-97.4")]
)
def test_a_change_is_at_most_64_kb(desk, operation, rule):
    """An event that a change would make larger than 64 kB is refused (H-96.6, H-97.4)."""
    made = posted(desk, customerId=somebody(desk), properties={"path": "x" * 40_000})
    sent = event(
        customerId=made["customerId"], properties={"title": "x" * (30_000 if rule == "H-97.4" else 70_000)}
    )

    assert [""] == refused(desk, operation, sent, id=made["id"])


def test_a_seeded_event_changes(desk):
    """The events that were there from the start change as others do (H-96.1, H-97.1)."""
    old = found(desk, customerId=somebody(desk), type="campaignSent")[0]
    changed = patch(desk, old["id"], properties={"campaignName": "Other"})

    assert {
        **old,
        "properties": {**old["properties"], "campaignName": "Other"},
        "version": 2,
        "updatedAt": NOW,
    } == changed
    assert changed in found(desk, customerId=somebody(desk))
    assert 20 == len(found(desk, customerId=somebody(desk)))


def test_a_patch_merges(desk):
    """PATCH sets what is sent, object by object, and leaves the rest (H-97.1)."""
    made = posted(desk, customerId=somebody(desk), tracking={"ga": {"utm_source": "a", "utm_term": "b"}})
    changed = patch(
        desk,
        made["id"],
        properties={"path": "/"},
        tracking={"ga": {"utm_term": "c"}},
        date="2025-01-01T00:00:00Z",
        contextInfo={"user": {"id": "7"}},
    )

    assert {"title": "Home", "path": "/"} == changed["properties"]
    assert {"ga": {"utm_source": "a", "utm_term": "c"}} == changed["tracking"]
    assert {**made["contextInfo"], "user": {"id": "7"}} == changed["contextInfo"]
    assert "2025-01-01T00:00:00.000Z" == changed["date"]


def test_a_patch_leaves_the_context(desk):
    """The context cannot change by PATCH (H-97.2)."""
    made = posted(desk, customerId=somebody(desk))

    assert ["/context"] == refused(desk, "patchEventWorkspaces", {"context": "MOBILE"}, id=made["id"])


def test_null_clears(desk):
    """Null in a PATCH clears a member, or all properties, contextInfo or tracking (H-97.3)."""
    made = posted(
        desk, customerId=somebody(desk), properties={"title": "a", "path": "b"}, tracking={"ga": {}}
    )

    assert {"path": "b"} == patch(desk, made["id"], properties={"title": None})["properties"]
    cleared = patch(desk, made["id"], properties=None, contextInfo=None, tracking=None)
    assert ({}, {}, None) == (cleared["properties"], cleared["contextInfo"], cleared["tracking"])


def test_a_patched_event_is_still_valid(desk):
    """What a PATCH makes of the event is judged by the type's schema (H-94.13)."""
    made = posted(
        desk,
        type="addedReward",
        customerId=somebody(desk),
        properties={"rewardAmount": 1, "rewardTypeId": "P"},
    )

    refused(desk, "patchEventWorkspaces", {"properties": {"rewardTypeId": None}}, id=made["id"])
