"""Users: list, read, and give permissions on nodes."""

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    EVERYBODY,
    MARIN,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
)

BOB, CAROL = 229, 230
SHOWN = {"id", "name", "registeredAt", "updatedAt", "nodes"}


def test_the_workspace_has_its_users(desk):
    """The list has the users of the workspace, each with the permissions on nodes. (H-70.1)"""
    body = desk.call("getUsersConfigurationWorkspaces").body

    assert [229, 230, 231, 1] == [user["id"] for user in body["elements"]]
    assert all(SHOWN == user.keys() for user in body["elements"])
    assert {"size": 20, "totalElements": 4, "totalPages": 1, "number": 0} == body["page"]
    theirs = desk.call("getUsersConfigurationWorkspaces", workspaceId=MARIN, token="demo-marin").body
    assert [310, 1] == [user["id"] for user in theirs["elements"]]


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("jerry", [231]),
        ("WALL", [CAROL]),
        ("hart", [BOB]),
        ("jrob", [231]),
        ("@EXAMPLE", [229, 230, 231, 1]),
        ("nobody", []),
    ],
)
def test_a_term_is_sought_in_four_properties(desk, term, found):
    """The term is in name, surname, username or e-mail, whatever its case. (H-70.2)"""
    body = desk.call("getUsersConfigurationWorkspaces", search=term).body

    assert found == [user["id"] for user in body["elements"]]
    assert len(found) == body["page"]["totalElements"]


def test_users_have_pages(desk):
    """A page has as many users as asked for. (H-70.3)"""
    body = desk.call("getUsersConfigurationWorkspaces", page=1, size=3).body

    assert ([1], 2) == ([user["id"] for user in body["elements"]], body["page"]["totalPages"])


def test_one_user(desk):
    """A user is told with the permissions. (H-71.1)"""
    body = desk.call("getUserConfigurationWorkspaces", id=CAROL).body

    assert (SHOWN, "Carol") == (body.keys(), body["name"])
    expected = [(BRANCHES, "R"), (ONLINE, "RW"), (NEWSLETTER, "W")]
    assert expected == [(each["id"], each["permission"]) for each in body["nodes"]]


@pytest.mark.parametrize("key", [310, 99999])
def test_a_user_that_the_workspace_does_not_have(desk, key):
    """An unknown user, or one of another workspace, is a 404, to read and to modify. (H-71.2)"""
    assert 404 == desk.call("getUserConfigurationWorkspaces", id=key).status
    assert 404 == desk.call("putUserConfigurationWorkspaces", {"nodes": []}, id=key).status


def test_permissions_take_the_place_of_the_old_ones(desk):
    """All nodes of the user are what is sent, and the user is changed now. (H-72.1)"""
    sent = [{"id": EVERYBODY, "permission": "R"}, {"id": BRANCHES, "permission": "RW"}]
    reply = desk.call("putUserConfigurationWorkspaces", {"nodes": sent}, id=CAROL)

    assert (200, sent, "2026-01-15T12:00:00.000Z") == (
        reply.status,
        reply.body["nodes"],
        reply.body["updatedAt"],
    )
    assert reply.body == desk.call("getUserConfigurationWorkspaces", id=CAROL).body


def test_permissions_hold_at_once(desk):
    """The user may do what was granted, and no longer what was not. (H-72.2)"""
    assert {ONLINE, BRANCHES, NEWSLETTER} == {node["id"] for node in nodes_told(desk)}
    desk.call("putUserConfigurationWorkspaces", {"nodes": [{"id": EVERYBODY, "permission": "R"}]}, id=CAROL)

    assert [(EVERYBODY, "R")] == [(node["id"], node["permission"]) for node in nodes_told(desk)]


def nodes_told(desk):
    """The nodes that Carol is told to reach."""
    return desk.call("getMe", token="demo-user").body["groups"][0]["workspaces"][0]["nodes"]


def test_who_is_given_no_permission_may_read(desk):
    """A node without a permission may be read. (H-72.3)"""
    reply = desk.call("putUserConfigurationWorkspaces", {"nodes": [{"id": BRANCHES}]}, id=CAROL)

    assert [{"id": BRANCHES, "permission": "R"}] == reply.body["nodes"]


def test_nodes_are_those_of_the_workspace_each_once(desk):
    """A node that the workspace does not have is a 404, one named twice a 400; nothing changes. (H-72.4)"""
    before = desk.call("getUserConfigurationWorkspaces", id=CAROL).body
    for key in (NOBODYS, MARINS_BRANCHES):
        reply = desk.call("putUserConfigurationWorkspaces", {"nodes": [{"id": key}]}, id=CAROL)
        assert (404, f"node not found {key}") == (reply.status, reply.body["message"])
    twice = {"nodes": [{"id": BRANCHES}, {"id": BRANCHES.upper()}]}
    reply = desk.call("putUserConfigurationWorkspaces", twice, id=CAROL)

    assert (400, "/nodes/1/id") == (reply.status, reply.body["errors"][0]["path"])
    assert before == desk.call("getUserConfigurationWorkspaces", id=CAROL).body


@pytest.mark.parametrize(
    "body",
    [{}, {"nodes": None}, {"nodes": [{"permission": "R"}]}, {"nodes": [{"id": BRANCHES, "permission": "X"}]}],
)
def test_nodes_are_required_with_ids_and_permissions(desk, body):
    """`nodes` is required, each with an id, and a permission is R, RW or W. (H-72.5)"""
    assert 400 == desk.call("putUserConfigurationWorkspaces", body, id=CAROL).status
