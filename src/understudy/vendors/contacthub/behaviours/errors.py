"""How requests are refused (H-0.a)."""

from re import fullmatch
from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.contacthub.behaviours.steps import GET, NODES, POST, refused, unknown
from understudy.vendors.contacthub.behaviours.steps_configuration import ENTRY, ME, NEW_ENTRY, SOURCES
from understudy.vendors.contacthub.behaviours.suites import HUB, OTHER

__all__: list[str] = []

promises = HUB.promises

NOBODY = {"Authorization": ""}, {"Authorization": "Bearer nobody-issued-this"}
UNAUTHORIZED = "The client is not authorized to access the API"
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def refusals(probe: Probe) -> list[Exchange]:
    """A refusal of each status: 400, 401, 403, 404."""
    return [
        probe.expect(probe.call(NODES, query={"size": 51}), 400),
        probe.expect(probe.call(NODES, headers=NOBODY[1]), 401),
        probe.expect(probe.call(NODES, at={"workspaceId": unknown(probe)}), 403),
        probe.expect(probe.call(ENTRY, unknown(probe)), 404),
    ]


@promises(
    "H-0.a1", "Without a token, or with one that nobody issued, the answer is 401.", uses=(NODES, ME, POST)
)
def nobody_comes_in_without_a_token(probe: Probe) -> None:
    for operation in (NODES, ME, POST):
        for headers in NOBODY:
            body: dict[str, Any] = {"json": {"nodeId": unknown(probe)}} if operation == POST else {}
            refused(probe.call(operation, headers=headers, **body), f"{operation} without a token", 401)


@promises("H-0.a1", "Every 401 has the message that clients know.", uses=(NODES, ME))
def every_401_says_the_same(probe: Probe) -> None:
    for operation in (NODES, ME):
        for headers in NOBODY:
            answer = probe.expect(probe.call(operation, headers=headers), 401)
            probe.same(UNAUTHORIZED, probe.member(answer, "/message"), "the message", pointer="/message")


@promises("H-0.a2", "A workspace that nobody has is a 403 that repeats its id.", uses=(NODES, GET))
def an_unknown_workspace_is_forbidden(probe: Probe) -> None:
    for operation, path in ((NODES, ()), (GET, (unknown(probe),))):
        key = unknown(probe)
        answer = probe.expect(probe.call(operation, *path, at={"workspaceId": key}), 403)
        expected = f"workspace not found: {key}"
        probe.same(expected, probe.member(answer, "/message"), "the message", pointer="/message")


@promises(
    "H-0.a2",
    "Another's workspace is refused as one that nobody has.",
    uses=(NODES, SOURCES, POST),
    needs=("stranger",),
)
def another_workspace_is_forbidden(probe: Probe) -> None:
    theirs = probe.setting(OTHER)
    for operation in (NODES, SOURCES, POST):
        body: dict[str, Any] = {"json": {"nodeId": unknown(probe)}} if operation == POST else {}
        answer = probe.expect(probe.call(operation, at={"workspaceId": theirs}, **body), 403)
        expected = f"workspace not found: {theirs}"
        probe.same(expected, probe.member(answer, "/message"), "the message", pointer="/message")
        refused(probe.call(operation, caller="stranger", **body), "our workspace for the stranger", 403)


@promises("H-0.a4", "Every refusal has message, logref, data and errors.", uses=(NODES, ENTRY))
def every_refusal_has_the_error_object(probe: Probe) -> None:
    for answer in refusals(probe):
        body = probe.member(answer, "")
        probe.same(["data", "errors", "logref", "message"], sorted(body), f"members of a {answer.status}:")
        if not isinstance(body["message"], str) or not body["message"]:
            probe.broken("a message", f"{body['message']}", pointer="/message")
        if not isinstance(body["errors"], list):
            probe.broken("a list of errors", f"{body['errors']}", pointer="/errors")


@promises("H-0.a4", "Each refusal has a logref of its own, a UUID.", uses=(NODES, ENTRY), severity=SHOULD)
def every_refusal_has_its_logref(probe: Probe) -> None:
    told = [str(probe.member(answer, "/logref")) for answer in refusals(probe)]
    for each in told:
        if not fullmatch(UUID, each):
            probe.broken("a UUID", each, pointer="/logref")
    probe.same(len(told), len({*told}), "different logrefs:", pointer="/logref")


@promises("H-0.a5", "What breaks the contract is a 400.", uses=(NODES, NEW_ENTRY))
def a_broken_contract_is_a_400(probe: Probe) -> None:
    for asked in ({"size": 51}, {"size": -1}, {"page": -1}, {"size": "many"}, {"nodeType": "VIEW"}):
        refused(probe.call(NODES, query=asked), f"nodes by {asked}", 400)
    refused(probe.call(NEW_ENTRY, json={"description": "Understudy check"}), "a node without a name", 400)


@promises(
    "H-0.a5",
    "A 400 has an error for each breach, with its place.",
    uses=(NEW_ENTRY, NODES),
    severity=SHOULD,
)
def each_breach_has_an_error(probe: Probe) -> None:
    bad = {"name": 5, "sourcePriority": ["nobody"], "mandatoryProperties": 7}
    answer = probe.expect(probe.call(NEW_ENTRY, json=bad), 400)
    told = [str(error.get("path")) for error in probe.member(answer, "/errors")]
    for name in bad:
        if not any(each.startswith(f"/{name}") for each in told):
            probe.broken(f"an error whose path is /{name}", f"{told}", pointer="/errors")
    answer = probe.expect(probe.call(NODES, query={"size": 51, "page": -1}), 400)
    probe.same(2, len(probe.member(answer, "/errors")), "errors for two breaches:", pointer="/errors")


@promises("H-0.a7", "A node that is not there is a 404 that repeats its id.", uses=(ENTRY,))
def an_unknown_node_is_not_found(probe: Probe) -> None:
    key = unknown(probe)
    answer = probe.expect(probe.call(ENTRY, key), 404)
    expected = f"node not found {key}"
    probe.same(expected, probe.member(answer, "/message"), "the message", pointer="/message")


@promises("H-0.a7", "A node of another workspace is not there.", uses=(ENTRY, NODES), needs=("stranger",))
def nodes_of_another_workspace_are_not_found(probe: Probe) -> None:
    asked = probe.call(NODES, at={"workspaceId": probe.setting(OTHER)}, caller="stranger")
    for each in probe.member(probe.expect(asked, 200), "/elements"):
        refused(probe.call(ENTRY, each["id"]), "a node of another workspace", 404)
