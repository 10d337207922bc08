"""Customers created or merged: every sentence of POST."""

import pytest
from tests.vendors.contacthub.desk import BRANCHES, EVERYBODY, NEWSLETTER, NOBODYS, ONLINE
from tests.vendors.contacthub.writes import create, named, newcomer, paths, refused, size, somebody, unique

from understudy.world.clock import FROZEN_AT, timestamp


def test_a_customer_is_created(desk):
    """A POST to a node that has no such customer makes one, which is there at once (H-78.1)."""
    made = create(desk, newcomer(firstName="Ada"))

    assert (NEWSLETTER, "Ada", "new@example.com") == (
        made["nodeId"],
        made["base"]["firstName"],
        made["base"]["contacts"]["email"],
    )
    assert made == desk.call("getCustomerWorkspaces", customerId=made["id"]).body
    assert 1 == size(desk)


def test_a_new_customer_has_what_the_system_gives(desk):
    """Id, number, moments, version and source are made by the system, whatever is sent (H-78.14)."""
    made = create(desk, {**newcomer(), "id": NOBODYS, "version": 7, "registeredAt": "2001-01-01T00:00:00Z"})

    moment = timestamp(FROZEN_AT)
    assert NOBODYS != made["id"]
    assert (1, 0, moment, moment) == (
        made["version"],
        made["deleted"],
        made["registeredAt"],
        made["updatedAt"],
    )
    assert {"registeredBy": None, "updatedBy": None} == made["sourceInfo"]
    assert made["intId"] < create(desk, newcomer("second@example.com"))["intId"]


def test_every_property_is_spelled_out(desk):
    """Unset values and objects are null, unset lists empty, enabled is true (H-78.11)."""
    made = create(desk)

    assert (None, None, [], {}, {"auto": [], "manual": []}, True) == (
        made["externalId"],
        made["base"]["address"],
        made["base"]["subscriptions"],
        made["extended"],
        made["tags"],
        made["enabled"],
    )


def test_posting_a_known_customer_updates_it(desk):
    """Under MERGE the customer that exists is updated, and answered with 201 (H-78.2)."""
    made = create(desk, newcomer(firstName="Ada"))
    again = create(desk, newcomer(firstName="Grace"))

    assert (made["id"], "Grace", 2) == (again["id"], again["base"]["firstName"], again["version"])
    assert 1 == size(desk)


def test_a_seeded_customer_is_merged_too(desk):
    """Somebody whom the node started with is found by the unique property (H-78.2)."""
    known = somebody(desk)
    before = size(desk, BRANCHES)
    body = {"nodeId": BRANCHES, "externalId": known.body["externalId"], "extra": "met"}
    merged = create(desk, body)

    assert (known.id, "met", known.body["base"]) == (merged["id"], merged["extra"], merged["base"])
    assert before == size(desk, BRANCHES)


def test_customers_are_told_apart_by_the_properties_of_the_policy(desk):
    """Only who has the same values in all unique properties is the same (H-78.3)."""
    unique(desk, NEWSLETTER, "externalId", "base.contacts.email")
    first = create(desk, {**newcomer(), "externalId": "1"})
    other = create(desk, {**newcomer(), "externalId": "2"})
    again = create(desk, {**newcomer(), "externalId": "1"})

    assert first["id"] == again["id"] != other["id"]


def test_the_case_counts_where_the_policy_says_so(desk):
    """Newsletter compares e-mail addresses whatever their case, until its policy changes (H-78.3)."""
    made = create(desk)
    assert made["id"] == create(desk, newcomer("NEW@example.com"))["id"]
    unique(desk, NEWSLETTER, "base.contacts.email")

    assert made["id"] != create(desk, newcomer("new@example.com"))["id"]


def test_what_a_row_does_not_have_makes_nobody_the_same(desk):
    """Those whom a node started with are told apart by what they have, not by what they lack (H-78.3)."""
    unique(desk, BRANCHES, "base.contacts.phone")
    body = {"nodeId": BRANCHES, "base": {"contacts": {"phone": "555-0100"}}}
    made = create(desk, body)

    assert (401, 1) == (size(desk, BRANCHES), made["version"])
    assert made["id"] == create(desk, body)["id"]


def test_uniqueness_ends_at_the_node(desk):
    """The same value in another node is another customer, whether a row or a new one (H-78.3)."""
    made = create(desk)
    unique(desk, ONLINE, "base.contacts.email")
    assert made["id"] != create(desk, {**newcomer(), "nodeId": ONLINE})["id"]
    known = somebody(desk, BRANCHES)
    unique(desk, NEWSLETTER, "externalId")
    made = create(desk, {**newcomer(), "externalId": known.body["externalId"]})

    assert known.id != made["id"]


def test_a_post_needs_the_unique_and_the_mandatory_properties(desk):
    """Whatever is missing is told with its path (H-78.4)."""
    unique(desk, NEWSLETTER, "externalId", "base.credential.username", mandatory=["base.lastName"])
    body = refused(desk, "postCustomerWorkspaces", newcomer(), 400)

    assert "source customer is not valid" == body["message"]
    assert {
        "/externalId": "unique customer property is required",
        "/base/credential/username": "unique customer property is required",
        "/base/lastName": "mandatory customer property is required",
    } == {error["path"]: error["message"] for error in body["errors"]}
    assert 0 == size(desk)


def test_a_post_needs_a_node(desk):
    """Without nodeId nothing is created; nor in a node that is not there, or is computed (H-78.4)."""
    assert 400 == desk.call("postCustomerWorkspaces", {"externalId": "1"}).status
    for node in (NOBODYS, EVERYBODY):
        body = refused(desk, "postCustomerWorkspaces", {"nodeId": node}, 404)
        assert f"node not found {node}" == body["message"]


def test_a_post_adds_properties(desk):
    """What the customer did not have it has now, and keeps the rest (H-78.5)."""
    create(desk, newcomer(firstName="Ada", contacts={"phone": "1"}))
    merged = create(desk, newcomer(lastName="Byron", contacts={"fax": "2"}))["base"]

    assert ("Ada", "Byron", "1", "2") == (
        merged["firstName"],
        merged["lastName"],
        merged["contacts"]["phone"],
        merged["contacts"]["fax"],
    )


def test_a_post_replaces_values(desk):
    """What the customer had gets the value sent (H-78.6)."""
    create(desk, newcomer(firstName="Ada"))

    assert "Grace" == create(desk, newcomer(firstName="Grace"))["base"]["firstName"]


def test_a_post_appends_to_collections(desk):
    """Elements join those that are there, each once (H-78.7)."""
    create(desk, {**newcomer(likes=[{"id": "1", "name": "a"}]), "tags": {"manual": ["a", "b"]}})
    likes = [{"id": "2", "name": "b"}, {"id": "1", "name": "c"}]
    merged = create(desk, {**newcomer(likes=likes), "tags": {"manual": ["b", "c"]}})

    assert ["a", "b", "c"] == merged["tags"]["manual"]
    assert [("1", "c"), ("2", "b")] == [(each["id"], each["name"]) for each in merged["base"]["likes"]]


def test_elements_of_a_first_post_come_once(desk):
    """A new customer's collections are deduplicated too (H-78.7)."""
    made = create(desk, {**newcomer(), "tags": {"auto": ["a", "a"]}})

    assert ["a"] == made["tags"]["auto"]


def test_a_post_keeps_what_a_subscription_had(desk):
    """A subscription of a known id gets what is sent and keeps the rest (H-78.13)."""
    create(desk, newcomer(subscriptions=[{"id": "1", "subscribed": True, "name": "News"}]))
    merged = create(
        desk, newcomer(subscriptions=[{"id": "1", "subscribed": False}, {"id": "2", "subscribed": True}])
    )
    found = merged["base"]["subscriptions"]

    assert [("1", False, "News"), ("2", True, None)] == [
        (each["id"], each["subscribed"], each["name"]) for each in found
    ]


def test_what_is_unset_takes_no_room(desk):
    """Five hundred subscriptions of two members are far from 64 kB, however many are spelled out (H-78.8)."""
    many = [{"id": f"{number}", "subscribed": True} for number in range(500)]
    made = create(desk, newcomer(subscriptions=many))

    assert 500 == len(made["base"]["subscriptions"])


def test_lists_grow_up_to_the_limit(desk):
    """Posts that append cannot make a customer larger than 64 kB either (H-78.8)."""
    halves = [[{"id": f"{half}{number}", "name": "z" * 255} for number in range(120)] for half in "ab"]
    made = create(desk, newcomer(likes=halves[0]))

    assert 400 == desk.call("postCustomerWorkspaces", newcomer(likes=halves[1])).status
    assert made == named(desk, made["id"])


@pytest.mark.parametrize(
    ("base", "longest"),
    [
        (lambda text: {"firstName": text}, 255),
        (lambda text: {"address": {"city": text}}, 255),
        (lambda text: {"address": {"street": text}}, 500),
        (lambda text: {"pictureUrl": f"http://a.example/{text[17:]}"}, 1000),
    ],
)
def test_texts_are_of_limited_length(desk, base, longest):
    """255 characters, a street 500, the address of a picture 1000 (H-78.9)."""
    made = create(desk, newcomer(**base("x" * longest)))

    assert 400 == desk.call("postCustomerWorkspaces", newcomer(**base("x" * (longest + 1)))).status
    assert made == named(desk, made["id"])


def test_tags_are_of_limited_length_together(desk):
    """The texts of one list of tags have 1000 characters at most, all together (H-78.10)."""
    made = create(desk, {**newcomer(), "tags": {"manual": ["x" * 500, "y" * 500]}})

    assert 400 == desk.call("postCustomerWorkspaces", {**newcomer(), "tags": {"manual": ["z"]}}).status
    assert made == named(desk, made["id"])


def test_a_post_links_a_session(desk):
    """The session that the query names becomes the customer's; naming it again changes nothing (H-78.12)."""
    made = create(desk, sessionId="s-1")
    create(desk, newcomer(firstName="Ada"), sessionId="s-1")
    listed = desk.call("getSessionsCustomerWorkspaces", customerId=made["id"]).body["elements"]

    assert ["s-1"] == [each["value"] for each in listed]


def test_a_put_needs_what_a_post_needs(desk):
    """Node, unique and mandatory properties have to be sent, even those that the customer has (H-81.2)."""
    made = create(desk, newcomer(lastName="Byron"))
    unique(desk, NEWSLETTER, "base.contacts.email", mandatory=["base.lastName"])
    body = refused(
        desk, "putCustomerWorkspaces", {"nodeId": NEWSLETTER, "extra": "x"}, 400, customerId=made["id"]
    )

    assert {"/base/contacts/email", "/base/lastName"} == set(paths(body))
    assert 400 == desk.call("putCustomerWorkspaces", {"base": made["base"]}, customerId=made["id"]).status
