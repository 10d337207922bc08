"""Who calls, and what they may see."""

from tests.vendors.contacthub.desk import BRANCHES, CORE, EVERYBODY, MARIN, NEWSLETTER, ONLINE, TIBURON


def permissions(desk, token):
    """The permissions told, by node id."""
    body = desk.call("getMe", token=token).body
    nodes = [n for group in body["groups"] for each in group["workspaces"] for n in each["nodes"]]
    return {node["id"]: node["permission"] for node in nodes}


def test_the_caller_is_told_who_they_are(desk):
    """Number, names, e-mail and roles of the user behind the token; no role of other APIs. (H-109.1)"""
    bob = desk.call("getMe").body

    assert (229, "Bob", "Hartley", "bob.hartley@example.com") == (
        bob["id"],
        bob["name"],
        bob["surname"],
        bob["email"],
    )
    assert ["ADMIN", "DPO", "PLATFORM_UPDATES", "USER"] == bob["roles"]
    assert (False, True) == (bob["mc"], desk.call("getMe", token="demo-admin").body["mc"])
    assert (["USER"], 230) == (
        desk.call("getMe", token="demo-user").body["roles"],
        desk.call("getMe", token="demo-user").body["id"],
    )


def test_groups_have_the_workspaces_that_the_caller_can_name(desk):
    """Groups by groupPk, with their workspaces and the nodes that the caller may reach. (H-109.2)"""
    (group,) = desk.call("getMe").body["groups"]
    (workspace,) = group["workspaces"]

    assert (44, TIBURON, "ENABLED") == (group["id"], workspace["id"], workspace["status"])
    assert [BRANCHES, ONLINE, NEWSLETTER, EVERYBODY] == [node["id"] for node in workspace["nodes"]]
    assert ["ENTRY"] * 3 + ["AGGREGATE"] == [node["type"] for node in workspace["nodes"]]
    admin = desk.call("getMe", token="demo-admin").body
    assert [TIBURON, MARIN] == [each["id"] for group in admin["groups"] for each in group["workspaces"]]


def test_permissions_are_those_that_hold(desk):
    """An administrator may do everything, a guest read, a user what was granted. (H-109.3)"""
    assert {"RW"} == set(permissions(desk, "demo").values())
    assert {"R"} == set(permissions(desk, "demo-read").values())
    assert {BRANCHES: "R", ONLINE: "RW", NEWSLETTER: "W"} == permissions(desk, "demo-user")


def test_a_source_is_no_user(desk):
    """The token of a source has nobody behind it: 403. (H-109.4)"""
    assert 403 == desk.call("getMe", token="demo-source").status
    assert CORE not in desk.reason
