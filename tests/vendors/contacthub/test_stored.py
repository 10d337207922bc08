"""The schemas of stored documents: whatever the vendor itself stores keeps them."""

import jsonschema_rs
import pytest
from tests.vendors.contacthub.desk import BRANCHES, CORE, NEWSLETTER, ONLINE, TIBURON, seeded

from understudy.control.archive import Archive
from understudy.errors import Problem
from understudy.vendors.contacthub import records
from understudy.vendors.contacthub.consistency import check
from understudy.vendors.contacthub.stored import SCHEMAS
from understudy.world import snapshots

COLLECTIONS = {value for value in vars(records).values() if str(value).startswith("contacthub/")}


@pytest.fixture
def archive():
    """What the vendor asks of documents."""
    return Archive(SCHEMAS, [check], {})


def test_every_collection_has_its_schema():
    """No collection is left out, none is invented."""
    assert COLLECTIONS == SCHEMAS.keys()


@pytest.mark.parametrize("collection", sorted(SCHEMAS))
def test_a_schema_is_sound(collection):
    """Each is JSON Schema 2020-12, of an object."""
    jsonschema_rs.meta.validate(SCHEMAS[collection])

    assert "object" == SCHEMAS[collection]["type"]


def test_the_first_documents_are_taken(archive):
    """What a world is seeded with keeps the schemas."""
    archive.admit(seeded())


def test_what_requests_leave_behind_is_taken(desk, archive):
    """Documents made and changed through the API keep the schemas."""
    desk.call("postWorkspace", {"name": "a", "slug": "a", "groupPk": 1, "shard": "s"}, token="demo-admin")
    source = {"provider": "API", "properties": {}, "name": "Teller", "nodes": [BRANCHES]}
    desk.call("postSourceConfigurationWorkspaces", source)
    desk.call("putUserConfigurationWorkspaces", {"nodes": [{"id": BRANCHES}]}, id=230)
    leave_traces(desk)

    archive.admit(desk.world)


def leave_traces(desk):
    """Documents of the other collections, made through the API."""
    given = {"marketing": {"automatic": {"email": {"status": True}}}}
    contacts = {"contacts": {"email": "r@example.com"}, "firstName": "Robin"}
    person = {"nodeId": NEWSLETTER, "externalId": "r", "base": contacts, "consents": given}
    made = desk.call("postCustomerWorkspaces", person).body["id"]
    desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=made)
    event = {"customerId": made, "type": "loggedIn", "context": "WEB", "properties": {}}
    desk.call("postEventWorkspaces", event)
    known = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=2).body["elements"]
    desk.call(
        "patchCustomerWorkspaces",
        {"extra": "x", "tags": {"auto": [], "manual": ["vip"]}},
        customerId=known[0]["id"],
    )
    desk.call("deleteCustomerWorkspaces", customerId=known[1]["id"])
    desk.call("putThrottlingConfigurationWorkspaces", {"maxRequestsPerMinute": 1e300})
    desk.call("putRetentionPolicyConfigurationWorkspaces", {"loggedIn": {"months": 6}})
    desk.call("postEmptyEntryNodeConfigurationWorkspaces", nodeId=ONLINE)


def test_a_snapshot_brings_everything_back(desk):
    """A world saved and read again answers the same."""
    source = {"provider": "API", "properties": {}, "name": "Teller", "nodes": [BRANCHES]}
    made = desk.call("postSourceConfigurationWorkspaces", source).body
    content = snapshots.written(desk.world)

    desk.world = snapshots.read(content, desk.world, "The snapshot")

    assert made == desk.call("getSourceConfigurationWorkspaces", sourceId=made["id"]).body


@pytest.mark.parametrize(
    ("collection", "key", "change"),
    [
        ("workspaces", TIBURON, {"industry": "Banking"}),
        ("workspaces", TIBURON, {"timezone": "Europe/Bern"}),
        ("workspaces", TIBURON, {"currency": "CHF"}),
        ("workspaces", TIBURON, {"status": "CLOSED"}),
        ("sources", CORE, {"provider": "OTHER"}),
        ("nodes", BRANCHES, {"imageUrl": "no address"}),
        ("nodes", BRANCHES, {"uniqueCustomer": {"properties": [], "caseSensitive": True}}),
    ],
)
def test_what_no_answer_may_say_is_not_stored(desk, archive, collection, key, change):
    """A value that the contract does not let an answer have is refused when it is put, with its place."""
    body = {**desk.document(collection, key), **change}
    with pytest.raises(Problem) as refused:
        archive.put(desk.world, f"contacthub/{collection}", key, body, None)

    assert 422 == refused.value.status
    assert refused.value.causes
