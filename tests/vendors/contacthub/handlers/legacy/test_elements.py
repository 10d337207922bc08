"""What older clients call: educations, likes and jobs one at a time, and the deletion of a customer."""

import pytest
from tests.vendors.contacthub.desk import NOBODYS
from tests.vendors.contacthub.writes import create, named, newcomer, somebody, told

LISTS = {
    "educations": ("Education", {"id": "1", "schoolName": "A"}, {"id": "2", "schoolName": "B"}),
    "likes": ("Like", {"id": "1", "name": "A"}, {"id": "2", "name": "B"}),
    "jobs": ("Job", {"id": "1", "jobTitle": "A"}, {"id": "2", "jobTitle": "B"}),
}
every_list = pytest.mark.parametrize("name", LISTS)


def held(desk, key, name):
    """The customer's list of that name."""
    return named(desk, key)["base"][name]


@every_list
def test_elements_come_change_and_go_alone(desk, name):
    """POST adds and keeps the others, PUT replaces that one, DELETE removes that one (H-L.2)."""
    noun, first, second = LISTS[name]
    key = create(desk, newcomer(**{name: [first]}))["id"]
    plural = f"post{noun}sCustomerWorkspaces"
    assert second == desk.call(plural, second, customerId=key).body
    assert [first, second] == held(desk, key, name)

    assert first == desk.call(f"get{noun}CustomerWorkspaces", customerId=key, id="1").body
    assert {"id": "1"} == desk.call(f"put{noun}CustomerWorkspaces", {"id": "1"}, customerId=key, id="1").body
    assert [{"id": "1"}, second] == held(desk, key, name)

    assert 200 == desk.call(f"delete{noun}CustomerWorkspaces", customerId=key, id="1").status
    assert [second] == held(desk, key, name)
    assert 4 == named(desk, key)["version"]


@every_list
def test_elements_that_cannot_be(desk, name):
    """Unknown ones are a 404, one of a known id a 409, another id than the path's a 400 (H-L.2)."""
    noun, first, second = LISTS[name]
    made = create(desk, newcomer(**{name: [first]}))
    key = made["id"]

    assert 409 == desk.call(f"post{noun}sCustomerWorkspaces", first, customerId=key).status
    assert 400 == desk.call(f"put{noun}CustomerWorkspaces", second, customerId=key, id="1").status
    assert 404 == desk.call(f"put{noun}CustomerWorkspaces", second, customerId=key, id="2").status
    assert 404 == desk.call(f"get{noun}CustomerWorkspaces", customerId=key, id="2").status
    assert 404 == desk.call(f"delete{noun}CustomerWorkspaces", customerId=NOBODYS, id="1").status
    assert made == named(desk, key)


def test_a_deleted_customer_is_gone_with_its_events(desk):
    """So say GET and the stream; to delete it again is a 404 (H-L.1)."""
    known = somebody(desk)
    events = desk.call("getEventsWorkspaces", customerId=known.id, size=1).body["page"]["totalElements"]
    reply = desk.call("deleteCustomerWorkspaces", customerId=known.id)

    assert (200, None) == (reply.status, reply.body)
    assert 0 < events == len([each for each in told(desk) if each[:2] == ("DELETE", "EVENT")])
    assert ("DELETE", "CUSTOMER", known.id) == told(desk)[-1]
    for operation in ("getCustomerWorkspaces", "deleteCustomerWorkspaces"):
        assert 404 == desk.call(operation, customerId=known.id).status
