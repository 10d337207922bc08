"""When the vendor's documents make sense together."""

from datetime import timedelta

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    CORE,
    EVERYBODY,
    MAILINGS,
    MARIN,
    MARINS_BRANCHES,
    NOBODYS,
    TIBURON,
)

from understudy.errors import FixtureError
from understudy.vendors.contacthub.consistency import check
from understudy.world.clock import FROZEN_AT
from understudy.world.documents import Due

PERSON = {"workspace": TIBURON, "node": BRANCHES, "person": None, "body": {"id": NOBODYS}}
EVENT = {"workspace": TIBURON, "node": BRANCHES, "customer": None, "row": None, "body": {"id": NOBODYS}}
LOGGED = {"workspace": TIBURON, "customerId": NOBODYS, "type": "FORCED_DELETE"}
JOB = {"workspace": TIBURON, "node": BRANCHES}


def test_what_a_world_begins_with_makes_sense(view):
    """The first documents are in order."""
    check(view)


def test_what_requests_leave_behind_makes_sense(desk):
    """Customers made, changed and removed, with sessions and events, are in order."""
    person = {"nodeId": BRANCHES, "externalId": "x-1"}
    first = desk.call("postCustomerWorkspaces", person).body["id"]
    desk.call("postSessionCustomerWorkspaces", {"value": "s"}, customerId=first)
    found = desk.call("getCustomersWorkspaces", nodeId=BRANCHES, size=2).body["elements"][1]["id"]
    desk.call("patchCustomerWorkspaces", {"extra": "x"}, customerId=found)
    second = desk.call("postCustomerWorkspaces", {**person, "externalId": "x-2"}).body["id"]
    for key in (found, second):
        assert 200 == desk.call("deleteCustomerWorkspaces", customerId=key).status

    check(desk.world.view(0))


def test_a_stream_with_a_hole_makes_no_sense(desk):
    """Each update up to the last one has to be there."""
    for name in "ab":
        desk.call("postCustomerWorkspaces", {"nodeId": BRANCHES, "externalId": name})
    first, *_ = desk.world.store.read().scan("contacthub/updates")
    before = desk.world.store.read()
    assert desk.world.store.commit(before, before.delete("contacthub/updates", first.id))

    with pytest.raises(FixtureError, match="its update 1 is missing"):
        check(desk.world.view(1))


@pytest.mark.parametrize(
    ("collection", "key", "changes", "told"),
    [
        (
            "workspaces",
            "abc",
            {},
            "The document abc of contacthub/workspaces cannot be used: an id is a UUID",
        ),
        ("workspaces", TIBURON, {"institution": "ACME"}, "there is no institution ACME"),
        ("nodes", BRANCHES, {"workspace": NOBODYS}, "there is no workspace"),
        ("nodes", EVERYBODY, {"entryNodes": [MARINS_BRANCHES]}, "its entry node"),
        ("nodes", EVERYBODY, {"entryNodes": [EVERYBODY]}, "its entry node"),
        ("sources", CORE, {"nodes": [MARINS_BRANCHES]}, "is none of the workspace"),
        ("sources", CORE, {"token": "demo-browser"}, "its token is that of"),
        ("users", f"{TIBURON}/229", {"id": 1}, "its key is not made of"),
        (
            "users",
            f"{TIBURON}/229",
            {"nodes": [{"id": NOBODYS, "permission": "R"}]},
            "is none of the workspace",
        ),
        ("send-sources", "44/7", {"groupPk": 45}, "its key is not made of"),
        ("customers", NOBODYS, {**PERSON, "node": EVERYBODY}, "is no entry node of the workspace"),
        ("customers", NOBODYS, {**PERSON, "workspace": MARIN}, "is no entry node of the workspace"),
        ("customers", NOBODYS, {**PERSON, "body": None}, "and yet it is no row"),
        ("customers", CORE, PERSON, "its `body` has another `id`"),
        ("events", NOBODYS, {**EVENT, "body": None}, "and yet it is no row"),
        ("events", MAILINGS, EVENT, "its `body` has another `id`"),
        (
            "sessions",
            NOBODYS,
            {"workspace": TIBURON, "node": NOBODYS, "value": "s"},
            "is no entry node of the workspace",
        ),
        ("bulk-jobs", NOBODYS, {**JOB, "node": EVERYBODY}, "is no entry node of the workspace"),
        ("configuration", f"{MARIN}/events", {"workspace": TIBURON}, "does not begin with"),
        ("consents", "1", LOGGED, "does not begin with"),
        ("updates", f"{TIBURON}/1", {"workspace": NOBODYS}, "there is no workspace"),
        ("meters", NOBODYS, {}, "is the id of no workspace"),
        ("streams", NOBODYS, {}, "is the id of no workspace"),
        ("sweeps", NOBODYS, {}, "is the id of no workspace"),
    ],
)
def test_what_contradicts_itself_is_named(desk, collection, key, changes, told):
    """Whatever a document refers to is there, in its workspace, and its key is what it should be."""
    desk.put(collection, key, {**(desk.document(collection, key) or {}), **changes})

    with pytest.raises(FixtureError, match=told):
        check(desk.world.view(0))


def test_people_need_an_institution(desk):
    """A workspace of nobody's has no people to start a node with."""
    desk.put("workspaces", NOBODYS, {**desk.document("workspaces", TIBURON), "institution": None})
    desk.put("nodes", NOBODYS, {**desk.document("nodes", BRANCHES), "workspace": NOBODYS})

    with pytest.raises(FixtureError, match="has no institution, and so no people"):
        check(desk.world.view(0))


@pytest.mark.parametrize("collection", ["workspaces", "sweeps"])
def test_nothing_strange_is_due(desk, collection):
    """Only bulk jobs and the nightly sweep wait for a moment, and for nothing of other vendors."""
    before = desk.world.store.read()
    due = Due(FROZEN_AT + timedelta(days=1), "apiture/settle")
    body = desk.document(collection, TIBURON) or {"swept": None}
    desk.world.store.commit(before, before.put(f"contacthub/{collection}", TIBURON, body, due=due))

    with pytest.raises(FixtureError, match="apiture/settle cannot be due on it"):
        check(desk.world.view(0))
