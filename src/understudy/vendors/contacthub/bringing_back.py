"""New events: whose they are, told at once or brought back later by a session or an externalId."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from understudy.errors import Cause, Problem
from understudy.http.exchange import Caller
from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.access import refuse_unless_writable
from understudy.vendors.contacthub.consent_policy import refuse_without_consents
from understudy.vendors.contacthub.customers import Customer
from understudy.vendors.contacthub.event_moments import moment_of
from understudy.vendors.contacthub.events import Event, saved
from understudy.vendors.contacthub.records import NODES
from understudy.vendors.contacthub.schemas import refuse_bad_properties
from understudy.vendors.contacthub.sessions import holder
from understudy.vendors.contacthub.writing import created
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["written"]

ADDRESS = re.compile(r"(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}", re.ASCII)


def written(
    view: View,
    caller: Caller,
    ws: str,
    sent: Mapping[str, Any],
    headers: Mapping[str, str],
    *,
    within: str | None = None,
) -> tuple[Documents, str]:
    """The documents with a new event of the workspace, and its id (H-94.1).

    `sent` is a PostEvent of the contract, `headers` those of the request, in lower case. Problem 400 unless
    exactly one of customerId and bringBackProperties is sent (H-94.3, H-94.4), or when properties are bad;
    404 when customer or node are unknown, or not those of the node `within` which the event has to be; 403
    when the caller may not write to the node, or when the customer lacks a consent that such events need.
    """
    refuse_ambiguous(sent)
    refuse_bad_properties(view, ws, sent)
    date = timestamp(moment_of(sent["date"], "/date") if "date" in sent else view.now)
    view, node, customer = owned(view, caller, ws, sent)
    if within not in (None, node.id):
        raise stranger(sent["customerId"])
    if customer is not None:
        refuse_without_consents(view, ws, sent["type"], customer.body)
    key = None if customer is None else customer.id
    body = new_body(view, sent, headers, key, date)
    return saved(view, Event(body["id"], ws, node.id, key, None, body), "CREATE"), body["id"]


def new_body(
    view: View, sent: Mapping[str, Any], headers: Mapping[str, str], customer: str | None, date: str
) -> dict[str, Any]:
    """A new event of the customer with this id, on the wire: what a PostEvent says; `date` in ISO 8601."""
    now = timestamp(view.now)
    return {
        "id": view.ids.uuid(),
        "customerId": customer,
        "bringBackProperties": sent.get("bringBackProperties"),
        "type": sent["type"],
        "properties": sent["properties"],
        "context": sent["context"],
        "contextInfo": with_client(sent.get("contextInfo") or {}, headers),
        "date": date,
        "origin": "NATIVE",
        "tracking": sent.get("tracking"),
        "registeredAt": now,
        "updatedAt": now,
        "version": 1,
    }


def refuse_ambiguous(sent: Mapping[str, Any]) -> None:
    """Problem 400 unless the event says in exactly one way whose it is."""
    known, back = "customerId" in sent, sent.get("bringBackProperties") is not None
    if known and back:
        sentence = "An event has customerId or bringBackProperties, never both: leave one of them out."
        raise bad("/bringBackProperties", sentence, "H-94.4")
    if not known and not back:
        sentence = "An event needs customerId or bringBackProperties: say whose it is."
        raise bad("/customerId", sentence, "H-94.3")


def bad(pointer: str, sentence: str, rule: str) -> Problem:
    """A Problem 400 about one member of the body."""
    return Problem(400, "badRequest", sentence, causes=[Cause("body", pointer, sentence)], rule=rule)


def owned(
    view: View, caller: Caller, ws: str, sent: Mapping[str, Any]
) -> tuple[View, Document, Customer | None]:
    """The entry node of the event, and its customer if that is known; the view may have one more."""
    if "customerId" in sent:
        node, customer = customer_named(view, ws, sent["customerId"])
        refuse_unless_writable(caller, view, node)
        return view, node, customer
    back = sent["bringBackProperties"]
    node = entry_node(view, ws, back["nodeId"])
    refuse_unless_writable(caller, view, node)
    if back["type"] == "SESSION_ID":
        key = holder(view, node.id, back["value"])
        return view, node, None if key is None else customers.find(view, ws, key)
    return called(view, caller, node, back["value"])


def customer_named(view: View, ws: str, key: str) -> tuple[Document, Customer]:
    """The entry node and the customer of an id; Problem 404 when unknown (H-94.10), 400 of an aggregate."""
    found = customers.find(view, ws, key.lower())
    node = None if found is None else view.documents.get(NODES, found.node)
    if found is None or node is None:
        raise stranger(key)
    if node.body["type"] != "ENTRY":
        sentence = (
            f"The customer {key} is aggregated from others: name one of the customers that it is made of."
        )
        raise bad("/customerId", sentence, "H-94.11")
    return node, found


def stranger(key: str) -> Problem:
    """The Problem 404 about a customer that is not there."""
    sentence = f"customer not found {key[:80]}"
    causes = [Cause("body", "/customerId", sentence)]
    return Problem(404, "customerNotFound", sentence, causes=causes, rule="H-94.10")


def entry_node(view: View, ws: str, key: str) -> Document:
    """The node that an event is brought back in; Problem 404 when unknown, 400 of an aggregate (H-94.6)."""
    pointer = "/bringBackProperties/nodeId"
    node = view.documents.get(NODES, key.lower())
    if node is None or node.body["workspace"] != ws:
        sentence = f"node not found {key}"
        raise Problem(404, "nodeNotFound", sentence, causes=[Cause("body", pointer, sentence)], rule="H-0.a7")
    if node.body["type"] != "ENTRY":
        sentence = f"The node {key} is an aggregate: events are brought back in entry nodes only."
        raise bad(pointer, sentence, "H-94.6")
    return node


def called(
    view: View, caller: Caller, node: Document, external_id: str
) -> tuple[View, Document, Customer | None]:
    """The customer of the node with this externalId, made with nothing else if there is none (H-94.8)."""
    ws, said = node.body["workspace"], {"externalId": external_id}
    known = customers.matching(view, node, said, True)
    if known:
        return view, node, customers.find(view, ws, known[0])
    documents, body = created(view, caller, ws, node, said)
    view = replace(view, documents=documents)
    return view, node, customers.find(view, ws, body["id"])


def with_client(info: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """The context's information with the client that calls, unless it names one (H-94.9).

    The address is known only where a proxy tells it.
    """
    address = headers.get("x-forwarded-for", "").partition(",")[0].strip()
    known = {
        "userAgent": headers.get("user-agent"),
        "ip": address if ADDRESS.fullmatch(address) else None,
    }
    client = {name: value for name, value in known.items() if value}
    return {"client": client, **info} if client else dict(info)
