"""Events for tests: to be sent, and those that there are."""

from typing import Any

from tests.vendors.contacthub.desk import BRANCHES, TIBURON, Desk

from understudy.vendors.contacthub import events


def event(**said: Any) -> dict[str, Any]:
    """A PostEvent with these members; None leaves one out."""
    whole = {"type": "viewedPage", "context": "WEB", "properties": {"title": "Home"}, **said}
    return {name: value for name, value in whole.items() if value is not None}


def back(value: str, kind: str = "SESSION_ID", node: str = BRANCHES) -> dict[str, Any]:
    """The bringBackProperties."""
    return {"type": kind, "value": value, "nodeId": node}


def posted(desk: Desk, **said: Any) -> dict[str, Any]:
    """The new event as it can be read."""
    reply = desk.call("postEventWorkspaces", event(**said))
    assert 202 == reply.status, reply.body
    return got(desk, reply.body["id"])


def got(desk: Desk, key: str, **given: Any) -> dict[str, Any]:
    """The event of this id."""
    reply = desk.call("getEventWorkspaces", id=key, **given)
    assert 200 == reply.status, reply.body
    return reply.body


def found(desk: Desk, **given: Any) -> list[dict[str, Any]]:
    """All events that a search finds, page by page."""
    elements: list[dict[str, Any]] = []
    for number in range(1_000):
        reply = desk.call("getEventsWorkspaces", page=number, size=50, **given)
        assert 200 == reply.status, reply.body
        elements += reply.body["elements"]
        if number + 1 >= reply.body["page"]["totalPages"]:
            break
    return elements


def somebody(desk: Desk, node: str = BRANCHES, ws: str = TIBURON) -> str:
    """The id of a customer of the node who has events."""
    table = events.table(desk.world.view(1), ws)
    return str(table.filter(table["node"] == node)["customer"].min())


def refused(desk: Desk, operation: str, body: dict[str, Any], **given: Any) -> list[str]:
    """The paths of what a 400 complains about."""
    reply = desk.call(operation, body, **given)
    assert 400 == reply.status, reply.body
    return [error["path"] for error in reply.body["errors"]]
