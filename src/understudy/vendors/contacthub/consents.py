"""The log of consents: one entry for each leaf that changes, and for what is done with a customer's data."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from understudy.http.exchange import Caller
from understudy.vendors.contacthub.access import acting
from understudy.vendors.contacthub.records import CONSENTS
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["MEMBERS", "changes_logged", "entries_of", "forgotten", "forgotten_ones", "logged", "wire"]

MEMBERS = ("id", "customerId", "date", "type", "property", "value", "sourceId", "userId")
"""What an entry says."""

TYPES: Mapping[str, str] = {
    "status": "CONSENT_CHANGED",
    "limitation": "CONSENT_RESTRICTED",
    "objection": "CONSENT_OBJECTED",
    "date": "DISCLAIMER_READ",
    "version": "DISCLAIMER_READ",
}
"""H-76.5: what a change of a leaf with that name is."""


def changes_logged(
    view: View, caller: Caller, ws: str, node: str, customer: str, *, before: Any, after: Any
) -> Documents:
    """The documents with an entry for each leaf in which the consents `after` differ from those `before`.

    Both are a customer's `consents`, None when there are none (H-76.4).
    """
    old = dict(leaves(("consents",), before))
    new = dict(leaves(("consents",), after))
    for path in dict.fromkeys((*new, *old)):
        if old.get(path) != new.get(path):
            kind = TYPES.get(path[-1], "CONSENT_CHANGED")
            documents = logged(
                view, caller, ws, node, customer, kind, property=".".join(path), value=text(new.get(path))
            )
            view = replace(view, documents=documents)
    return view.documents


def logged(
    view: View,
    caller: Caller,
    ws: str,
    node: str,
    customer: str,
    kind: str,
    *,
    property: str | None = None,  # noqa: A002 - the field's word
    value: str | None = None,
) -> Documents:
    """The documents with one more entry, whose number is greater than all before (H-75.2).

    `kind` is a ConsentEventType: DATA_PORTABILITY_REQUESTED for an export, FORCED_DELETE for forgetting.
    """
    user, source = acting(caller, view)
    number = view.documents.count(CONSENTS) + 1
    while view.documents.get(CONSENTS, f"{ws}/{number:012d}") is not None:
        number += 1
    body = {
        "workspace": ws,
        "node": node,
        "id": number,
        "customerId": customer,
        "date": timestamp(view.now),
        "type": kind,
        "property": property,
        "value": value,
        "sourceId": source,
        "userId": user,
    }
    return view.documents.put(CONSENTS, f"{ws}/{number:012d}", body)


def forgotten(view: View, caller: Caller, ws: str, node: str, customer: str) -> Documents:
    """The documents where the log says that the customer was forgotten (H-92.2), and else of it no consents.

    Entries keep their numbers, types and moments (H-92.5).
    """
    documents = view.documents
    for entry in documents.where(CONSENTS, by_customer, customer):
        documents = documents.put(CONSENTS, entry.id, {**entry.body, "property": None, "value": None})
    return logged(replace(view, documents=documents), caller, ws, node, customer, "FORCED_DELETE")


def forgotten_ones(view: View) -> frozenset[str]:
    """The ids of the customers of whom the log says that they were forgotten."""
    return frozenset(map(by_customer, view.documents.where(CONSENTS, by_type, "FORCED_DELETE")))


def by_customer(entry: Document) -> str:
    """The customer that an entry is about: what entries are found by."""
    return str(entry.body["customerId"])


def by_type(entry: Document) -> str:
    """What an entry says happened: what entries are found by."""
    return str(entry.body["type"])


def wire(body: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as the vendor writes it."""
    return {name: body[name] for name in MEMBERS}


def entries_of(view: View, ws: str) -> list[dict[str, Any]]:
    """The entries of a workspace, in the order in which they were made."""
    return [each.body for each in view.documents.where(CONSENTS, by_workspace, ws)]


def by_workspace(entry: Document) -> str:
    """The workspace of an entry: what entries are found by."""
    return str(entry.body["workspace"])


def leaves(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each member that is no object, with its path; unset ones are none."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from leaves((*path, name), inner)
    elif value is not None:
        yield path, value


def text(value: Any) -> str:
    """The value of a leaf as the log writes it."""
    return {True: "true", False: "false", None: "null"}[value] if not isinstance(value, str) else value
