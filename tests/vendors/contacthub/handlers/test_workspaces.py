"""Workspaces: list, create, read, open and close."""

import pytest
from tests.vendors.contacthub.desk import MARIN, NOBODYS, TIBURON

NEW = {"name": "Tiburon Insurance", "slug": "tiburon-insurance", "groupPk": 44, "shard": "eu-west-1a"}
SHOWN = {"id", "name", "slug", "groupPk", "shard", "status"}


def listed(desk, **given):
    """The ids that the list gives, and the page object."""
    body = desk.call("getWorkspaces", **given).body
    return [each["id"] for each in body["elements"]], body["page"]


def test_everybody_lists_their_own(desk):
    """The list has the workspaces that the caller can name; the operator's has all. (H-110.1)"""
    assert [TIBURON] == listed(desk)[0]
    assert [MARIN] == listed(desk, token="demo-marin")[0]
    keys, page = listed(desk, token="demo-admin")
    assert [TIBURON, MARIN] == keys
    assert {"size": 20, "totalElements": 2, "totalPages": 1, "number": 0} == page


def test_a_name_filters_by_a_part_of_it(desk):
    """Only workspaces with the text somewhere in the name, whatever its case. (H-110.2)"""
    for part, found in {"": [TIBURON, MARIN], "CREDIT": [MARIN], "buron C": [TIBURON], "bank of": []}.items():
        assert found == listed(desk, token="demo-admin", name=part)[0]


def test_a_group_filters(desk):
    """Only workspaces of the group. (H-110.3)"""
    for group, found in {44: [TIBURON], 45: [MARIN], 46: []}.items():
        assert found == listed(desk, token="demo-admin", groupPk=group)[0]


@pytest.mark.parametrize(
    ("page", "size", "keys"), [(0, 1, [TIBURON]), (1, 1, [MARIN]), (2, 1, []), (0, 0, [])]
)
def test_the_list_has_pages(desk, page, size, keys):
    """Pages are counted from 0; one after the last is empty. (H-110.4)"""
    found, told = listed(desk, token="demo-admin", page=page, size=size)

    assert (keys, size, page) == (found, told["size"], told["number"])


@pytest.mark.parametrize("given", [{"page": -1}, {"page": 51}, {"size": 51}, {"size": -1}, {"size": "x"}])
def test_bad_pages_are_refused(desk, given):
    """A page or size outside 0 to 50 is a 400 with the error object. (H-110.5)"""
    reply = desk.call("getWorkspaces", **given)

    assert 400 == reply.status
    assert [f"/{next(iter(given))}"] == [error["path"] for error in reply.body["errors"]]


def test_a_new_workspace_is_empty_and_enabled(desk):
    """A created workspace has the values sent and is enabled; it has no nodes yet. (H-111.1)"""
    reply = desk.call("postWorkspace", NEW, token="demo-admin")

    assert (201, SHOWN, "ENABLED") == (reply.status, reply.body.keys(), reply.body["status"])
    assert NEW.items() <= reply.body.items()
    assert reply.body == desk.call("getWorkspace", workspaceId=reply.body["id"], token="demo-admin").body
    assert [reply.body["id"]] == listed(desk, token="demo-admin", name="Insurance")[0]


def test_a_new_workspace_belongs_to_its_group(desk):
    """What an operator creates is of those whose group it joins, all else of its creator's bank. (H-111.2)"""
    ours = desk.call("postWorkspace", NEW, token="demo-admin").body["id"]
    strange = desk.call("postWorkspace", {**NEW, "slug": "b", "groupPk": 99}, token="demo-admin").body["id"]

    assert [TIBURON, ours] == listed(desk)[0]
    assert [MARIN] == listed(desk, token="demo-marin")[0]
    assert strange in listed(desk, token="demo-admin")[0]
    own = desk.call("postWorkspace", {**NEW, "slug": "c", "groupPk": 45}).body["id"]
    assert [TIBURON, ours, own] == listed(desk)[0]


def test_a_slug_is_there_once(desk):
    """Another workspace with the same slug is a 409. (H-111.3)"""
    assert 409 == desk.call("postWorkspace", {**NEW, "slug": "marin"}, token="demo-admin").status


@pytest.mark.parametrize("token", ["demo-user", "demo-read", "demo-source"])
def test_who_may_not_create_and_close(desk, token):
    """Workspaces are created, opened and closed by administrators and operators alone. (H-111.4)"""
    assert 403 == desk.call("postWorkspace", NEW, token=token).status
    assert 403 == desk.call("putStatusWorkspaces", {"status": "ENABLED"}, token=token).status


def test_one_workspace(desk):
    """A workspace is told as it was provisioned. (H-112.1)"""
    body = desk.call("getWorkspace").body

    assert (SHOWN, TIBURON, "tiburon", 44) == (body.keys(), body["id"], body["slug"], body["groupPk"])


@pytest.mark.parametrize("key", [NOBODYS, MARIN, "tiburon"])
def test_a_workspace_that_is_not_there(desk, key):
    """One that is unknown, another's or no id at all is a 403 that repeats it. (H-112.2)"""
    reply = desk.call("getWorkspace", workspaceId=key)

    assert (403, f"workspace not found: {key}") == (reply.status, reply.body["message"])


@pytest.mark.parametrize("status", ["SUSPENDED", "DISABLED"])
def test_a_closed_workspace_lets_nobody_in(desk, status):
    """The status decides whether callers are let in; the operator opens it again. (H-113.1)"""
    reply = desk.call("putStatusWorkspaces", {"status": status}, token="demo-admin")
    assert (200, {"status": status}) == (reply.status, reply.body)
    assert status == desk.call("getWorkspace", token="demo-admin").body["status"]

    for operation in ("getWorkspace", "getSourcesConfigurationWorkspaces"):
        assert 403 == desk.call(operation).status
    assert 200 == desk.call("getWorkspace", workspaceId=MARIN, token="demo-marin").status
    assert {"status": status} == desk.call("putStatusWorkspaces", {}, token="demo-admin").body
    desk.call("putStatusWorkspaces", {"status": "ENABLED"}, token="demo-admin")
    assert 200 == desk.call("getWorkspace").status


def test_a_status_that_is_none(desk):
    """Nothing but the three values is a status; none at all changes nothing. (H-113.2)"""
    assert 400 == desk.call("putStatusWorkspaces", {"status": "OPEN"}, token="demo-admin").status
    assert {"status": "ENABLED"} == desk.call("putStatusWorkspaces", {}, token="demo-admin").body
