"""Connections of audiences with providers (B-03 … B-11)."""

from dataclasses import replace

from understudy.errors import Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import conditional, repeatable
from understudy.vendors.apiture import lifecycle, rules, wire
from understudy.vendors.apiture.records import AUDIENCES, CONNECTIONS, PROVIDERS, current, rewritten, touched
from understudy.vendors.apiture.replies import (
    changed_connection,
    connection_tag,
    location,
    one_connection,
)
from understudy.world.clock import timestamp
from understudy.world.documents import Document
from understudy.world.view import View

__all__ = [
    "activate_customer_audience_connection",
    "create_customer_audience_connection",
    "deactivate_customer_audience_connection",
    "delete_customer_audience_connection",
    "fail_customer_audience_connection",
    "get_customer_audience_connection",
    "list_customer_audience_connections",
]

MOST_CONNECTIONS = 1_000
"""B-07, A-57: as many connections as a list, or an audience, may show."""


def list_customer_audience_connections(request: Request, view: View) -> Reply:
    """B1: the connections of the caller's audiences in order of creation (B-07)."""
    institution, query = rules.institution_of(request, view), request.query
    found = [
        connection
        for connection in view.documents.scan(CONNECTIONS)
        if query.get("audience", connection.body["audience"]) == connection.body["audience"]
        and connection.body["state"] in query.get("state", (connection.body["state"],))
        and rules.sees(
            request.caller, institution, view, current(view, AUDIENCES, connection.body["audience"])
        )
    ]
    found.sort(key=lambda connection: (connection.body["createdAt"], connection.id))
    return Reply(200, {"items": [wire.connection(view, item) for item in found[:MOST_CONNECTIONS]]})


def create_customer_audience_connection(request: Request, view: View) -> Reply:
    """B2: connect an audience with a provider, once per provider name (B-03, B-05, B-08)."""
    name = provider_name(request)
    audience = connectable(request, view, name)
    due = lifecycle.establishment(view)
    outcome = "active" if view.documents.get(PROVIDERS, name) is None else "failed"
    moment, key = timestamp(view.now), view.ids.uuid()
    body = {
        "audience": audience.id,
        "provider": {"name": name, "connectedResourceId": view.ids.hex(24)},
        "state": "pending" if due else outcome,
        "outcome": outcome,
        "createdAt": moment,
        "createdBy": request.caller.subject,
        "updatedAt": moment,
        "updatedBy": request.caller.subject,
        "lastSyncedAt": moment,
    }
    added = replace(view, documents=view.documents.put(CONNECTIONS, key, body, due=due))
    after = touched(added, audience.id, connections=[*audience.body["connections"], key])
    return changed_connection(after, key, 201, Location=location(request, "customerAudienceConnections", key))


def provider_name(request: Request) -> str:
    """The name of the provider to connect with; Problem 422 without one (B-08)."""
    name: str = request.body["provider"].get("name", "")
    if not name.strip():
        raise Problem(
            422,
            "unprocessableEntity",
            "A connection needs the name of its provider: send provider.name.",
            rule="B-08",
        )
    return name


def connectable(request: Request, view: View, name: str) -> Document:
    """The audience to connect; Problem 422 when it cannot be, 409 when it is with this provider (B-03)."""
    key = request.body["audience"]["id"]
    audience = view.documents.get(AUDIENCES, key)
    institution = rules.institution_of(request, view)
    if audience is None or not rules.sees(request.caller, institution, view, audience):
        raise Problem(
            422,
            "noSuchCustomerAudience",
            f"There is no customer audience {key}: name one of yours.",
            rule="B-08",
        )
    for connection in audience.body["connections"]:
        if current(view, CONNECTIONS, connection).body["provider"]["name"] == name:
            raise Problem(
                409,
                "duplicateCustomerAudienceConnection",
                f"The audience is connected with {name} already, by {connection}: use or delete that one.",
                rule="B-03",
            )
    rules.refuse_archived(audience, 422, rule="B-08")
    if len(audience.body["connections"]) >= MOST_CONNECTIONS:
        raise Problem(
            422,
            "unprocessableEntity",
            f"The audience has {MOST_CONNECTIONS:,} connections, the most it can have: delete one first.",
            rule="A-57",
        )
    return audience


@repeatable
@conditional(connection_tag)
def get_customer_audience_connection(request: Request, view: View) -> Reply:
    """B3: one connection (B-06)."""
    return one_connection(view, request.path["customerAudienceConnectionId"])


def delete_customer_audience_connection(request: Request, view: View) -> Reply:
    """B4: remove a connection, whatever its state; its provider name is free again (B-03)."""
    connection = rules.connection_of(request, view)
    audience = current(view, AUDIENCES, connection.body["audience"])
    left = [key for key in audience.body["connections"] if key != connection.id]
    removed = replace(view, documents=view.documents.delete(CONNECTIONS, connection.id))
    return Reply(204, documents=touched(removed, audience.id, connections=left).documents)


@conditional(connection_tag)
def fail_customer_audience_connection(request: Request, view: View) -> Reply:
    """B5: mark a connection as failed (B-05)."""
    return placed(request, view, "fail")


@conditional(connection_tag)
def deactivate_customer_audience_connection(request: Request, view: View) -> Reply:
    """B6: suspend the synchronisation of a connection (B-05)."""
    return placed(request, view, "deactivate")


@conditional(connection_tag)
def activate_customer_audience_connection(request: Request, view: View) -> Reply:
    """B7: establish or resume a connection, at once; not while its audience is archived (B-05)."""
    return placed(request, view, "activate")


def placed(request: Request, view: View, action: str) -> Reply:
    """The connection after the action; nothing at all changes when it is in that state already."""
    connection = rules.connection_of(request, view)
    state = lifecycle.moved(action, connection.body["state"])
    if state == connection.body["state"]:
        return one_connection(view, connection.id)
    changes = lifecycle.stamped(view, request.caller.subject, {"state": state})
    if action == "activate":
        audience = current(view, AUDIENCES, connection.body["audience"])
        rules.refuse_archived(audience, 409, rule="B-05")
        changes["lastSyncedAt"] = changes["updatedAt"]
    after = rewritten(view, CONNECTIONS, connection, changes)
    return changed_connection(touched(after, connection.body["audience"]), connection.id)
