"""Customers searched and read."""

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    MARIN,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    ROOT,
    Desk,
)
from tests.vendors.contacthub.searches import asked, atomic, everyone, ids, search, simple
from tests.vendors.contacthub.writes import create, newcomer, patch, somebody

from understudy.vendors.contacthub.seed import seed
from understudy.world.clock import FROZEN_AT, Clock
from understudy.world.fixtures import load_recipes
from understudy.world.world import build_world


def test_all_customers_of_a_node_are_found_each_once(desk):
    """The pages together have every customer of the node once, and nobody of another (H-77.2, H-77.8)."""
    found = everyone(desk)
    assert 400 == len(found) == len({each["id"] for each in found})
    assert {BRANCHES} == {each["nodeId"] for each in found}
    assert not {each["id"] for each in found} & {each["id"] for each in everyone(desk, ONLINE)}
    assert [] == everyone(desk, NEWSLETTER)


def test_the_page_says_how_many_there_are(desk):
    """The page object has size, number, totals and the ceiling (H-77.2, H-77.4)."""
    expected = {
        "size": 50,
        "totalElements": 400,
        "totalPages": 8,
        "number": 2,
        "maxElements": 10_000,
        "maxPages": 200,
    }
    assert expected == search(desk, size=50, page=2)["page"]


def test_a_page_after_the_last_is_empty(desk):
    """There is nobody there, which is no error (H-77.2)."""
    assert [] == ids(desk, page=20)
    assert [] == ids(desk, page=10**9)


def test_nobody_beyond_the_ceiling_is_shown():
    """Of more than 10,000 only the first 10,000 can be reached, and their number is told (H-77.4)."""
    recipes = load_recipes(ROOT / "fixtures/world.yaml")
    world = build_world(recipes, seed=42, customers=10_007, clock=Clock(at=FROZEN_AT))
    before = world.store.read()
    assert world.store.commit(before, seed(world, before))
    desk = Desk(world)
    last, beyond = search(desk, size=30, page=333), search(desk, size=30, page=334)
    assert (10_007, 10_000, 334) == tuple(
        last["page"][name] for name in ("totalElements", "maxElements", "maxPages")
    )
    assert (10, 0) == (len(last["elements"]), len(beyond["elements"]))


def test_the_latest_update_comes_first(desk):
    """Sorted by descending update date, then by id, unless asked otherwise (H-77.3)."""
    found = everyone(desk)
    latest = sorted(found, key=lambda each: each["id"])
    assert sorted(latest, key=lambda each: each["updatedAt"], reverse=True) == found


def test_a_changed_customer_moves_to_the_front(desk):
    """What was changed just now is found first, as it is now (H-77.2, H-77.3)."""
    last = everyone(desk)[-1]
    patch(desk, last["id"], {"extra": "moved"})
    first = search(desk, size=1)["elements"][0]
    assert (last["id"], "moved") == (first["id"], first["extra"])
    assert 400 == search(desk, size=0)["page"]["totalElements"]


def test_the_external_id_is_compared_exactly(desk):
    """The one customer with this externalId, nobody for a part of it or another case (H-77.5)."""
    somebody_else = somebody(desk, place=3)
    external = somebody_else.body["externalId"]
    assert [somebody_else.id] == ids(desk, externalId=external)
    assert [] == ids(desk, externalId=external[:-1])
    assert [] == ids(desk, externalId=external.upper() + "A")


def test_external_id_and_query_must_both_fit(desk):
    """The filters combine with and (H-77.1)."""
    customer = somebody(desk, place=3)
    external, name = customer.body["externalId"], customer.body["base"]["firstName"]
    fits = asked(simple(atomic("base.firstName", "EQUALS", name)))
    other = asked(simple(atomic("base.firstName", "NOT_EQUALS", name)))
    assert [customer.id] == ids(desk, externalId=external, query=fits)
    assert [] == ids(desk, externalId=external, query=other)


def test_a_node_is_required_and_must_be_there(desk):
    """Without nodeId a search is a 400, with an unknown one, or another workspace's, a 404 (H-77.8)."""
    assert 400 == desk.call("getCustomersWorkspaces").status
    assert 404 == desk.call("getCustomersWorkspaces", nodeId=NOBODYS).status
    assert 404 == desk.call("getCustomersWorkspaces", nodeId=MARINS_BRANCHES).status
    reply = desk.call("getCustomersWorkspaces", workspaceId=MARIN, nodeId=MARINS_BRANCHES, token="demo-marin")
    assert 40 == reply.body["page"]["totalElements"]


def test_new_customers_are_searched_too(desk):
    """Attributes that no seeded customer has are found in new ones, and null in the others (H-77.6)."""
    made = create(desk, newcomer("a.b@example.org", jobs=[{"id": "1", "jobTitle": "Baker"}]))
    create(desk, newcomer("c.d@example.org"))
    for query in (
        simple(atomic("base.jobs.jobTitle", "LIKE", "B%r")),
        simple(atomic("base.contacts.email", "IN", "a.b@")),
        simple(atomic("base.jobs", "IS_NOT_NULL")),
    ):
        assert [made["id"]] == ids(desk, NEWSLETTER, query=asked(query))
    assert [] == ids(desk, query=asked(simple(atomic("base.jobs.jobTitle", "IS_NOT_NULL"))))


def test_a_customer_is_read_by_id(desk):
    """A found customer is the same when read alone, its id in whichever case (H-79.1)."""
    for node in (BRANCHES, ONLINE):
        for found in search(desk, node, size=5)["elements"]:
            assert found == desk.call("getCustomerWorkspaces", customerId=found["id"].upper()).body


def test_an_unknown_customer_is_not_found(desk):
    """404 for an id that nobody has, or somebody of another workspace (H-79.1)."""
    theirs = somebody(desk, MARINS_BRANCHES).id
    assert [404, 404] == [
        desk.call("getCustomerWorkspaces", customerId=key).status for key in (NOBODYS, theirs)
    ]


def test_permissions_on_the_node_hold_for_its_customers(desk):
    """With R a customer is read and not changed, with W the other way round (H-0.a8)."""
    read, written = somebody(desk).id, create(desk)["id"]
    for key, expected in ((read, (200, 403)), (written, (403, 200))):
        given = {"customerId": key, "token": "demo-user"}
        got = desk.call("getCustomerWorkspaces", **given).status
        changed = desk.call("patchCustomerWorkspaces", {"extra": "x"}, **given).status
        assert expected == (got, changed)


@pytest.mark.parametrize("node", [BRANCHES, ONLINE, NEWSLETTER])
def test_every_property_is_spelled_out(desk, node):
    """Every property is there: unset lists are empty, all else that is unset is null (H-79.2)."""
    create(desk)
    body = desk.call("getCustomerWorkspaces", customerId=ids(desk, node)[0]).body
    lists = ("educations", "likes", "jobs", "subscriptions")
    assert all(isinstance(body["base"][name], list) for name in lists)
    assert {"auto", "manual"} == set(body["tags"])
    assert {"otherContacts", "mobileDevices", "email", "fax", "phone", "mobilePhone"} == set(
        body["base"]["contacts"]
    )
    single = {"title", "prefix", "firstName", "lastName", "middleName", "gender", "dob", "locale", "timezone"}
    assert single | {"pictureUrl", "address", "credential", "socialProfile", "contacts", *lists} == set(
        body["base"]
    )
