"""Sources and their tokens (H-62 to H-66)."""

from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import NODES, SEARCH, refused, unknown
from understudy.vendors.contacthub.behaviours.steps_configuration import (
    NEW_ENTRY,
    NEW_SOURCE,
    PUT_SOURCE,
    SOURCE,
    SOURCES,
    bearing,
    body_of,
    entry,
    ids,
    source,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

promises = HUB.promises

REFRESH = "postSourceTokenConfigurationWorkspaces"
STAGE = ("stage",)
MAKES = (NEW_SOURCE, NEW_ENTRY)
GROUP = 990
"""The number of a customer group that nobody has."""


def send(probe: Probe, *nodes: str, database: int | None = 991) -> dict[str, Any]:
    """The body of a Send source."""
    known = {"groupPk": GROUP, "userdbId": database}
    properties = {name: value for name, value in known.items() if value is not None}
    return {"provider": "CONTACTSEND", "properties": properties, "name": probe.unique(), "nodes": list(nodes)}


def let_in(probe: Probe, node: str, token: str) -> int:
    """The status of a search in the node with this token."""
    return probe.call(SEARCH, query={"nodeId": node}, headers=bearing(token)).status


@promises("H-62.1", "The sources are listed, with their tokens.", uses=(SOURCES, *MAKES), needs=STAGE)
def sources_are_listed(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        made = [source(probe, home) for _ in range(2)]
        told = body_of(probe, SOURCES, query={"size": 50})["elements"]
        found = [each for each in told if each["id"] in ids(made)]
        probe.same(made, found, "the sources", pointer="/elements")


@promises("H-63.1", "A new source has a token that calls in its name.", uses=(*MAKES, SEARCH), needs=STAGE)
def new_sources_have_tokens(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        tokens = [source(probe, home)["token"] for _ in range(2)]
        probe.same(2, len({*tokens}), "different tokens:", pointer="/token")
        for token in tokens:
            probe.same(200, let_in(probe, home, token), "the status with the token", location="status")


@promises("H-63.2", "Users may not create a Send source.", uses=(*MAKES,), needs=("stage", "user"))
def users_create_no_send_sources(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        refused(probe.call(NEW_SOURCE, json=send(probe, home), caller="user"), "a Send source by a user", 403)
        body_of(probe, NEW_SOURCE, json=send(probe, home), status=201)


@promises("H-63.3", "Sources of the retired providers cannot be created.", uses=MAKES, needs=STAGE)
def retired_providers_are_refused(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        for provider in ("JavaScript", "MAGENTO", "ANDROID_SDK", "NODEJS_SDK", "DOTNET_SDK"):
            body: dict[str, Any] = {
                "provider": provider,
                "properties": {},
                "name": probe.unique(),
                "nodes": [home],
            }
            refused(probe.call(NEW_SOURCE, json=body), f"a source of {provider}", 400)


@promises("H-63.4", "Provider, properties, name and nodes are required.", uses=MAKES, needs=STAGE)
def what_a_source_needs(probe: Probe) -> None:
    with probe.stage():
        whole: dict[str, Any] = {
            "provider": "API",
            "properties": {},
            "name": probe.unique(),
            "nodes": [entry(probe)["id"]],
        }
        for name in whole:
            body = {key: whole[key] for key in whole if key != name}
            refused(probe.call(NEW_SOURCE, json=body), f"a source without {name}", 400)
        refused(probe.call(NEW_SOURCE, json={**whole, "nodes": []}), "a source without nodes", 400)
        body_of(probe, NEW_SOURCE, json=whole, status=201)


@promises("H-63.5", "The nodes are those of the workspace.", uses=MAKES, severity=SHOULD, needs=STAGE)
def sources_have_nodes_of_the_workspace(probe: Probe) -> None:
    with probe.stage():
        nodes = [entry(probe)["id"], unknown(probe)]
        body = {"provider": "API", "properties": {}, "name": probe.unique(), "nodes": nodes}
        refused(probe.call(NEW_SOURCE, json=body), "an unknown node", 400, 404)


@promises("H-63.6", "A Send source has one node and one user DB.", uses=MAKES, needs=STAGE)
def send_sources_have_one_node(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        refused(probe.call(NEW_SOURCE, json=send(probe, *homes)), "a Send source of two nodes", 400)
        answer = probe.call(NEW_SOURCE, json=send(probe, homes[0], database=None))
        refused(answer, "a Send source without user DB", 400)
        body_of(probe, NEW_SOURCE, json=send(probe, homes[0]), status=201)


@promises("H-63.7", "A node and a user DB have one Send source.", uses=MAKES, needs=STAGE)
def nodes_have_one_send_source(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        body_of(probe, NEW_SOURCE, json=send(probe, homes[0]), status=201)
        again = probe.call(NEW_SOURCE, json=send(probe, homes[0], database=992))
        refused(again, "another Send source of the node")
        refused(probe.call(NEW_SOURCE, json=send(probe, homes[1])), "another Send source of the user DB")
        body_of(probe, NEW_SOURCE, json=send(probe, homes[1], database=992), status=201)


@promises("H-64.1", "A source is told as it was created.", uses=(SOURCE, *MAKES), needs=STAGE)
def a_source_is_told(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        said: dict[str, Any] = {"provider": "API", "properties": {}, "nodes": [home]}
        said |= {"name": probe.unique(), "description": "Made by a check", "enabled": False}
        made = body_of(probe, NEW_SOURCE, json=said, status=201)
        told = body_of(probe, SOURCE, made["id"])
        probe.same(made, told, "the source as it was created:")
        probe.same(said, {name: told.get(name) for name in said}, "the source")


@promises("H-64.2", "An unknown source is a 404.", uses=(SOURCE, PUT_SOURCE, REFRESH), severity=SHOULD)
def an_unknown_source_is_not_found(probe: Probe) -> None:
    refused(probe.call(SOURCE, unknown(probe)), "an unknown source", 404)
    refused(probe.call(REFRESH, unknown(probe)), "a token for an unknown source", 404)


@promises(
    "H-65.1",
    "What is sent takes the place; id and token stay.",
    uses=(PUT_SOURCE, SOURCE, *MAKES),
    needs=STAGE,
)
def sources_are_changed(probe: Probe) -> None:
    with probe.stage():
        homes = [entry(probe)["id"] for _ in range(2)]
        made = source(probe, homes[0], description="Before")
        said = {"provider": "API", "properties": {}, "name": probe.unique(), "nodes": homes[1:]}
        told = body_of(probe, PUT_SOURCE, made["id"], json=said)
        kept = {name: made[name] for name in ("id", "token")}
        expected = {**said, **kept, "description": None, "enabled": True}
        for body in (told, body_of(probe, SOURCE, made["id"])):
            probe.same(expected, {name: body.get(name) for name in expected}, "the source")


@promises("H-65.2", "Users may not modify a Send source.", uses=(PUT_SOURCE, *MAKES), needs=("stage", "user"))
def users_modify_no_send_sources(probe: Probe) -> None:
    with probe.stage():
        said = send(probe, entry(probe)["id"])
        key = body_of(probe, NEW_SOURCE, json=said, status=201)["id"]
        for body in (said, {**said, "provider": "API", "properties": {}}):
            refused(probe.call(PUT_SOURCE, key, json=body, caller="user"), "a Send source by a user", 403)
        body_of(probe, PUT_SOURCE, key, json=said)


@promises(
    "H-65.3",
    "A source keeps its id: another one in the body is refused.",
    uses=(PUT_SOURCE, *MAKES),
    severity=SHOULD,
    needs=STAGE,
)
def ids_of_sources_do_not_change(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        key = source(probe, home)["id"]
        said = {"provider": "API", "properties": {}, "name": probe.unique(), "nodes": [home]}
        refused(probe.call(PUT_SOURCE, key, json={**said, "id": unknown(probe)}), "another id", 400)
        body_of(probe, PUT_SOURCE, key, json={**said, "id": key})


@promises(
    "H-65.4",
    "A source of a retired provider can still be modified.",
    uses=(PUT_SOURCE, SOURCES),
    severity=SHOULD,
    needs=STAGE,
)
def retired_sources_are_modified(probe: Probe) -> None:
    with probe.stage():
        retired = ("JavaScript", "MAGENTO", "ANDROID_SDK", "OBJECTIVEC_SDK", "NODEJS_SDK", "JAVA_SDK")
        told = body_of(probe, SOURCES, query={"size": 50})["elements"]
        found = next((each for each in told if each["provider"] in retired), None)
        if found is None:
            probe.not_observable("It needs a source of a retired provider, and there is none.")
        said = {name: found[name] for name in ("provider", "properties", "nodes", "enabled")}
        made = body_of(probe, PUT_SOURCE, found["id"], json={**said, "name": "Understudy check"})
        probe.same("Understudy check", made.get("name"), "the name", pointer="/name")


@promises(
    "H-65.5",
    "A disabled source is let in nowhere, an enabled one is.",
    uses=(PUT_SOURCE, SEARCH, *MAKES),
    needs=STAGE,
)
def sources_are_disabled_and_enabled(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        made = source(probe, home)
        got = []
        for enabled in (True, False, True):
            said = {"provider": "API", "properties": {}, "name": made["name"], "nodes": [home]}
            body_of(probe, PUT_SOURCE, made["id"], json={**said, "enabled": enabled})
            got.append(let_in(probe, home, made["token"]))
        probe.same([200, 403, 200], got, "statuses while on, off and on:", location="status")


@promises(
    "H-66.1",
    "A refreshed token stops the old one.",
    uses=(REFRESH, SOURCE, *MAKES, SEARCH, NODES),
    needs=STAGE,
)
def refreshed_tokens_stop_the_old(probe: Probe) -> None:
    with probe.stage():
        home = entry(probe)["id"]
        made = source(probe, home)
        fresh = body_of(probe, REFRESH, made["id"])
        probe.same({**made, "token": fresh.get("token")}, fresh, "the source with another token")
        got = tuple(let_in(probe, home, token) for token in (made["token"], fresh["token"]))
        probe.same((401, 200), got, "statuses with the old and the new token:", location="status")
        probe.same(fresh, body_of(probe, SOURCE, made["id"]), "the source")
