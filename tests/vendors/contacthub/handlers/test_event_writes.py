"""Events recorded and changed: every sentence of POST, PUT and PATCH."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import BRANCHES, BROWSER, EVERYBODY, NEWSLETTER, NOBODYS, ONLINE, TIBURON
from tests.vendors.contacthub.happenings import back, event, found, got, posted, somebody
from tests.vendors.contacthub.writes import create, named, newcomer

from understudy.vendors.contacthub.bringing_back import written
from understudy.world.clock import FROZEN_AT, timestamp

NOW = timestamp(FROZEN_AT)
LATER = timedelta(minutes=5)


def refused(desk, operation, body, **given):
    """The paths of what a 400 complains about."""
    reply = desk.call(operation, body, **given)
    assert 400 == reply.status, reply.body
    return [error["path"] for error in reply.body["errors"]]


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


def test_an_event_is_recorded(desk):
    """POST accepts an event and tells its id; it is the customer's from then on (H-94.1)."""
    customer = somebody(desk)
    sent = event(
        customerId=customer, date="2026-01-14T23:00:00.5+01:00", contextInfo={"client": {"userAgent": "x"}}
    )
    key = desk.call("postEventWorkspaces", sent).body["id"]
    made = got(desk, key)

    assert {**sent, "id": key, "date": "2026-01-14T22:00:00.500Z"} == {
        name: made[name] for name in (*sent, "id")
    }
    assert (None, None) == (made["bringBackProperties"], made["tracking"])
    assert made in found(desk, customerId=customer)


def test_a_payload_is_at_most_64_kb(desk):
    """An event of more than 64 kB is refused (H-94.2)."""
    customer = somebody(desk)

    assert (
        202
        == desk.call(
            "postEventWorkspaces", event(customerId=customer, properties={"title": "x" * 60_000})
        ).status
    )
    assert [""] == refused(
        desk, "postEventWorkspaces", event(customerId=customer, properties={"title": "x" * 66_000})
    )


def test_an_event_is_somebodys(desk):
    """An event without customerId and bringBackProperties is refused (H-94.3)."""
    assert ["/customerId"] == refused(desk, "postEventWorkspaces", event())
    assert ["/customerId"] == refused(desk, "postEventWorkspaces", {**event(), "bringBackProperties": None})


def test_an_event_is_not_somebodys_twice(desk):
    """customerId and bringBackProperties are mutually exclusive (H-94.4)."""
    sent = event(customerId=somebody(desk), bringBackProperties=back("s"))

    assert ["/bringBackProperties"] == refused(desk, "postEventWorkspaces", sent)


@pytest.mark.parametrize("name", ["type", "context", "properties"])
def test_what_an_event_must_say(desk, name):
    """Type, context and properties are required (H-94.13)."""
    refused(desk, "postEventWorkspaces", event(customerId=somebody(desk), **{name: None}))


def test_properties_are_those_of_the_type(desk):
    """Properties that the schema of the type does not have, or has otherwise, are refused (H-94.13)."""
    for properties in ({"colour": "red"}, {"title": 7}):
        path = next(iter(properties))
        paths = refused(desk, "postEventWorkspaces", event(customerId=somebody(desk), properties=properties))
        assert paths in (["/properties"], [f"/properties/{path}"])


@pytest.mark.parametrize("kind", ["SESSION_ID", "EXTERNAL_ID"])
def test_aggregate_nodes_bring_nothing_back(desk, kind):
    """bringBackProperties of an aggregate node are refused (H-94.6)."""
    sent = event(bringBackProperties=back("s", kind, EVERYBODY))

    assert ["/bringBackProperties/nodeId"] == refused(desk, "postEventWorkspaces", sent)


def test_an_event_waits_for_its_session(desk):
    """An event of a session is nobody's until the session is linked to a customer of its node (H-94.7)."""
    customer, other = somebody(desk), somebody(desk, ONLINE)
    waiting = posted(desk, bringBackProperties=back("s-1"))
    desk.call("postSessionCustomerWorkspaces", {"value": "s-1"}, customerId=other)
    still = got(desk, waiting["id"])
    desk.world.clock.step(LATER)
    desk.call("postSessionCustomerWorkspaces", {"value": "s-1"}, customerId=customer)
    claimed = got(desk, waiting["id"])

    assert None is waiting["customerId"] is still["customerId"]
    assert (customer, back("s-1"), 2) == (
        claimed["customerId"],
        claimed["bringBackProperties"],
        claimed["version"],
    )
    assert claimed["registeredAt"] < claimed["updatedAt"]
    assert waiting["id"] in [each["id"] for each in found(desk, customerId=customer)]


def test_an_event_of_a_known_session(desk):
    """An event of a session that is linked already is the customer's at once (H-94.7)."""
    customer = somebody(desk)
    desk.call("postSessionCustomerWorkspaces", {"value": "s-2"}, customerId=customer)

    assert customer == posted(desk, bringBackProperties=back("s-2"))["customerId"]
    assert None is posted(desk, bringBackProperties=back("s-2", node=ONLINE))["customerId"]


def test_an_event_of_an_external_id(desk):
    """An event of an externalId is that customer's (H-94.8)."""
    customer = named(desk, somebody(desk))

    assert (
        customer["id"]
        == posted(desk, bringBackProperties=back(customer["externalId"], "EXTERNAL_ID"))["customerId"]
    )


def test_an_unknown_external_id_makes_a_customer(desk):
    """An externalId that nobody has makes a customer with nothing else, to be completed later (H-94.8)."""
    brought = back("new-1", "EXTERNAL_ID", NEWSLETTER)
    first, second = posted(desk, bringBackProperties=brought), posted(desk, bringBackProperties=brought)
    made = named(desk, first["customerId"])

    assert first["customerId"] == second["customerId"]
    assert ("new-1", NEWSLETTER, None) == (made["externalId"], made["nodeId"], made["base"]["contacts"])
    patched = desk.call("patchCustomerWorkspaces", {"base": {"firstName": "Ada"}}, customerId=made["id"])
    assert ("new-1", "Ada") == (patched.body["externalId"], patched.body["base"]["firstName"])


def test_the_caller_is_noted(desk):
    """The user agent and the address told by a proxy fill contextInfo.client unless it is sent (H-94.9)."""
    agent = {"user-agent": "sdk/1", "x-forwarded-for": "203.0.113.9, 10.0.0.1"}
    noted = via(desk, agent, event(customerId=somebody(desk)))
    told = via(desk, agent, event(customerId=somebody(desk), contextInfo={"client": {"ip": "192.0.2.1"}}))
    wrong = via(desk, {"x-forwarded-for": "300.1.1.1"}, event(customerId=somebody(desk)))

    assert {"client": {"userAgent": "sdk/1", "ip": "203.0.113.9"}} == noted["contextInfo"]
    assert {"client": {"ip": "192.0.2.1"}} == told["contextInfo"]
    assert {} == wrong["contextInfo"]


def via(desk, headers, body):
    """The event that a call with these headers records."""
    view = desk.world.view(desk.world.number())
    documents, key = written(view, desk.caller("demo"), TIBURON, body, headers)
    assert desk.world.commit(view, documents)
    return got(desk, key)


def test_an_unknown_customer_is_a_404(desk):
    """An event of a customer or a node that the workspace does not have is a 404 (H-94.10)."""
    unknown = desk.call("postEventWorkspaces", event(customerId=NOBODYS))
    nowhere = desk.call("postEventWorkspaces", event(bringBackProperties=back("s", node=NOBODYS)))

    assert (404, f"customer not found {NOBODYS}") == (unknown.status, unknown.body["message"])
    assert (404, f"node not found {NOBODYS}") == (nowhere.status, nowhere.body["message"])


def test_an_event_is_now_unless_told(desk):
    """date is the current time where none is sent (H-94.12)."""
    desk.world.clock.step(LATER)

    assert timestamp(FROZEN_AT + LATER) == posted(desk, customerId=somebody(desk))["date"]


def test_a_date_in_no_calendar_is_refused(desk):
    """A date that the contract lets through and no calendar has is a 400 (H-0.a5)."""
    sent = event(customerId=somebody(desk), date="0000-01-01T00:00:00Z")

    assert ["/date"] == refused(desk, "postEventWorkspaces", sent)


def test_what_the_system_gives(desk):
    """A new event is NATIVE, of version 1 and registered now, whatever is sent (H-94.14)."""
    made = posted(
        desk, customerId=somebody(desk), origin="DUPLICATE", version=9, registeredAt="2001-01-01T00:00:00Z"
    )

    assert ("NATIVE", 1, NOW, NOW) == (
        made["origin"],
        made["version"],
        made["registeredAt"],
        made["updatedAt"],
    )


def test_sources_write_to_their_nodes(desk):
    """A source records events in its own nodes only (H-0.a9)."""
    mine = desk.call("postEventWorkspaces", event(customerId=somebody(desk, ONLINE)), token="demo-browser")
    others = desk.call("postEventWorkspaces", event(customerId=somebody(desk)), token="demo-browser")
    brought = desk.call("postEventWorkspaces", event(bringBackProperties=back("s")), token="demo-browser")

    assert BRANCHES not in desk.document("sources", BROWSER)["nodes"]
    assert (202, 403, 403) == (mine.status, others.status, brought.status)


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


def test_a_new_customers_event(desk):
    """Customers created since have events as well (H-94.1)."""
    customer = create(desk, newcomer())["id"]

    assert [posted(desk, customerId=customer)] == found(desk, nodeId=NEWSLETTER)
