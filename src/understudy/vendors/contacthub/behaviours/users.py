"""Users, their permissions, and what they are told of themselves (H-70 to H-72, H-109)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.access import PUT_USER, USER, granted
from understudy.vendors.contacthub.behaviours.steps import NODES, SEARCH, refused, unknown
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    ENTRY,
    ME,
    NEW_ENTRY,
    body_of,
    each_page,
    entry,
    ids,
)
from understudy.vendors.contacthub.behaviours.suites import HUB, OTHER, OURS

__all__: list[str] = []

promises = HUB.promises

USERS, WORKSPACES = "getUsersConfigurationWorkspaces", "getWorkspaces"
STAGE = ("stage", "user")
GRANTS = (ME, PUT_USER, NEW_ENTRY)
NOBODY = "2147480000"
"""A number that no user has."""


def everybody(probe: Probe, **asked: Any) -> list[dict[str, Any]]:
    """The users of the workspace, at most fifty."""
    found: list[dict[str, Any]] = body_of(probe, USERS, query={"size": 50, **asked})["elements"]
    return found


@promises("H-70.1", "The users are listed with their permissions.", uses=(USERS, *GRANTS), needs=STAGE)
def users_are_listed(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        number = granted(probe, (home, "RW"))
        found = [each for each in everybody(probe) if str(each["id"]) == number]
        expected = [[{"id": home, "permission": "RW"}]]
        probe.same(expected, [each["nodes"] for each in found], "the nodes of the user:", pointer="/elements")


@promises("H-70.2", "The search term finds users by their names or e-mail.", uses=(USERS, ME))
def users_are_searched(probe: Probe) -> None:
    own = body_of(probe, ME)
    whole = ids(everybody(probe))
    for name in ("name", "surname", "email"):
        found = ids(everybody(probe, search=own[name]))
        if str(own["id"]) not in found or not {*found} <= {*whole}:
            probe.broken(f"the user by {name}", f"{found}", pointer="/elements")
    probe.same([], everybody(probe, search=probe.unique()), "users by a name of nobody:", pointer="/elements")


@promises("H-70.3", "The list of users has pages.", uses=(USERS,))
def users_come_in_pages(probe: Probe) -> None:
    told = [each for page in each_page(probe, USERS, 1) for each in ids(page)]
    probe.same(ids(everybody(probe)), told, "the users of pages of one:", pointer="/elements")


@promises("H-71.1", "A user is told as in the list.", uses=(USER, USERS))
def a_user_is_told(probe: Probe) -> None:
    for each in everybody(probe)[:3]:
        probe.same(each, body_of(probe, USER, str(each["id"])), "the user")


@promises("H-71.2", "An unknown user is a 404.", uses=(USER, PUT_USER), severity=SHOULD)
def an_unknown_user_is_not_found(probe: Probe) -> None:
    refused(probe.call(USER, NOBODY), "an unknown user", 404)
    refused(probe.call(PUT_USER, NOBODY, json={"nodes": []}), "nodes for an unknown user", 404)


@promises(
    "H-72.1", "The nodes sent take the place of the user's.", uses=(PUT_USER, USER, *GRANTS), needs=STAGE
)
def nodes_of_users_are_replaced(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        for permissions in (((homes[0], "R"), (homes[1], "W")), ((homes[1], "RW"),), ()):
            number = granted(probe, *permissions)
            expected = [{"id": key, "permission": permission} for key, permission in permissions]
            got = body_of(probe, USER, number)["nodes"]
            probe.same(expected, got, "the nodes", pointer="/nodes")


@promises(
    "H-72.2",
    "Permissions hold from the next request on.",
    uses=(PUT_USER, *GRANTS, ENTRY, SEARCH),
    needs=STAGE,
)
def permissions_hold_at_once(probe: Probe) -> None:
    with probe.stage():
        home, got = entry(probe)["id"], []
        for permissions in (((home, "R"),), (), ((home, "RW"),), ((home, "W"),)):
            granted(probe, *permissions)
            got.append(probe.call(ENTRY, home, caller="user").status)
        probe.same([200, 403, 200, 403], got, "statuses with R, nothing, RW, W:", location="status")


@promises(
    "H-72.3", "A node without a permission may be read.", uses=(PUT_USER, USER, *GRANTS, ENTRY), needs=STAGE
)
def without_a_word_nodes_are_read(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        number = granted(probe)
        body_of(probe, PUT_USER, number, json={"nodes": [{"id": home}]})
        probe.same([{"id": home, "permission": "R"}], body_of(probe, USER, number)["nodes"], "the nodes")
        probe.expect(probe.call(ENTRY, home, caller="user"), 200)


@promises(
    "H-72.4",
    "A node that the workspace does not have is a 404, one named twice a 400.",
    uses=(PUT_USER, *GRANTS),
    severity=SHOULD,
    needs=STAGE,
)
def nodes_of_users_are_the_workspaces(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        number = granted(probe)
        answer = probe.call(PUT_USER, number, json={"nodes": [{"id": unknown(probe)}]})
        refused(answer, "an unknown node", 404)
        twice = [{"id": home, "permission": "R"}, {"id": home, "permission": "W"}]
        refused(probe.call(PUT_USER, number, json={"nodes": twice}), "a node named twice", 400)


@promises("H-72.5", "Nodes are required, each with an id.", uses=(PUT_USER, ME), needs=STAGE)
def nodes_of_users_are_required(probe: Probe) -> None:
    with probe.stage():
        number = str(body_of(probe, ME, caller="user")["id"])
        for body in ({}, {"nodes": [{"permission": "R"}]}):
            refused(probe.call(PUT_USER, number, json=body), f"the nodes {body}", 400)


@promises("H-109.1", "The caller is told number, names, e-mail and roles.", uses=(ME, USER, USERS))
def the_caller_is_told(probe: Probe) -> None:
    told = body_of(probe, ME)
    for name in ("id", "name", "surname", "email", "roles"):
        if not told.get(name):
            probe.broken(f"a member {name}", f"{told.get(name)}", pointer=f"/{name}")
    probe.same(told["name"], body_of(probe, USER, str(told["id"])).get("name"), "the name", pointer="/name")


@promises(
    "H-109.2",
    "Groups have the workspaces that the caller can name, with their nodes, and no others.",
    uses=(ME, NODES, WORKSPACES),
    needs=("stranger",),
)
def groups_have_workspaces(probe: Probe) -> None:
    told = [each for group in body_of(probe, ME)["groups"] for each in group["workspaces"]]
    expected = ids(body_of(probe, WORKSPACES, query={"size": 50})["elements"])
    probe.same(sorted(expected), sorted(ids(told)), "the workspaces", pointer="/groups")
    if probe.setting(OTHER).lower() in ids(told):
        probe.broken("no workspace of a stranger", probe.setting(OTHER), pointer="/groups")
    (own,) = [each for each in told if each["id"] == probe.setting(OURS).lower()]
    nodes = ids(body_of(probe, NODES, query={"size": 50})["elements"])
    probe.same(nodes, ids(own["nodes"])[:50], "the nodes", pointer="/groups")


@promises("H-109.3", "The permissions told are those that hold.", uses=(ME, PUT_USER, NEW_ENTRY), needs=STAGE)
def permissions_are_told(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(4)]
        granted(probe, *zip(homes, ("R", "W", "RW"), strict=False))
        told = [each for group in body_of(probe, ME, caller="user")["groups"] for each in group["workspaces"]]
        got = [(node["id"], node["permission"]) for each in told for node in each["nodes"]]
        probe.same(
            [*zip(homes, ("R", "W", "RW"), strict=False)], got, "nodes and permissions", pointer="/groups"
        )


@promises("H-109.4", "A source is no user: 403.", uses=(ME,), severity=SHOULD, needs=("source",))
def a_source_is_no_user(probe: Probe) -> None:
    refused(probe.call(ME, caller="source"), "who am I, for a source", 403)
