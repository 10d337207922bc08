"""Who may reach what."""

from contextlib import suppress
from types import SimpleNamespace

import pytest
from tests.vendors.contacthub.desk import (
    BRANCHES,
    BROWSER,
    CORE,
    EVERYBODY,
    MARINS_BRANCHES,
    NEWSLETTER,
    NOBODYS,
    ONLINE,
    TIBURON,
)

from understudy.errors import Problem
from understudy.vendors.contacthub import access

NODES = (BRANCHES, ONLINE, NEWSLETTER, EVERYBODY)


def request(desk, token="demo", method="GET", query=None, **path):
    """A request to TIBURON's workspace."""
    path = {"workspaceId": TIBURON, **path}
    call = SimpleNamespace(method=method)
    return SimpleNamespace(path=path, query=query or {}, caller=desk.caller(token), call=call)


def reached(desk, token, method):
    """The nodes that a caller may reach by a method."""
    found = []
    for key in NODES:
        with suppress(Problem):
            found.append(access.node_of(request(desk, token, method, nodeId=key), desk.world.view(1)).id)
    return found


@pytest.mark.parametrize("key", [NOBODYS, MARINS_BRANCHES, ""])
def test_a_node_that_the_workspace_does_not_have(desk, view, key):
    """An unknown node and another workspace's are a 404 that repeats the id. (H-0.a7)"""
    with pytest.raises(Problem) as refused:
        access.node_of(request(desk), view, key)

    assert (404, f"node not found {key}") == (refused.value.status, refused.value.detail)


def test_where_a_node_is_named(desk, view):
    """The id comes from the handler, else the path, else the query, in any case. (H-0.a7)"""
    assert BRANCHES == access.node_of(request(desk, nodeId=ONLINE), view, BRANCHES.upper()).id
    assert ONLINE == access.node_of(request(desk, nodeId=ONLINE, query={"nodeId": BRANCHES}), view).id
    assert EVERYBODY == access.node_of(request(desk, aggregateNodeId=EVERYBODY), view).id
    assert BRANCHES == access.node_of(request(desk, query={"nodeId": BRANCHES}), view).id


def test_a_node_is_of_the_kind_asked_for(desk, view):
    """A node of the other kind is not found either. (H-0.a7)"""
    assert EVERYBODY == access.node_of(request(desk), view, EVERYBODY, "AGGREGATE").id
    for key, kind in ((EVERYBODY, "ENTRY"), (BRANCHES, "AGGREGATE")):
        with pytest.raises(Problem, match="node not found"):
            access.node_of(request(desk), view, key, kind)


def test_a_user_reaches_nodes_by_permission(desk):
    """R reads, W writes, RW does both; a node without a permission is closed. (H-0.a8)"""
    assert [BRANCHES, ONLINE] == reached(desk, "demo-user", "GET")
    assert [ONLINE, NEWSLETTER] == reached(desk, "demo-user", "POST")


def test_a_source_reaches_its_own_nodes(desk):
    """A source reads and writes the nodes that it is bound to, and no others. (H-0.a9)"""
    for token, nodes in (("demo-source", [BRANCHES, ONLINE]), ("demo-browser", [ONLINE, NEWSLETTER])):
        assert [nodes, nodes] == [reached(desk, token, method) for method in ("GET", "POST")]


def test_permissions_are_those_of_the_workspace(desk):
    """A user of several workspaces has in each the permissions given there. (H-0.a8)"""
    desk.put("workspaces", NOBODYS, {**desk.document("workspaces", TIBURON), "slug": "other"})
    carol = desk.document("users", f"{TIBURON}/230")
    desk.put("users", f"{NOBODYS}/230", {**carol, "workspace": NOBODYS, "nodes": []})
    node = {**desk.document("nodes", BRANCHES), "workspace": NOBODYS}
    desk.put("nodes", "11111111-1111-4111-8111-111111111111", node)
    view = desk.world.view(1)

    assert [BRANCHES, ONLINE] == reached(desk, "demo-user", "GET")
    (other,) = access.nodes_of(view, NOBODYS)
    assert not access.readable(desk.caller("demo-user"), view, other)
    granted = [{"id": other.id, "permission": "R"}]
    desk.put("users", f"{NOBODYS}/230", {**carol, "workspace": NOBODYS, "nodes": granted})
    assert access.readable(desk.caller("demo-user"), desk.world.view(1), other)


@pytest.mark.parametrize("token", ["demo", "demo-admin", "demo-read"])
def test_others_reach_every_node(desk, token):
    """Administrators, operators and guests are not limited by permissions on nodes. (H-0.a8)"""
    assert [list(NODES)] * 2 == [reached(desk, token, method) for method in ("GET", "PUT")]


@pytest.mark.parametrize("status", ["SUSPENDED", "DISABLED"])
def test_a_closed_workspace_is_the_operators_alone(desk, status):
    """Who calls in a workspace that is not enabled is refused, the operator excepted. (H-0.a3)"""
    desk.put("workspaces", TIBURON, {**desk.document("workspaces", TIBURON), "status": status})
    view = desk.world.view(1)

    for token in ("demo", "demo-read", "demo-source"):
        with pytest.raises(Problem, match=f"is {status.lower()}"):
            access.refuse_outsiders(TIBURON, desk.caller(token), view)
    access.refuse_outsiders(TIBURON, desk.caller("demo-admin"), view)


def test_a_disabled_source_is_refused(desk, view):
    """The token of a source that is switched off opens nothing. (H-0.a3)"""
    with pytest.raises(Problem, match="is disabled"):
        access.refuse_outsiders(TIBURON, desk.caller("demo-disabled"), view)


def test_a_source_belongs_to_its_one_workspace(desk, view):
    """Another workspace of the same bank is not the source's. (H-0.a2)"""
    desk.put("workspaces", NOBODYS, {**desk.document("workspaces", TIBURON), "slug": "other"})
    view = desk.world.view(1)

    assert [TIBURON] == [each.id for each in access.workspaces_of(desk.caller("demo-source"), view)]
    assert [TIBURON, NOBODYS] == [each.id for each in access.workspaces_of(desk.caller("demo"), view)]
    with pytest.raises(Problem, match=f"workspace not found: {NOBODYS}"):
        access.refuse_outsiders(NOBODYS, desk.caller("demo-source"), view)


def test_who_acts(desk, view):
    """A person acts as user, a source as source; a stranger as nobody."""
    assert (229, None) == access.acting(desk.caller("demo"), view)
    assert (230, None) == access.acting(desk.caller("demo-user"), view)
    assert (None, BROWSER) == access.acting(desk.caller("demo-browser"), view)
    stranger = type(desk.caller("demo"))("nobody", "x", "TIBURON", frozenset({"USER"}))
    assert (None, None) == access.acting(stranger, view)
    assert not access.readable(stranger, view, access.nodes_of(view, TIBURON)[0])


def test_a_token_is_that_of_its_source(desk, view):
    """A source calls with the role of its provider; texts that are nobody's token are nobody's. (H-0.a11)"""
    core, browser = desk.caller("demo-source"), desk.caller("demo-browser")

    assert (CORE, "TIBURON", {"TRUSTED_APPLICATION"}) == (core.subject, core.institution, core.scopes)
    assert (BROWSER, {"UNTRUSTED_APPLICATION"}) == (browser.subject, browser.scopes)
    assert access.caller_of_token(view, "demo-nothing") is None
