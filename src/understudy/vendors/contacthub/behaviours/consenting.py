"""The log of consents: what a change of consents leaves there, and how it is read."""

import json
from datetime import date, timedelta
from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.steps import MAKES, PATCH, node, refused, unknown
from understudy.vendors.contacthub.behaviours.steps_customers import (
    CONSENT,
    CONSENTS,
    fields_of,
    made,
    patched,
    value_at,
)
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

USES = (CONSENTS, *MAKES, PATCH)

SMS, EMAIL = "marketing.automatic.sms", "marketing.automatic.email"


def consenting(probe: Probe, home: dict[str, Any] | None = None) -> dict[str, Any]:
    """A new customer who agreed to SMS, and then to profiling as well."""
    body = made(probe, home or node(probe), {f"consents.{SMS}.status": True})
    return patched(probe, body["id"], {"consents": {"profiling": {"online": {"status": True}}}})


def log(probe: Probe, key: str, **asked: Any) -> list[dict[str, Any]]:
    """The entries about a customer, at most 50; Broken when they are refused."""
    answer = probe.expect(probe.call(CONSENTS, query={"customerId": key, "size": 50, **asked}), 200)
    entries: list[dict[str, Any]] = probe.member(answer, "/elements")
    return entries


def numbers(entries: list[dict[str, Any]]) -> list[int]:
    """The numbers of entries."""
    return [each["id"] for each in entries]


@HUB.promises("H-75.1", "One entry of the log is read by its number.", uses=(CONSENT, *USES))
def an_entry_is_read(probe: Probe) -> None:
    for entry in log(probe, consenting(probe)["id"]):
        body = probe.member(probe.expect(probe.call(CONSENT, f"{entry['id']}"), 200), "")
        probe.same(entry, body, "entry")


@HUB.promises(
    "H-75.2", "Entries have integer numbers that rise, each its own.", uses=(CONSENTS, *MAKES, PATCH)
)
def numbers_rise(probe: Probe) -> None:
    home = node(probe)
    one, two = (log(probe, consenting(probe, home)["id"], sort="id,asc") for _ in range(2))
    told = numbers(one) + numbers(two)
    if any(type(number) is not int for number in told):
        probe.broken("integer numbers", f"{told}", pointer="/elements")
    probe.same(sorted(set(told)), told, "numbers in the order of the changes")


@HUB.promises("H-75.3", "An entry that the workspace does not have is a 404.", uses=(CONSENT,))
def unknown_entries(probe: Probe) -> None:
    refused(probe.call(CONSENT, "99999999999"), "an unknown entry", 404)


@HUB.promises("H-76.1", "The log is listed newest first, in pages that show each entry once.", uses=USES)
def the_log_has_pages(probe: Probe) -> None:
    key = consenting(probe)["id"]
    patched(probe, key, {"consents": {"profiling": {"online": {"status": False}}}})
    whole = numbers(log(probe, key))
    probe.same(3, len(whole), "entries:", pointer="/elements")
    probe.same(sorted(whole, reverse=True), whole, "numbers, newest first")
    told = [numbers(log(probe, key, size=2, page=page)) for page in (0, 1, 2)]
    probe.same([whole[:2], whole[2:], []], told, "entries of the pages:", pointer="/elements")


@HUB.promises("H-76.2", "With customerId only entries about that customer are listed.", uses=USES)
def entries_of_a_customer(probe: Probe) -> None:
    home = node(probe)
    one, two = (consenting(probe, home)["id"] for _ in range(2))
    for key in (one, two):
        told = [entry["customerId"] for entry in log(probe, key)]
        probe.same([key, key], told, "customers of the entries:", pointer="/elements")
    probe.same([], log(probe, unknown(probe)), "entries about nobody:", pointer="/elements")


@HUB.promises("H-76.3", "startDate and endDate are the first and the last day of what is listed.", uses=USES)
def days_bound_the_log(probe: Probe) -> None:
    key = consenting(probe)["id"]
    whole = log(probe, key)
    days = sorted(date.fromisoformat(str(entry["date"])[:10]) for entry in whole)
    first, last, day = days[0], days[-1], timedelta(days=1)
    for asked, expected in (
        ({"startDate": first}, whole),
        ({"endDate": last}, whole),
        ({"startDate": first, "endDate": last}, whole),
        ({"startDate": last + day}, []),
        ({"endDate": first - day}, []),
    ):
        told = log(probe, key, **asked)
        what = ", ".join(f"{name} {value}" for name, value in asked.items())
        probe.same(expected, told, f"entries for {what}:", pointer="/elements")


@HUB.promises(
    "H-76.4", "Every consent that changes is logged with its value, and nothing else is.", uses=USES
)
def changes_are_logged(probe: Probe) -> None:
    body = made(probe, node(probe), {f"consents.{SMS}.status": True, f"consents.{EMAIL}.status": False})
    patched(probe, body["id"], {"base": {"title": "Dr"}})
    both = {"sms": {"status": True}, "email": {"status": True}}
    patched(probe, body["id"], {"consents": {"marketing": {"automatic": both}}})
    entries = log(probe, body["id"], sort="id,asc")
    told = [(str(entry["property"]).removeprefix("$."), entry["value"]) for entry in entries]
    expected = [(f"consents.{EMAIL}.status", "false"), (f"consents.{SMS}.status", "true")]
    probe.same(expected, sorted(told[:2]), "entries of the creation:", pointer="/elements")
    probe.same(
        [(f"consents.{EMAIL}.status", "true")], told[2:], "entries of the changes:", pointer="/elements"
    )


@HUB.promises(
    "H-76.5",
    "The type of an entry follows from what changed: status, limitation, objection or disclaimer.",
    uses=USES,
)
def types_of_entries(probe: Probe) -> None:
    for path, value, kind in (
        (f"{SMS}.status", True, "CONSENT_CHANGED"),
        (f"{SMS}.limitation", True, "CONSENT_RESTRICTED"),
        ("profiling.classic.objection", True, "CONSENT_OBJECTED"),
        ("disclaimer.version", "2", "DISCLAIMER_READ"),
    ):
        key = made(probe, node(probe), {f"consents.{path}": value})["id"]
        told = [entry["type"] for entry in log(probe, key)]
        probe.same([kind], told, f"types for {path}:", pointer="/elements")


@HUB.promises(
    "H-76.6",
    "With property only entries about that path or what is inside it are listed.",
    uses=USES,
    severity=SHOULD,
)
def entries_of_a_property(probe: Probe) -> None:
    key = consenting(probe)["id"]
    profiling, sms = log(probe, key)
    for path, expected in (
        (f"consents.{SMS}.status", [sms]),
        ("consents.marketing", [sms]),
        ("consents.profiling", [profiling]),
        ("consents", [profiling, sms]),
        ("consents.market", []),
    ):
        probe.same(expected, log(probe, key, property=path), f"entries of {path}:", pointer="/elements")


@HUB.promises("H-76.7", "With nodes only entries about customers of these nodes are listed.", uses=USES)
def entries_of_nodes(probe: Probe) -> None:
    home = node(probe)
    key = consenting(probe, home)["id"]
    whole, other = log(probe, key), unknown(probe)
    probe.same(whole, log(probe, key, nodes=home["id"]), "entries of the node:", pointer="/elements")
    both = f"{other},{home['id']}"
    probe.same(whole, log(probe, key, nodes=both), "entries of two nodes:", pointer="/elements")
    probe.same([], log(probe, key, nodes=other), "entries of another node:", pointer="/elements")


@HUB.promises(
    "H-76.8",
    "sort orders the log by a member; anything else is refused with 400.",
    uses=USES,
    severity=SHOULD,
)
def the_log_is_sorted(probe: Probe) -> None:
    key = consenting(probe)["id"]
    for sort, backwards in (("id,asc", False), ("id,desc", True)):
        told = numbers(log(probe, key, sort=sort))
        probe.same(sorted(told, reverse=backwards), told, f"numbers by {sort}:", pointer="/elements")
    paths = [entry["property"] for entry in log(probe, key, sort="property,desc")]
    probe.same(sorted(paths, reverse=True), paths, "properties by property,desc:", pointer="/elements")
    for sort in ("nothing,asc", "id,sideways"):
        refused(probe.call(CONSENTS, query={"sort": sort}), f"a sort {sort}", 400)


@HUB.promises(
    "H-76.9", "uniqueKey lists entries about who has these values of the unique properties.", uses=USES
)
def entries_by_unique_key(probe: Probe) -> None:
    home = node(probe)
    body = consenting(probe, home)
    values = {path: value_at(body, path) for path in fields_of(home)}
    answer = probe.expect(probe.call(CONSENTS, query={"uniqueKey": json.dumps(values)}), 200)
    told = numbers(probe.member(answer, "/elements"))
    probe.same(numbers(log(probe, body["id"])), told, "entries of the unique key:", pointer="/elements")
    nobody = json.dumps(dict.fromkeys(values, unknown(probe)))
    answer = probe.expect(probe.call(CONSENTS, query={"uniqueKey": nobody}), 200)
    probe.same([], probe.member(answer, "/elements"), "entries of nobody's key:", pointer="/elements")


@HUB.promises(
    "H-76.9", "A uniqueKey that is no JSON object is refused with 400.", uses=(CONSENTS,), severity=SHOULD
)
def bad_unique_keys_are_refused(probe: Probe) -> None:
    for text in ("nothing", "[]", '"x"'):
        refused(probe.call(CONSENTS, query={"uniqueKey": text}), f"a uniqueKey {text}", 400)


@HUB.promises("H-76.10", "With type only entries of that type are listed.", uses=USES)
def entries_of_a_type(probe: Probe) -> None:
    key = consenting(probe)["id"]
    patched(probe, key, {"consents": {"disclaimer": {"version": "2"}}})
    read, *changes = log(probe, key)
    probe.same([read], log(probe, key, type="DISCLAIMER_READ"), "entries:", pointer="/elements")
    probe.same(changes, log(probe, key, type="CONSENT_CHANGED"), "entries:", pointer="/elements")
    probe.same([], log(probe, key, type="FORCED_DELETE"), "entries:", pointer="/elements")


@HUB.promises(
    "H-76.11",
    "Entries tell the moment, and the user or the source who made the change.",
    uses=USES,
    needs=("source",),
)
def entries_tell_who_and_when(probe: Probe) -> None:
    body = made(probe, node(probe), {f"consents.{SMS}.status": True})
    (first,) = log(probe, body["id"])
    probe.same(body["registeredAt"], first["date"], "moment:", pointer="/elements/0/date")
    if first.get("userId") is None or first.get("sourceId") is not None:
        probe.broken("the user who made the change", f"{first}", pointer="/elements/0/userId")
    said = {"consents": {"marketing": {"automatic": {"sms": {"status": False}}}}}
    after = patched(probe, body["id"], said, caller="source")
    latest = log(probe, body["id"])[0]
    source = after["sourceInfo"]["updatedBy"]
    probe.same(source, latest.get("sourceId"), "source:", pointer="/elements/0/sourceId")
    probe.same(None, latest.get("userId"), "user:", pointer="/elements/0/userId")


@HUB.promises(
    "H-76.12",
    "Who is no data protection officer is refused the log with 403.",
    uses=(CONSENTS, CONSENT),
    needs=("guest", "source"),
)
def only_officers_read_the_log(probe: Probe) -> None:
    for caller in ("guest", "source"):
        refused(probe.call(CONSENTS, caller=caller), f"the log for the {caller}", 403)
        refused(probe.call(CONSENT, "1", caller=caller), f"an entry for the {caller}", 403)


@HUB.promises(
    "H-76.12",
    "The officer of another workspace finds nothing about this one.",
    uses=USES,
    needs=("stranger",),
)
def logs_are_of_the_workspace(probe: Probe) -> None:
    key = consenting(probe)["id"]
    answer = probe.call(CONSENTS, query={"customerId": key}, caller="stranger")
    refused(answer, "the log of a workspace that is not the caller's", 403)
    other = {"workspaceId": probe.setting("otherWorkspaceId")}
    answer = probe.call(CONSENTS, query={"customerId": key}, at=other, caller="stranger")
    probe.same([], probe.member(probe.expect(answer, 200), "/elements"), "entries:", pointer="/elements")
