"""Sessions of customers: whose a session's value is, and what is given to them when it becomes theirs."""

from dataclasses import replace
from typing import Any

from understudy.errors import Problem
from understudy.vendors.contacthub import events
from understudy.vendors.contacthub.customers import Customer
from understudy.vendors.contacthub.records import SESSIONS
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["holder", "linked", "noted", "sessions_of", "wire", "without_sessions"]


def sessions_of(view: View, customer: Customer) -> list[Document]:
    """The customer's sessions, in order of creation (H-86.1)."""
    return view.documents.where(SESSIONS, by_customer, customer.id)


def holder(view: View, node: str, value: str) -> str | None:
    """The customer of the node who has a session of this value, None when nobody has."""
    found = view.documents.where(SESSIONS, by_value, (node, value))
    return str(found[0].body["customer"]) if found else None


def without_sessions(view: View, customer: Customer) -> Documents:
    """The documents without the customer's sessions."""
    documents = view.documents
    for session in sessions_of(view, customer):
        documents = documents.delete(SESSIONS, session.id)
    return documents


def by_customer(session: Document) -> str:
    """Whose a session is: what sessions are found by."""
    return str(session.body["customer"])


def by_value(session: Document) -> tuple[str, str]:
    """Node and value of a session: what sessions are found by."""
    return session.body["node"], session.body["value"]


def linked(view: View, customer: Customer, value: str) -> tuple[Documents, dict[str, Any]]:
    """The documents with a session of this value for the customer, and the session as on the wire (H-87.1).

    Events of the node that waited for the value become the customer's (H-87.5). Problem 400 when somebody of
    the node has it already (H-87.3).
    """
    owner = holder(view, customer.node, value)
    if owner is not None:
        sentence = f"The session is linked to the customer {owner} already: a value is unique within a node."
        raise Problem(400, "sessionLinked", sentence, rule="H-87.3")
    key = view.ids.uuid()
    body = {"workspace": customer.workspace, "node": customer.node, "customer": customer.id, "value": value}
    view = replace(view, documents=view.documents.put(SESSIONS, key, body))
    return events.reconciled(view, customer.node, customer.id, session=value), {"id": key, "value": value}


def noted(view: View, customer: Customer, value: str | None) -> Documents:
    """The documents with the session that a write names, if it does, linked to the customer (H-78.12).

    Naming it again changes nothing; Problem 400 when it is another customer's (H-87.3).
    """
    if value is None or holder(view, customer.node, value) == customer.id:
        return view.documents
    return linked(view, customer, value)[0]


def wire(session: Document) -> dict[str, Any]:
    """A session as the vendor writes it."""
    return {"id": session.id, "value": session.body["value"]}
