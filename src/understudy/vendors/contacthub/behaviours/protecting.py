"""Data protection: what is known about a customer handed out as a whole, and forgotten."""

import json
from typing import Any

from understudy.conformance.suite import SHOULD, Probe
from understudy.vendors.contacthub.behaviours.aggregating import MAKES_AGGREGATE, aggregated
from understudy.vendors.contacthub.behaviours.steps import (
    EVENT,
    EVENTS,
    FORGET,
    GET,
    MAKES,
    POST_EVENT,
    event,
    fetched,
    node,
    refused,
    unknown,
)
from understudy.vendors.contacthub.behaviours.steps_customers import CONSENTS, EXPORT, made
from understudy.vendors.contacthub.behaviours.streaming import LAST, STREAM, end, since
from understudy.vendors.contacthub.behaviours.suites import HUB

__all__: list[str] = []

SESSIONS, LINK = "getSessionsCustomerWorkspaces", "postSessionCustomerWorkspaces"


def log(probe: Probe, key: str, kind: str) -> list[dict[str, Any]]:
    """The entries of a type in the log of consents about a customer."""
    answer = probe.expect(probe.call(CONSENTS, query={"customerId": key, "type": kind}), 200)
    entries: list[dict[str, Any]] = probe.member(answer, "/elements")
    return entries


def export(probe: Probe, key: str) -> dict[str, Any]:
    """What is exported of a customer; Broken when it is refused."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(EXPORT, key), 200), "")
    return body


@HUB.promises(
    "H-91.1",
    "An export has the whole customer and all events of it.",
    uses=(EXPORT, *MAKES, GET, POST_EVENT, EVENT),
)
def an_export_has_everything(probe: Probe) -> None:
    key = made(probe, node(probe), {"base.title": "Dr", "tags.manual": ["red"]})["id"]
    probe.same([], export(probe, key)["events"], "events of a new customer:", pointer="/events")
    names = [event(probe, key) for _ in range(25)]
    body = export(probe, key)
    probe.same(fetched(probe, key), body.get("customer"), "customer", pointer="/customer")
    told = sorted(each["id"] for each in body["events"])
    probe.same(sorted(names), told, "events:", pointer="/events")
    read = probe.member(probe.expect(probe.call(EVENT, names[0]), 200), "")
    exported = next(each for each in body["events"] if each["id"] == names[0])
    probe.same(read, exported, "event", pointer="/events")


@HUB.promises(
    "H-91.2", "Each export is logged as DATA_PORTABILITY_REQUESTED.", uses=(EXPORT, *MAKES, CONSENTS)
)
def exports_are_logged(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    for number in (1, 2):
        export(probe, key)
        told = log(probe, key, "DATA_PORTABILITY_REQUESTED")
        probe.same(number, len(told), "entries after so many exports:", pointer="/elements")


@HUB.promises(
    "H-91.3", "Exporting an unknown customer is a 404 and leaves nothing in the log.", uses=(EXPORT, CONSENTS)
)
def nobody_is_exported(probe: Probe) -> None:
    key = unknown(probe)
    refused(probe.call(EXPORT, key), "an unknown customer", 404)
    probe.same([], log(probe, key, "DATA_PORTABILITY_REQUESTED"), "entries:", pointer="/elements")


@HUB.promises(
    "H-91.4",
    "Guests, users and sources are refused an export with 403.",
    uses=(EXPORT, *MAKES),
    needs=("guest", "source", "user"),
)
def not_everybody_exports(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    for caller in ("guest", "source", "user"):
        refused(probe.call(EXPORT, key, caller=caller), f"an export for the {caller}", 403)


@HUB.promises(
    "H-92.1",
    "A forgotten customer is gone, with its events.",
    uses=(FORGET, *MAKES, GET, POST_EVENT, EVENT, EVENTS),
)
def forgotten_ones_are_gone(probe: Probe) -> None:
    home = node(probe)
    key, other = (made(probe, home)["id"] for _ in range(2))
    name, kept = event(probe, key), event(probe, other)
    answer = probe.expect(probe.call(FORGET, key), 200, 204)
    probe.same(b"", answer.body, "body of the answer:")
    refused(probe.call(GET, key), "a forgotten customer", 404)
    refused(probe.call(EVENT, name), "an event of a forgotten customer", 404)
    fetched(probe, other)
    probe.expect(probe.call(EVENT, kept), 200)


@HUB.promises(
    "H-92.1", "The sessions of a forgotten customer are free again.", uses=(FORGET, *MAKES, LINK, SESSIONS)
)
def sessions_are_free_again(probe: Probe) -> None:
    home, value = node(probe), probe.unique()
    one, two = (made(probe, home)["id"] for _ in range(2))
    probe.expect(probe.call(LINK, one, json={"value": value}), 200, 201)
    probe.expect(probe.call(FORGET, one), 200, 204)
    refused(probe.call(SESSIONS, one), "sessions of a forgotten customer", 404)
    probe.expect(probe.call(LINK, two, json={"value": value}), 200, 201)


@HUB.promises(
    "H-92.2", "That a customer was forgotten is logged as FORCED_DELETE.", uses=(FORGET, *MAKES, CONSENTS)
)
def forgetting_is_logged(probe: Probe) -> None:
    key = made(probe, node(probe))["id"]
    probe.same([], log(probe, key, "FORCED_DELETE"), "entries before:", pointer="/elements")
    probe.expect(probe.call(FORGET, key), 200, 204)
    probe.same(1, len(log(probe, key, "FORCED_DELETE")), "entries:", pointer="/elements")


@HUB.promises(
    "H-92.3",
    "Of an aggregate customer all that it is made of is forgotten.",
    uses=(FORGET, *MAKES_AGGREGATE, GET),
)
def aggregates_are_forgotten_whole(probe: Probe) -> None:
    key, members = aggregated(probe)
    probe.expect(probe.call(FORGET, key), 200, 204)
    for each in [*members, key]:
        refused(probe.call(GET, each), "a forgotten customer", 404)


@HUB.promises("H-92.4", "Forgetting an unknown customer is a 404, and not logged.", uses=(FORGET, CONSENTS))
def nobody_is_forgotten(probe: Probe) -> None:
    key = unknown(probe)
    refused(probe.call(FORGET, key), "an unknown customer", 404)
    probe.same([], log(probe, key, "FORCED_DELETE"), "entries:", pointer="/elements")


@HUB.promises(
    "H-92.5",
    "Neither stream nor log tell of a forgotten customer more than that there was one, and when.",
    uses=(FORGET, *MAKES, POST_EVENT, CONSENTS, LAST, STREAM),
    severity=SHOULD,
)
def nothing_is_told_of_the_forgotten(probe: Probe) -> None:
    start, secret = end(probe), probe.unique()
    key = made(probe, node(probe), {"base.title": secret, "consents.disclaimer.version": secret})["id"]
    event(probe, key, contextInfo={"user": {"id": secret}})
    for values, updates in (([secret], 2), ([None], 0)):
        telling = [each for each in since(probe, start) if secret in json.dumps(each)]
        probe.same(updates, len(telling), "updates with what was said:", pointer="/updates")
        told = [each["value"] for each in log(probe, key, "DISCLAIMER_READ")]
        probe.same(values, told, "values in the log:", pointer="/elements")
        probe.call(FORGET, key)
