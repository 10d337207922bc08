"""What the server alone writes, and how ids and times look (A-57 … A-59)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from understudy.conformance.suite import SHOULD, Exchange, Probe
from understudy.vendors.apiture.behaviours.calls import FILE, ONE, sent
from understudy.vendors.apiture.behaviours.steps import (
    UNKNOWN,
    body,
    counted,
    created,
    fetched,
    insight_or_campaign,
    key,
    refused,
    selective_filters,
    templates,
    word,
)
from understudy.vendors.apiture.behaviours.suites import AUDIENCES

__all__: list[str] = []

MAKE = ("createCustomerAudience", "getCustomerAudience")
CHANGE = ("patchCustomerAudience", *MAKE)

SOMEBODY = {
    "id": "69fdb75ba971f3291432",
    "firstName": "Jerry",
    "lastName": "Robinson",
    "username": "jrobinson",
}
LONG_AGO = "2001-02-03T04:05:06.789Z"
READ_ONLY: Mapping[str, Any] = {
    "id": "chosen-by-the-client",
    "createdAt": LONG_AGO,
    "updatedAt": LONG_AGO,
    "collaborators": [SOMEBODY],
}
SERVERS: Mapping[str, Any] = {
    "state": "archived",
    "source": "list",
    "owners": [SOMEBODY],
    "updatedBy": SOMEBODY,
    "connections": [{"id": "chosen-by-the-client", "state": "active", "provider": {"name": "pendo"}}],
    "customerCount": 999_999_999,
    "totalCustomerCount": 999_999_999,
    "customerCountUpdatedAt": LONG_AGO,
}

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
IN_MILLISECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ID = re.compile(r"[-_:.~$a-zA-Z0-9]{6,48}")


def not_written(probe: Probe, members: Mapping[str, Any], *, patched: bool) -> None:
    """Broken when an audience has a member as the client sent it; to refuse or to ignore it is the same."""
    for name, value in members.items():
        if patched:
            answer = probe.call("patchCustomerAudience", key(probe, created(probe)), json={name: value})
        else:
            answer = probe.call("createCustomerAudience", json=body(probe, **{name: value}))
        if 400 <= answer.status < 500:
            continue
        for shown in (probe.expect(answer, 200, 201), fetched(probe, key(probe, answer))):
            if shown.json().get(name) == value:
                probe.broken(f"{name} as the server knows it", f"{value}, as it was sent", pointer=f"/{name}")


@AUDIENCES.promises("A-57", "What is read-only is not written when an audience is created.", uses=MAKE)
def read_only_members_are_not_created(probe: Probe) -> None:
    not_written(probe, READ_ONLY, patched=False)


@AUDIENCES.promises("A-57", "What is read-only is not written when an audience is changed.", uses=CHANGE)
def read_only_members_are_not_changed(probe: Probe) -> None:
    not_written(probe, READ_ONLY, patched=True)


@AUDIENCES.promises(
    "A-57",
    "State, source, owner, connections and counts are the server's: a creation does not write them.",
    uses=MAKE,
    severity=SHOULD,
)
def the_servers_members_are_not_created(probe: Probe) -> None:
    not_written(probe, SERVERS, patched=False)


@AUDIENCES.promises(
    "A-57",
    "State, source, owner, connections and counts are the server's: a change does not write them.",
    uses=CHANGE,
    severity=SHOULD,
)
def the_servers_members_are_not_changed(probe: Probe) -> None:
    not_written(probe, SERVERS, patched=True)


@AUDIENCES.promises(
    "A-57",
    "A new audience is active, has one owner, and its updatedAt is its createdAt.",
    uses=MAKE,
    severity=SHOULD,
)
def a_new_audience_starts_clean(probe: Probe) -> None:
    answer = created(probe)
    for name, value in (("state", "active"), ("collaborators", [])):
        probe.same(value, probe.member(answer, f"/{name}"), f"a {name} of", pointer=f"/{name}")
    probe.same([], answer.json().get("connections", []), "connections", pointer="/connections")
    probe.same(1, len(probe.member(answer, "/owners")), "a number of owners of", pointer="/owners")
    made = probe.member(answer, "/createdAt")
    probe.same(made, probe.member(answer, "/updatedAt"), "an updatedAt of", pointer="/updatedAt")


@AUDIENCES.promises(
    "A-58",
    "The audience in a campaign's reference has an id, a name, and nothing else.",
    uses=("createCustomerAudience", "listCustomerAudiences", "countAudienceCustomers"),
)
def a_campaigns_audience_is_a_reference(probe: Probe) -> None:
    query = {"campaignId": insight_or_campaign(probe, "campaign")}
    answer = created(probe, query=query, filters=selective_filters(probe))
    reference = probe.member(answer, "/campaign/audience")
    more = sorted(reference.keys() - {"id", "name"})
    probe.same([], more, "beside id and name of members", pointer="/campaign/audience")


def times(probe: Probe) -> Iterator[tuple[Exchange, str]]:
    """Every time that audiences, imports and counting answer, with its pointer."""
    audience = created(probe)
    imported = probe.call("importCustomerAudience", json={"name": probe.unique(), **FILE})
    shown = [audience, fetched(probe, key(probe, audience)), probe.expect(imported, 201, 202)]
    for answer in shown:
        for name in ("createdAt", "updatedAt", "customerCountUpdatedAt"):
            yield answer, f"/{name}"
    yield counted(probe, {}), "/customerCountUpdatedAt"


def look_like(probe: Probe, pattern: re.Pattern[str], what: str) -> None:
    """Broken unless all times match."""
    for answer, pointer in times(probe):
        value = probe.member(answer, pointer)
        if pattern.fullmatch(value) is None:
            probe.broken(f"{what}", value, pointer=pointer)


TIMES = ("createCustomerAudience", "importCustomerAudience", "getCustomerAudience", "countAudienceCustomers")


@AUDIENCES.promises("A-59", "Times are RFC 3339 in UTC, written with Z.", uses=TIMES)
def times_are_in_utc(probe: Probe) -> None:
    look_like(probe, TIME, "a time like 2026-01-02T03:04:05.678Z")


@AUDIENCES.promises("A-59", "Times have milliseconds, three digits always.", uses=TIMES, severity=SHOULD)
def times_have_milliseconds(probe: Probe) -> None:
    look_like(probe, IN_MILLISECONDS, "a time with three digits of milliseconds")


@AUDIENCES.promises(
    "A-59",
    "An id has 6 to 48 letters, digits and some signs.",
    uses=("createCustomerAudience", "importCustomerAudience", "listCustomerAudienceTemplates"),
)
def ids_look_like_ids(probe: Probe) -> None:
    imported = probe.call("importCustomerAudience", json={"name": probe.unique(), **FILE})
    owners = probe.member(created(probe), "/owners")
    keys = [key(probe, imported), *(owner["id"] for owner in owners)]
    for template in templates(probe):
        keys += [template["id"], *(topic["id"] for topic in template["topics"])]
    for one in keys:
        if ID.fullmatch(one) is None:
            probe.broken("an id of 6 to 48 of -_:.~$a-zA-Z0-9", one)


def malformed(probe: Probe) -> Iterator[tuple[str, Exchange]]:
    """Every operation on one resource, with ids that the contract does not allow."""
    for value in ("abcde", "x" * 49, "abc def", "abcdef!"):
        for operation in ONE:
            yield f"{operation} with the id {value}", sent(probe, operation, value)
        yield f"a template with the id {value}", sent(probe, "getCustomerAudienceTemplate", template=value)


@AUDIENCES.promises(
    "A-59", "A malformed id is refused by every operation.", uses=(*ONE, "getCustomerAudienceTemplate")
)
def a_malformed_id_is_refused(probe: Probe) -> None:
    for what, answer in malformed(probe):
        refused(answer, what)


@AUDIENCES.promises(
    "A-59",
    "A malformed id is answered 400, or 422 where the operation lists no 400.",
    uses=(*ONE, "getCustomerAudienceTemplate"),
    severity=SHOULD,
)
def a_malformed_id_is_a_bad_request(probe: Probe) -> None:
    for what, answer in malformed(probe):
        refused(answer, what, 422 if answer.operation == "listCustomerAudienceCustomers" else 400)


@AUDIENCES.promises("A-59", "An id that nothing has is not found: 404, by every operation.", uses=ONE)
def an_unknown_id_is_not_found(probe: Probe) -> None:
    for value in (UNKNOWN, word(probe)[:6], "x" * 48, "-_:.~$"):
        for operation in ONE:
            refused(sent(probe, operation, value), f"{operation} with an id that nothing has", 404)
