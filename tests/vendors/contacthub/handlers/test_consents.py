"""The log of consents: what is written, and how it is read."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import BRANCHES, CORE, MARIN, NEWSLETTER, NOBODYS, ONLINE
from tests.vendors.contacthub.writes import create, logs, newcomer, patch, put, somebody, unique

from understudy.world.clock import FROZEN_AT, timestamp

EMAIL = "consents.marketing.automatic.email"
AGREED = {"marketing": {"automatic": {"email": {"status": True}}}}


@pytest.fixture
def customer(desk):
    """Somebody who agreed to something a minute ago."""
    made = create(desk, {**newcomer(), "consents": AGREED})
    desk.world.clock.step(timedelta(minutes=1))
    return made


def changed(desk, consents, key=None):
    """The entries that there are after a PATCH of a customer's consents, oldest first."""
    patch(desk, key or somebody(desk).id, {"consents": consents})
    return logs(desk, sort="id,asc")


def test_an_entry_is_read(desk, customer):
    """By its number, as it is in the list (H-75.1)."""
    listed = logs(desk)

    assert listed == [desk.call("getConsentWorkspaces", id=listed[0]["id"]).body]


def test_numbers_rise(desk, customer):
    """Each entry has a greater number than the one before (H-75.2)."""
    patch(desk, customer["id"], {"consents": {"softSpam": {"email": {"status": True, "objection": False}}}})
    numbers = [each["id"] for each in logs(desk, sort="date,asc")]

    assert numbers == sorted(set(numbers))
    assert 3 == len(numbers)


@pytest.mark.parametrize("key", ["99", "0", "x", "-1", "1" * 40])
def test_an_unknown_entry_is_not_there(desk, customer, key):
    """Whatever is asked for (H-75.3)."""
    assert 404 == desk.call("getConsentWorkspaces", id=key).status


def test_entries_are_listed_newest_first(desk, customer):
    """All of the workspace, in pages (H-76.1)."""
    patch(desk, customer["id"], {"consents": {"marketing": {"automatic": {"email": {"status": False}}}}})
    listed = desk.call("getConsentsWorkspaces").body

    assert ["false", "true"] == [each["value"] for each in listed["elements"]]
    assert {"size": 20, "totalElements": 2, "totalPages": 1, "number": 0} == listed["page"]
    second = desk.call("getConsentsWorkspaces", page=1, size=1).body
    assert ["true"] == [each["value"] for each in second["elements"]]


def test_entries_of_a_customer(desk, customer):
    """Only those about the customer with that id (H-76.2)."""
    changed(desk, AGREED)

    assert [customer["id"]] == [each["customerId"] for each in logs(desk, customerId=customer["id"])]
    assert [] == logs(desk, customerId=NOBODYS)


def test_entries_of_an_interval(desk, customer):
    """From the first day to the last, both included (H-76.3)."""
    today, before, after = (str(FROZEN_AT.date() + timedelta(days=days)) for days in (0, -1, 1))

    assert 1 == len(logs(desk, startDate=today, endDate=today))
    assert [] == logs(desk, startDate=after)
    assert [] == logs(desk, endDate=before)
    assert 400 == desk.call("getConsentsWorkspaces", startDate="yesterday").status


def test_every_leaf_that_changes_is_logged(desk):
    """Each once, with its path and its value; what stays is not (H-76.4)."""
    key = somebody(desk).id
    first = changed(desk, {"profiling": {"online": {"status": True, "limitation": False}}}, key)
    again = changed(desk, {"profiling": {"online": {"status": None, "limitation": False}}}, key)

    assert [
        ("consents.profiling.online.status", "true"),
        ("consents.profiling.online.limitation", "false"),
    ] == [(each["property"], each["value"]) for each in first]
    assert [("consents.profiling.online.status", "null")] == [
        (each["property"], each["value"]) for each in again[2:]
    ]


def test_consents_that_a_put_takes_away_are_logged(desk, customer):
    """A section that is gone is a change too (H-76.4)."""
    put(desk, customer["id"], newcomer())

    assert [(f"{EMAIL}.status", "null"), (f"{EMAIL}.status", "true")] == [
        (each["property"], each["value"]) for each in logs(desk)
    ]


@pytest.mark.parametrize(
    ("leaf", "value", "expected"),
    [
        ({"disclaimer": {"date": "2026-01-01T00:00:00Z"}}, "2026-01-01T00:00:00Z", "DISCLAIMER_READ"),
        ({"disclaimer": {"version": "2"}}, "2", "DISCLAIMER_READ"),
        ({"softSpam": {"papery": {"status": False}}}, "false", "CONSENT_CHANGED"),
        ({"softSpam": {"papery": {"limitation": True}}}, "true", "CONSENT_RESTRICTED"),
        ({"softSpam": {"papery": {"objection": True}}}, "true", "CONSENT_OBJECTED"),
    ],
)
def test_kinds_of_entries(desk, leaf, value, expected):
    """What a change is called follows from the leaf (H-76.5)."""
    assert [(expected, value)] == [(each["type"], each["value"]) for each in changed(desk, leaf)]


def test_entries_about_a_property(desk):
    """The one at that path, or all inside it (H-76.6)."""
    changed(desk, {**AGREED, "profiling": {"online": {"status": True}}})

    for asked in (f"{EMAIL}.status", EMAIL, f"$.{EMAIL}.status", "consents.marketing"):
        assert [f"{EMAIL}.status"] == [each["property"] for each in logs(desk, property=asked)]
    assert [] == logs(desk, property=f"{EMAIL}.stat")


def test_entries_of_nodes(desk, customer):
    """Only those about customers of the nodes (H-76.7)."""
    changed(desk, AGREED)

    assert [NEWSLETTER] == [node_of(desk, each) for each in logs(desk, nodes=NEWSLETTER)]
    assert 2 == len(logs(desk, nodes=f"{BRANCHES},{NEWSLETTER}"))
    assert [] == logs(desk, nodes=ONLINE)


def node_of(desk, entry):
    """The node of the customer whom an entry is about."""
    return desk.call("getCustomerWorkspaces", customerId=entry["customerId"]).body["nodeId"]


def test_entries_are_sorted(desk):
    """By any member, up or down, whatever the case of the direction (H-76.8)."""
    changed(desk, {"softSpam": {"papery": {"objection": True, "status": True}}, "profiling": None})
    kinds = ["CONSENT_CHANGED", "CONSENT_OBJECTED"]

    assert kinds == [each["type"] for each in logs(desk, sort="type")]
    assert kinds[::-1] == [each["type"] for each in logs(desk, sort="type,DESC")]
    for sort in ("password", "date,sideways"):
        assert 400 == desk.call("getConsentsWorkspaces", sort=sort).status


@pytest.mark.parametrize(
    "key",
    ['{"base": {"contacts": {"email": "new@example.com"}}}', '{"base.contacts.email": "NEW@example.com"}'],
)
def test_entries_by_unique_key(desk, customer, key):
    """Those about whoever has these values of the unique properties (H-76.9)."""
    changed(desk, AGREED)

    assert [customer["id"]] == [each["customerId"] for each in logs(desk, uniqueKey=key)]


def test_unique_keys_have_all_unique_properties(desk, customer):
    """Part of what tells customers of the node apart names nobody (H-76.9)."""
    unique(desk, NEWSLETTER, "base.contacts.email", "externalId")
    patch(desk, customer["id"], {"externalId": "1"})
    found = logs(desk, uniqueKey='{"base.contacts.email": "new@example.com", "externalId": "1"}')

    assert [customer["id"]] == [each["customerId"] for each in found]
    assert [] == logs(desk, uniqueKey='{"base.contacts.email": "new@example.com"}')


def test_unique_keys_that_are_nobodys(desk, customer):
    """Nothing is found by them; what is no JSON object is refused (H-76.9)."""
    for key in (
        '{"base.firstName": "x"}',
        '{"base.contacts.email": 5}',
        "{}",
        '{"base.contacts.email": ["a"]}',
        '{"a":' * 1_000 + "1" + "}" * 1_000,
    ):
        assert [] == logs(desk, uniqueKey=key)
    for key in ("x", "[]", '"a"', "{"):
        assert 400 == desk.call("getConsentsWorkspaces", uniqueKey=key).status


def test_entries_of_a_kind(desk):
    """Only those of the type (H-76.10)."""
    changed(desk, {"softSpam": {"papery": {"objection": True, "status": True}}})

    assert ["CONSENT_OBJECTED"] == [each["type"] for each in logs(desk, type="CONSENT_OBJECTED")]


def test_entries_tell_who_and_when(desk):
    """The user, or the source, and the moment (H-76.11)."""
    first = changed(desk, AGREED)[0]
    patch(desk, somebody(desk, ONLINE).id, {"consents": AGREED}, token="demo-source")
    second = logs(desk, nodes=ONLINE)[0]

    assert (timestamp(FROZEN_AT), None) == (first["date"], first["sourceId"])
    assert isinstance(first["userId"], int)
    assert (CORE, None) == (second["sourceId"], second["userId"])


def test_only_data_protection_officers_read_the_log(desk, customer):
    """Nobody else, and of their own workspace alone (H-76.12)."""
    assert 403 == desk.call("getConsentsWorkspaces", token="demo-user").status
    assert 403 == desk.call("getConsentWorkspaces", id="1", token="demo-source").status
    assert [] == logs(desk, token="demo-marin", workspaceId=MARIN)
