"""Events recorded: every sentence of POST."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import BRANCHES, BROWSER, EVERYBODY, NEWSLETTER, NOBODYS, ONLINE, TIBURON
from tests.vendors.contacthub.happenings import back, event, found, got, posted, refused, somebody
from tests.vendors.contacthub.writes import create, named, newcomer

from understudy.vendors.contacthub.bringing_back import written
from understudy.world.clock import FROZEN_AT, timestamp

NOW = timestamp(FROZEN_AT)
LATER = timedelta(minutes=5)


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


def test_a_new_customers_event(desk):
    """Customers created since have events as well (H-94.1)."""
    customer = create(desk, newcomer())["id"]

    assert [posted(desk, customerId=customer)] == found(desk, nodeId=NEWSLETTER)
