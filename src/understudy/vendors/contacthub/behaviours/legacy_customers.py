"""Customers deleted, and their educations, jobs and likes one at a time, as older clients do."""

from typing import Any

from understudy.conformance.suite import Probe
from understudy.vendors.contacthub.behaviours.steps import (
    EVENT,
    GET,
    MAKES,
    POST_EVENT,
    event,
    fetched,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_customers import made
from understudy.vendors.contacthub.behaviours.suites import LEGACY

__all__: list[str] = []

DELETE = "deleteCustomerWorkspaces"
LINK = "postSessionCustomerWorkspaces"

KINDS = {"Education": "schoolName", "Like": "name", "Job": "jobTitle"}
"""What a customer has several of, and a text that each of them has."""

ADDS = tuple(f"post{kind}sCustomerWorkspaces" for kind in KINDS)
READS = tuple(f"get{kind}CustomerWorkspaces" for kind in KINDS)
CHANGES = tuple(f"put{kind}CustomerWorkspaces" for kind in KINDS)
DROPS = tuple(f"delete{kind}CustomerWorkspaces" for kind in KINDS)


def having(probe: Probe, *names: str) -> str:
    """The id of a new customer who has one element of each name of each kind."""
    values = {
        f"base.{kind.lower()}s": [{"id": name, text: f"first {name}"} for name in names]
        for kind, text in KINDS.items()
    }
    return str(made(probe, node(probe), values)["id"])


def listed(probe: Probe, key: str, kind: str) -> dict[str, Any]:
    """What the customer has of a kind, by id: the text of each."""
    base = fetched(probe, key)["base"]
    return {each["id"]: each.get(KINDS[kind]) for each in base[f"{kind.lower()}s"]}


@LEGACY.promises(
    "H-L.1", "A deleted customer is gone, with its events.", uses=(DELETE, *MAKES, GET, POST_EVENT, EVENT)
)
def a_deleted_customer_is_gone(probe: Probe) -> None:
    home = node(probe)
    key, other = (made(probe, home)["id"] for _ in range(2))
    name, kept = event(probe, key), event(probe, other)
    probe.expect(probe.call(DELETE, key), 200, 204)
    refused(probe.call(GET, key), "a deleted customer", 404)
    refused(probe.call(EVENT, name), "an event of a deleted customer", 404)
    fetched(probe, other)
    probe.expect(probe.call(EVENT, kept), 200)


@LEGACY.promises("H-L.1", "The sessions of a deleted customer are free again.", uses=(DELETE, *MAKES, LINK))
def sessions_of_the_deleted_are_free(probe: Probe) -> None:
    home, value = node(probe), probe.unique()
    one, two = (made(probe, home)["id"] for _ in range(2))
    probe.expect(probe.call(LINK, one, json={"value": value}), 200, 201)
    probe.expect(probe.call(DELETE, one), 200, 204)
    probe.expect(probe.call(LINK, two, json={"value": value}), 200, 201)


@LEGACY.promises("H-L.1", "Deleting an unknown customer is a 404.", uses=(DELETE, *MAKES))
def nobody_is_deleted(probe: Probe) -> None:
    refused(probe.call(DELETE, unknown(probe)), "an unknown customer", 404)
    key = made(probe, node(probe))["id"]
    probe.expect(probe.call(DELETE, key), 200, 204)
    refused(probe.call(DELETE, key), "a customer who is deleted already", 404)


@LEGACY.promises(
    "H-L.1",
    "A guest and a stranger may not delete a customer: 403.",
    uses=(DELETE, *MAKES, GET),
    needs=("guest", "stranger"),
)
def not_everybody_deletes(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    for caller in ("guest", "stranger"):
        refused(probe.call(DELETE, key, caller=caller), f"a deletion by the {caller}", 403)
    fetched(probe, key)


@LEGACY.promises(
    "H-L.2", "POST adds an education, like or job to those that the customer has.", uses=(*ADDS, *MAKES, GET)
)
def elements_are_added(probe: Probe) -> None:
    key = having(probe, "a")
    for kind, operation in zip(KINDS, ADDS, strict=True):
        answer = probe.call(operation, key, json={"id": "b", KINDS[kind]: "second"})
        probe.expect(answer, 200, 201)
        probe.same("second", probe.member(answer, f"/{KINDS[kind]}"), "text:", pointer=f"/{KINDS[kind]}")
        probe.same({"a": "first a", "b": "second"}, listed(probe, key, kind), f"{kind.lower()}s:")


@LEGACY.promises(
    "H-L.2", "POST of an education, like or job whose id is there is a 409.", uses=(*ADDS, *MAKES, GET)
)
def ids_of_elements_are_unique(probe: Probe) -> None:
    key = having(probe, "a")
    for kind, operation in zip(KINDS, ADDS, strict=True):
        answer = probe.call(operation, key, json={"id": "a", KINDS[kind]: "second"})
        refused(answer, "an id that is there", 409)
        probe.same({"a": "first a"}, listed(probe, key, kind), f"{kind.lower()}s:")


@LEGACY.promises(
    "H-L.2", "One education, like or job is read by its id; an unknown one is a 404.", uses=(*READS, *MAKES)
)
def elements_are_read(probe: Probe) -> None:
    key = having(probe, "a", "b")
    for kind, operation in zip(KINDS, READS, strict=True):
        answer = probe.expect(probe.call(operation, key, "b"), 200)
        probe.same("b", probe.member(answer, "/id"), "id:", pointer="/id")
        probe.same("first b", probe.member(answer, f"/{KINDS[kind]}"), "text:", pointer=f"/{KINDS[kind]}")
        refused(probe.call(operation, key, "c"), f"an unknown {kind.lower()}", 404)


@LEGACY.promises(
    "H-L.2", "PUT replaces one education, like or job, and the others stay.", uses=(*CHANGES, *MAKES, GET)
)
def elements_are_replaced(probe: Probe) -> None:
    key = having(probe, "a", "b")
    for kind, operation in zip(KINDS, CHANGES, strict=True):
        probe.expect(probe.call(operation, key, "b", json={"id": "b", KINDS[kind]: "second"}), 200)
        expected = {"a": "first a", "b": "second"}
        probe.same(expected, listed(probe, key, kind), f"{kind.lower()}s:")
        answer = probe.call(operation, key, "c", json={"id": "c"})
        refused(answer, f"an unknown {kind.lower()}", 404)
        probe.same(expected, listed(probe, key, kind), f"{kind.lower()}s after a PUT of an unknown one:")


@LEGACY.promises(
    "H-L.2", "DELETE removes one education, like or job, and the others stay.", uses=(*DROPS, *MAKES, GET)
)
def elements_are_removed(probe: Probe) -> None:
    key = having(probe, "a", "b")
    for kind, operation in zip(KINDS, DROPS, strict=True):
        probe.expect(probe.call(operation, key, "a"), 200, 204)
        probe.same({"b": "first b"}, listed(probe, key, kind), f"{kind.lower()}s:")
        refused(probe.call(operation, key, "a"), f"a {kind.lower()} that is gone", 404)
