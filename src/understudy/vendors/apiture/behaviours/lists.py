"""Files of identifiers as behaviours make them, and audiences of those whom they name."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from understudy.conformance.suite import Exchange, NotObservable, Probe
from understudy.vendors.apiture.behaviours.steps import created, key

__all__ = [
    "IMPORT",
    "PAGE",
    "REPLACE",
    "VALIDATE",
    "encoded",
    "file",
    "identifiers",
    "imported",
    "key_of_list",
    "members",
    "named",
    "people",
    "strangers",
    "validated",
]

IMPORT, VALIDATE = "importCustomerAudience", "validateCustomerAudience"
PAGE, REPLACE = "listCustomerAudienceCustomers", "updateCustomerAudienceCustomers"


def encoded(text: str | bytes) -> str:
    """A file's content as requests carry it."""
    return b64encode(text.encode() if isinstance(text, str) else text).decode()


def file(lines: Sequence[str] = (), **facts: Any) -> dict[str, Any]:
    """The body of a replacement: a text file of dataCustomerIds without a header, unless the facts differ."""
    return {
        "identifierType": "dataCustomerId",
        "includesHeader": False,
        "content": encoded("\n".join(lines) + "\n"),
        **facts,
    }


def named(probe: Probe, lines: Sequence[str] = (), **facts: Any) -> dict[str, Any]:
    """The body of an import or of a validation."""
    return {"name": probe.unique(), "fileName": "identifiers.txt", **file(lines), **facts}


def imported(probe: Probe, lines: Sequence[str] = (), **facts: Any) -> Exchange:
    """The answer to a complete import; NotObservable when the server leaves some of it for later (A-53)."""
    answer = probe.expect(probe.call(IMPORT, json=named(probe, lines, **facts)), 201, 202)
    if answer.status != 201:
        probe.not_observable("The server answers 202: it has not imported everything yet.")
    return answer


def validated(probe: Probe, lines: Sequence[str] = (), **facts: Any) -> Exchange:
    """The answer to a validation; Broken when it is refused."""
    return probe.expect(probe.call(VALIDATE, json=named(probe, lines, **facts)), 200)


def members(probe: Probe, audience: str, most: int = 100) -> list[str]:
    """The dataCustomerIds of an audience's customers, sorted; at most so many."""
    page = probe.expect(probe.call(PAGE, audience, query={"limit": f"{most}"}), 200)
    return sorted(item["dataCustomerId"] for item in probe.member(page, "/items"))


def people(probe: Probe, most: int, **facts: Any) -> list[dict[str, Any]]:
    """Up to so many customers as pages show them, of a new audience of all, or of those with the facts."""
    audience = key(probe, created(probe, **facts))
    page = probe.expect(probe.call(PAGE, audience, query={"limit": f"{most}"}), 200)
    items: list[dict[str, Any]] = probe.member(page, "/items")
    return items


def identifiers(probe: Probe, kind: str, most: int, *, least: int = 2) -> list[str]:
    """Identifiers of so many customers; NotObservable when fewer than `least` are known."""
    facts = {"enrollmentState": "enrolled"} if kind == "customerId" else {}
    found = [str(item[kind]) for item in people(probe, most, **facts) if kind in item]
    if len(found) < least:
        raise NotObservable(f"Only {len(found)} customers are known by {kind}, and {least} are needed.")
    return found


def key_of_list(probe: Probe) -> str:
    """The id of a new list without customers."""
    return key(probe, imported(probe, strangers(1)))


def strangers(most: int, *, length: int = 20) -> list[str]:
    """So many identifiers that name nobody."""
    return [f"nobody-{number:0{length - 7}}" for number in range(1, most + 1)]
