"""Workspaces: listed, made, read, closed (H-110 to H-113)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import NODES, refused, unknown
from understudy.vendors.contacthub.behaviours.steps_configuration import body_of, each_page, ids
from understudy.vendors.contacthub.behaviours.suites import HUB, OTHER, OURS

__all__: list[str] = []

promises = HUB.promises

WORKSPACES, NEW, WORKSPACE = "getWorkspaces", "postWorkspace", "getWorkspace"
STATUS = "putStatusWorkspaces"
STAGE = ("stage",)


def listed(probe: Probe, **asked: Any) -> list[dict[str, Any]]:
    """The workspaces that the caller is told of, at most fifty."""
    found: list[dict[str, Any]] = body_of(probe, WORKSPACES, query={"size": 50, **asked})["elements"]
    return found


def made(probe: Probe, **said: Any) -> dict[str, Any]:
    """A new workspace."""
    slug = f"check-{probe.digits()[:8]}"
    body = {"name": probe.unique(), "slug": slug, "groupPk": 4_400, "shard": "check-1a", **said}
    found: dict[str, Any] = body_of(probe, NEW, json=body, status=201)
    return found


@promises(
    "H-110.1",
    "The workspaces of the caller are listed, and no others.",
    uses=(WORKSPACES,),
    needs=("stranger",),
)
def workspaces_are_listed(probe: Probe) -> None:
    told = ids(listed(probe))
    if probe.setting(OURS).lower() not in told or probe.setting(OTHER).lower() in told:
        probe.broken("our workspace and not the stranger's", f"{told}", pointer="/elements")


@promises("H-110.2", "The name filters by a part of it.", uses=(WORKSPACES, WORKSPACE))
def workspaces_are_found_by_name(probe: Probe) -> None:
    name = body_of(probe, WORKSPACE)["name"]
    for part in (name, name[1:-1]):
        found = listed(probe, name=part)
        if probe.setting(OURS).lower() not in ids(found) or not all(part in each["name"] for each in found):
            probe.broken(f"the workspaces called {part}", f"{ids(found)}", pointer="/elements")
    found = listed(probe, name=probe.unique())
    probe.same([], found, "workspaces of a name that none has:", pointer="/elements")


@promises("H-110.3", "The group filters.", uses=(WORKSPACES, WORKSPACE))
def workspaces_are_found_by_group(probe: Probe) -> None:
    group = body_of(probe, WORKSPACE)["groupPk"]
    found = listed(probe, groupPk=group)
    probe.same({group}, {each["groupPk"] for each in found}, "the groups", pointer="/elements")
    if probe.setting(OURS).lower() not in ids(found):
        probe.broken("our workspace", f"{ids(found)}", pointer="/elements")
    probe.same([], listed(probe, groupPk=2_000_000_000), "workspaces of another group:", pointer="/elements")


@promises("H-110.4", "The list of workspaces has pages.", uses=(WORKSPACES, NEW), needs=STAGE)
def workspaces_come_in_pages(probe: Probe) -> None:
    with probe.stage():
        for _ in range(2):
            made(probe)
        told = [each for page in each_page(probe, WORKSPACES, 1) for each in ids(page)]
        probe.same(ids(listed(probe)), told, "the workspaces of pages of one:", pointer="/elements")


@promises(
    "H-111.1",
    "A new workspace has what was sent, is empty and enabled.",
    uses=(NEW, WORKSPACE, NODES),
    needs=STAGE,
)
def new_workspaces_are_empty(probe: Probe) -> None:
    with probe.stage():
        said = {"name": "Understudy check", "slug": "understudy-check", "groupPk": 4_401, "shard": "check-1a"}
        told = body_of(probe, NEW, json=said, status=201)
        at = {"workspaceId": told["id"]}
        probe.same(told, body_of(probe, WORKSPACE, at=at), "the workspace")
        got = {name: told.get(name) for name in (*said, "status")}
        probe.same({**said, "status": "ENABLED"}, got, "the workspace")
        probe.same([], body_of(probe, NODES, at=at)["elements"], "its nodes:", pointer="/elements")


@promises(
    "H-111.2",
    "A new workspace is its creator's, and no stranger's.",
    uses=(NEW, WORKSPACES, WORKSPACE),
    severity=SHOULD,
    needs=("stage", "stranger"),
)
def new_workspaces_are_their_creators(probe: Probe) -> None:
    with probe.stage():
        key = made(probe)["id"]
        if key not in ids(listed(probe)):
            probe.broken("the new workspace", f"{ids(listed(probe))}", pointer="/elements")
        answer = probe.call(WORKSPACE, at={"workspaceId": key}, caller="stranger")
        refused(answer, "the new workspace for a stranger", 403)


@promises("H-111.3", "A slug that is taken is a 409.", uses=(NEW,), severity=SHOULD, needs=STAGE)
def slugs_are_unique(probe: Probe) -> None:
    with probe.stage():
        taken = made(probe)
        body = {"name": probe.unique(), "slug": taken["slug"], "groupPk": 4_400, "shard": "check-1a"}
        refused(probe.call(NEW, json=body), "a slug that is taken", 409)


@promises(
    "H-111.4",
    "Users and guests neither create nor close workspaces.",
    uses=(NEW, STATUS),
    needs=("stage", "user", "guest"),
)
def users_create_no_workspaces(probe: Probe) -> None:
    with probe.stage():
        for caller in ("user", "guest"):
            body = {"name": probe.unique(), "slug": f"no-{caller}", "groupPk": 4_400, "shard": "check-1a"}
            refused(probe.call(NEW, json=body, caller=caller), f"a workspace by a {caller}", 403)
            answer = probe.call(STATUS, json={"status": "SUSPENDED"}, caller=caller)
            refused(answer, f"closing by a {caller}", 403)


@promises("H-112.2", "A workspace that is not there is a 403.", uses=(WORKSPACE,))
def an_unknown_workspace_is_not_told(probe: Probe) -> None:
    refused(probe.call(WORKSPACE, at={"workspaceId": unknown(probe)}), "an unknown workspace", 403)


@promises(
    "H-113.1",
    "A workspace that is closed tells so, and lets its people in again when it is enabled.",
    uses=(STATUS, WORKSPACE, NODES),
    needs=("stage", "operator"),
)
def workspaces_are_closed_and_opened(probe: Probe) -> None:
    with probe.stage():
        got = []
        for status in ("SUSPENDED", "ENABLED", "DISABLED", "ENABLED"):
            told = body_of(probe, STATUS, json={"status": status}, caller="operator")
            probe.same({"status": status}, told, "the status")
            kept = body_of(probe, WORKSPACE, caller="operator")["status"]
            probe.same(status, kept, "the status", pointer="/status")
            got.append(probe.call(NODES).status)
        probe.same([403, 200, 403, 200], got, "statuses while closed and open:", location="status")


@promises(
    "H-113.2", "Only the three values are a status.", uses=(STATUS, WORKSPACE), needs=("stage", "operator")
)
def other_words_are_no_status(probe: Probe) -> None:
    with probe.stage():
        before = body_of(probe, WORKSPACE, caller="operator")
        for status in ("CLOSED", "enabled", None):
            answer = probe.call(STATUS, json={"status": status}, caller="operator")
            refused(answer, f"the status {status}", 400)
        probe.same(before, body_of(probe, WORKSPACE, caller="operator"), "the workspace as it was:")
