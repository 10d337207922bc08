"""Who may reach what: closed workspaces, roles, nodes of users and of sources (H-0.a)."""

from typing import Any

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import GET, NODES, POST, SEARCH, refused
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    ENTRY,
    ME,
    NEW_ENTRY,
    NEW_SOURCE,
    SOURCE,
    SOURCES,
    bearing,
    body_of,
    entry,
    ids,
    inhabitant,
    source,
)
from understudy.vendors.contacthub.behaviours.suites import HUB, OURS

__all__ = ["PUT_USER", "USER", "granted"]

promises = HUB.promises

STATUS, WORKSPACE = "putStatusWorkspaces", "getWorkspace"
USER, PUT_USER = "getUserConfigurationWorkspaces", "putUserConfigurationWorkspaces"
THROTTLING = "getThrottlingConfigurationWorkspaces"


def granted(probe: Probe, *permissions: tuple[str, str]) -> str:
    """The number of the caller `user`, who from now on has these permissions on nodes, and no others."""
    number = str(body_of(probe, ME, caller="user")["id"])
    nodes = [{"id": key, "permission": permission} for key, permission in permissions]
    body_of(probe, PUT_USER, number, json={"nodes": nodes})
    return number


def tried(probe: Probe, node: str, **caller: Any) -> tuple[int, int]:
    """The statuses of reading a node's customers, and of creating one there."""
    read = probe.call(SEARCH, query={"nodeId": node}, **caller)
    body = {"nodeId": node, "externalId": probe.unique("check")}
    return read.status, probe.call(POST, json=body, **caller).status


@promises(
    "H-0.a3",
    "A workspace that is suspended or disabled lets in nobody but the operator.",
    uses=(STATUS, NODES, POST, WORKSPACE),
    needs=("stage", "operator"),
)
def closed_workspaces_let_nobody_in(probe: Probe) -> None:
    with probe.stage():
        for status in ("SUSPENDED", "DISABLED"):
            body_of(probe, STATUS, json={"status": status}, caller="operator")
            refused(probe.call(NODES), f"the nodes of a workspace that is {status}", 403)
            refused(probe.call(WORKSPACE), f"a workspace that is {status}", 403)
            probe.expect(probe.call(WORKSPACE, caller="operator"), 200)
        body_of(probe, STATUS, json={"status": "ENABLED"}, caller="operator")
        probe.expect(probe.call(NODES), 200)


@promises(
    "H-0.a3",
    "A disabled source is let in nowhere.",
    uses=(NEW_SOURCE, NEW_ENTRY, SEARCH, POST),
    needs=("stage",),
)
def disabled_sources_are_not_let_in(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        token = source(probe, home, enabled=False)["token"]
        got = tried(probe, home, headers=bearing(token))
        probe.same((403, 403), got, "statuses for a disabled source:", location="status")


@promises(
    "H-0.a8",
    "A user reads nodes with R or RW, and writes those with W or RW.",
    uses=(NODES, ME, PUT_USER, NEW_ENTRY, SEARCH, POST),
    needs=("stage", "user"),
)
def users_reach_the_nodes_they_have_permissions_on(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(4)]
        granted(probe, *zip(homes, ("R", "W", "RW"), strict=False))
        expected = ((200, 403), (403, 201), (200, 201), (403, 403))
        got = tuple(tried(probe, home, caller="user") for home in homes)
        probe.same(expected, got, "statuses with R, W, RW and none:", location="status")


@promises(
    "H-0.a8",
    "Administrators and guests read all nodes.",
    uses=(NODES, NEW_ENTRY, ENTRY),
    needs=("stage", "guest"),
)
def guests_read_all_nodes(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        for caller in ("", "guest"):
            probe.expect(probe.call(ENTRY, home, caller=caller), 200)
            found = ids(body_of(probe, NODES, query={"size": 50}, caller=caller)["elements"])
            if home not in found:
                probe.broken(f"the node {home}", f"{found}", pointer="/elements")


@promises(
    "H-0.a9",
    "A source reaches the nodes that it is bound to, and no others.",
    uses=(NEW_SOURCE, NEW_ENTRY, SEARCH, POST),
    needs=("stage",),
)
def sources_reach_their_nodes(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(3)]
        token = source(probe, *homes[:2])["token"]
        got = tuple(tried(probe, home, headers=bearing(token)) for home in homes)
        expected = ((200, 201), (200, 201), (403, 403))
        probe.same(expected, got, "statuses in nodes of the source and another:", location="status")


@promises(
    "H-0.a10",
    "Guests, users and sources are refused with 403 what their roles do not allow.",
    uses=(THROTTLING, STATUS, NEW_ENTRY, SOURCES),
    needs=("stage", "guest", "user", "source", "browser"),
)
def roles_are_asked_for(probe: Probe) -> None:
    with probe.stage():
        for caller in ("guest", "user", "source", "browser"):
            refused(probe.call(THROTTLING, caller=caller), f"the throttling for a {caller}", 403)
            body = {"name": probe.unique()}
            refused(probe.call(NEW_ENTRY, json=body, caller=caller), f"a new node for a {caller}", 403)
            answer = probe.call(STATUS, json={"status": "DISABLED"}, caller=caller)
            refused(answer, f"closing the workspace for a {caller}", 403)
        for caller in ("source", "browser"):
            refused(probe.call(SOURCES, caller=caller), f"the sources for a {caller}", 403)


@promises(
    "H-0.a11",
    "What is made with the token of a source is registered as that source's.",
    uses=(NEW_SOURCE, NEW_ENTRY, POST, GET),
    needs=("stage",),
)
def sources_call_in_their_name(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        made = source(probe, home)
        by = bearing(made["token"])
        body = {"nodeId": home, "externalId": f"check-{probe.label}"}
        key = probe.member(probe.expect(probe.call(POST, json=body, headers=by), 201), "/id")
        told = body_of(probe, GET, key, headers=by)
        got = (told.get("sourceInfo") or {}).get("registeredBy")
        probe.same(made["id"], got, "the source that registered it:", pointer="/sourceInfo/registeredBy")


@promises(
    "H-0.a11",
    "An untrusted source may create customers, not read one by its id; a trusted one may.",
    uses=(GET, POST, SOURCES, SOURCE, NEW_ENTRY, NEW_SOURCE),
    needs=("stage", "browser"),
)
def the_provider_decides_on_the_role(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        key = inhabitant(probe, home)["id"]
        probe.expect(probe.call(GET, key, headers=bearing(source(probe, home)["token"])), 200)
        refused(probe.call(GET, key, caller="browser"), "a customer for an untrusted source", 403)


@promises("H-112.1", "A workspace is told as it was provisioned.", uses=(WORKSPACE,))
def a_workspace_is_told(probe: Probe) -> None:
    told = body_of(probe, WORKSPACE)
    probe.same(probe.setting(OURS).lower(), told.get("id"), "the id", pointer="/id")
    for name in ("name", "slug", "groupPk", "shard", "status"):
        if told.get(name) in (None, ""):
            probe.broken(f"a {name}", f"{told.get(name)}", pointer=f"/{name}")
