"""What promises about change share: entity tags, moments, lists to replace, and what must not change."""

from base64 import b64encode
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from understudy.conformance.suite import Exchange, Probe
from understudy.vendors.apiture.behaviours.steps import created, fetched, key

__all__ = [
    "FOREIGN_TAG",
    "altered",
    "as_it_was",
    "cited",
    "imported",
    "moment",
    "not_modified",
    "opaque",
    "same_members",
    "sheet",
    "tag",
    "ticked",
    "unchanged",
]

FOREIGN_TAG = 'W/"6f1d2c9e-0b7a-4f53-9a52-1f0c8a7e4d3b"'
"""An entity tag in the documented form that no target gave."""

COUNTED = ("Count", "CountUpdatedAt")
"""How the members end that may change although nobody changed the audience (A-27)."""


def cited(probe: Probe) -> list[str]:
    """The dataCustomerIds of up to three customers; NotObservable when there is none."""
    audience = key(probe, created(probe))
    page = probe.expect(probe.call("listCustomerAudienceCustomers", audience, query={"limit": 3}), 200)
    found = [item["dataCustomerId"] for item in probe.member(page, "/items")]
    return found or probe.not_observable("The target has no customers whom a list could name.")


def imported(probe: Probe, customers: list[str]) -> str:
    """The id of a new list audience; NotObservable when the target goes on with it after its answer."""
    answer = probe.call("importCustomerAudience", json={"name": probe.unique(), **sheet(customers)})
    if answer.status == 202:
        probe.not_observable("The target completes even a short import later: the audience keeps changing.")
    return key(probe, probe.expect(answer, 201))


def sheet(customers: list[str]) -> dict[str, Any]:
    """The members of an import that say who is in the list (A-49)."""
    return {
        "identifierType": "dataCustomerId",
        "includesHeader": False,
        "fileName": "check.txt",
        "content": b64encode("\n".join(customers).encode()).decode(),
    }


def tag(probe: Probe, exchange: Exchange) -> str:
    """The entity tag that came with an answer; Broken without one."""
    return probe.header(exchange, "ETag")


def opaque(entity_tag: str) -> str:
    """The text of an entity tag without weakness mark and quotes (A-39)."""
    return entity_tag.removeprefix("W/").strip('"')


def altered(entity_tag: str) -> str:
    """Nearly the same entity tag: its last character is another one."""
    text = opaque(entity_tag)
    if not text:
        return FOREIGN_TAG
    before, _, after = entity_tag.rpartition(text)
    return before + text[:-1] + ("0" if text[-1] != "0" else "1") + after


def not_modified(probe: Probe, exchange: Exchange) -> None:
    """Broken unless the answer is 304 and has no body."""
    probe.expect(exchange, 304)
    if exchange.body:
        probe.broken("no body", f"{len(exchange.body)} bytes")


def moment(text: str) -> datetime:
    """A timestamp as a moment."""
    return datetime.fromisoformat(text)


def ticked(probe: Probe, since: str) -> datetime:
    """A moment after `since` by the target's own clock, witnessed by an audience made for it.

    NotObservable when the clock does not move from one request to the next, or shows whole seconds only.
    """
    for _ in range(5):
        now = moment(probe.member(created(probe), "/createdAt"))
        if now > moment(since):
            return now
    return probe.not_observable("The target's timestamps do not move from one request to the next.")


def same_members(
    probe: Probe, before: Mapping[str, Any], after: Mapping[str, Any], *, but: Collection[str] = ()
) -> None:
    """Broken unless two representations say the same, counts and the members `but` aside."""
    for name in sorted(before.keys() | after.keys()):
        if name not in but and not name.endswith(COUNTED):
            probe.same(before.get(name), after.get(name), f"still the {name}", pointer=f"/{name}")


def as_it_was(probe: Probe, before: Exchange, after: Exchange) -> None:
    """Broken unless two answers have the same entity tag and say the same, counts aside."""
    same_members(probe, before.json(), after.json())
    probe.same(tag(probe, before), tag(probe, after), "still the tag", location="header", pointer="ETag")


def unchanged(probe: Probe, before: Exchange) -> None:
    """Broken unless an audience, read again, is as an answer showed it before."""
    as_it_was(probe, before, fetched(probe, key(probe, before)))
