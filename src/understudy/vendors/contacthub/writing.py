"""The only place where customers change: created, changed, removed, merged.

Each raises version and updatedAt, notes the source, logs consents, tells the updates stream and gives waiting
events to whom they belong. All take a View and give Documents; chain them with `dataclasses.replace`.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from understudy.http.exchange import Caller
from understudy.vendors.contacthub import customers, updates
from understudy.vendors.contacthub import events as event_store
from understudy.vendors.contacthub.access import acting
from understudy.vendors.contacthub.consents import changes_logged
from understudy.vendors.contacthub.customers import Customer
from understudy.vendors.contacthub.merging import appended
from understudy.vendors.contacthub.parts import parts, same, writable
from understudy.vendors.contacthub.records import CUSTOMERS, WORKSPACES
from understudy.vendors.contacthub.schemas import refuse_bad_customer
from understudy.vendors.contacthub.sessions import without_sessions
from understudy.vendors.contacthub.subscribing import stamped
from understudy.vendors.contacthub.uniqueness import refuse_incomplete, twins
from understudy.world.clock import timestamp
from understudy.world.documents import Document, Documents
from understudy.world.view import View

__all__ = ["changed", "created", "merged_create", "removed"]


def created(
    view: View, caller: Caller, ws: str, node: Document, body: Mapping[str, Any]
) -> tuple[Documents, dict[str, Any]]:
    """The documents with a new customer of the entry node, and the customer as on the wire (H-78.1).

    `body` is what a client sends. Nothing is asked about uniqueness. Problem 400 when a part is too long,
    breaks the extended properties, or all is too large.
    """
    said, moment = parts(appended({}, writable(body))), timestamp(view.now)
    said["base"]["subscriptions"] = stamped([], said["base"]["subscriptions"], moment)
    refuse_bad_customer(view, ws, said)
    _, source = acting(caller, view)
    whole = {
        "id": view.ids.uuid(),
        "intId": next_number(view, ws),
        "nodeId": node.id,
        **said,
        "registeredAt": moment,
        "updatedAt": moment,
        "version": 1,
        "deleted": 0,
        "sourceInfo": {"registeredBy": source, "updatedBy": source},
    }
    return written(view, caller, Customer(whole["id"], ws, node.id, None, whole), None), whole


def changed(
    view: View, caller: Caller, customer: Customer, body: Mapping[str, Any]
) -> tuple[Documents, dict[str, Any]]:
    """The documents with the customer as `body` says, and the customer as on the wire.

    Of `body` only what clients write counts. A change that changes nothing leaves version and updatedAt as
    they are and tells the stream nothing (H-80.11). Problem 400 as for `created`.
    """
    old, said, moment = parts(customer.body), parts(body), timestamp(view.now)
    said["base"]["subscriptions"] = stamped(
        old["base"]["subscriptions"], said["base"]["subscriptions"], moment
    )
    if same(old, said):
        return view.documents, customer.body
    refuse_bad_customer(view, customer.workspace, said, old)
    _, source = acting(caller, view)
    info = {"registeredBy": None, "updatedBy": None, **(customer.body["sourceInfo"] or {})}
    whole = {
        **customer.body,
        **said,
        # A clock that was set back must not let a customer grow younger.
        "updatedAt": max(moment, customer.body["updatedAt"]),
        "version": customer.body["version"] + 1,
        "sourceInfo": {**info, "updatedBy": source or info["updatedBy"]},
    }
    return written(view, caller, replace(customer, body=whole), customer.body), whole


def merged_create(
    view: View, caller: Caller, ws: str, node: Document, sent: Mapping[str, Any]
) -> tuple[Documents, dict[str, Any]]:
    """The documents with the customer sent, merged into the node's customer that is the same if there is one.

    Also the customer as on the wire (H-78.2, H-78.3). Problem 400 unless the node's unique and mandatory
    properties are sent (H-78.4).
    """
    refuse_incomplete(node, sent)
    for key in twins(view, node, sent):
        found = customers.find(view, ws, key)
        if found is not None:
            return changed(view, caller, found, appended(parts(found.body), writable(sent)))
    return created(view, caller, ws, node, sent)


def removed(view: View, customer: Customer, *, events: bool = True) -> Documents:
    """The documents without the customer and its sessions; unless told otherwise, without its events."""
    ws = customer.workspace
    if events:
        theirs = event_store.search(view, ws, customers=[customer.id])["id"]
        view = replace(view, documents=event_store.removed(view, ws, theirs))
    documents = without_sessions(view, customer)
    if customer.person is None:
        documents = documents.delete(CUSTOMERS, customer.id)
    else:
        documents = documents.put(CUSTOMERS, customer.id, document(customer, None))
    return updates.recorded(documents, ws, "DELETE", "CUSTOMER", customer.node, customer.body, view.now)


def written(view: View, caller: Caller, customer: Customer, before: Mapping[str, Any] | None) -> Documents:
    """The documents with the customer in the place of what it was `before`, and all that follows from it."""
    ws, node, body = customer.workspace, customer.node, customer.body
    operation = "CREATE" if before is None else "UPDATE"
    documents = view.documents.put(CUSTOMERS, customer.id, document(customer, body))
    documents = updates.recorded(documents, ws, operation, "CUSTOMER", node, body, view.now)
    view = replace(view, documents=documents)
    old = before or {}
    documents = changes_logged(
        view, caller, ws, node, customer.id, before=old.get("consents"), after=body["consents"]
    )
    if body["externalId"] in (None, old.get("externalId")):
        return documents
    view = replace(view, documents=documents)
    return event_store.reconciled(view, node, customer.id, external_id=body["externalId"])


def document(customer: Customer, body: dict[str, Any] | None) -> dict[str, Any]:
    """The document of a customer with this body; None when it is gone."""
    return {
        "workspace": customer.workspace,
        "node": customer.node,
        "person": customer.person,
        "body": body,
    }


def next_number(view: View, ws: str) -> int:
    """The internal number of a new customer: above those of the rows, and rising."""
    workspace = view.documents.get(WORKSPACES, ws)
    institution = None if workspace is None else view.institutions.get(workspace.body["institution"])
    people = 0 if institution is None else institution.customers.size
    # Every change raises the count of changes, so that no number comes twice.
    return people + view.documents.changes + 1
