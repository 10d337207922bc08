"""The log of consents: listed by customer, time, kind, property and node, and one entry read."""

from collections.abc import Mapping
from typing import Any

import orjson

from understudy.errors import Cause, Problem
from understudy.http.exchange import Reply, Request
from understudy.http.handlers import repeatable
from understudy.vendors.contacthub import customers
from understudy.vendors.contacthub.access import nodes_of, workspace_of
from understudy.vendors.contacthub.consents import MEMBERS, entries_of, wire
from understudy.vendors.contacthub.paging import page_of
from understudy.vendors.contacthub.records import CONSENTS
from understudy.world.view import View

__all__ = ["get_consent_workspaces", "get_consents_workspaces"]


@repeatable
def get_consent_workspaces(request: Request, view: View) -> Reply:
    """75: one entry; Problem 404 when the workspace has none of that number (H-75.3)."""
    ws, asked = workspace_of(request, view).id, request.path["id"]
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 12 else 0
    entry = view.documents.get(CONSENTS, f"{ws}/{number:012d}")
    if entry is None:
        sentence = f"consent log not found {asked}"
        raise Problem(404, "notFound", sentence, rule="H-75.3")
    return Reply(200, wire(entry.body))


@repeatable
def get_consents_workspaces(request: Request, view: View) -> Reply:
    """76: the entries that fulfil all that is asked, newest first unless `sort` says otherwise (H-76.1 …).

    Problem 400 for a `uniqueKey` that is no JSON object, or a `sort` by what entries do not have.
    """
    ws = workspace_of(request, view).id
    keyed = None if "uniqueKey" not in request.query else customers_with(request, view, ws)
    found = [
        entry
        for entry in entries_of(view, ws)
        if fits(entry, request.query) and (keyed is None or entry["customerId"] in keyed)
    ]
    member, falling = sorting(request.query.get("sort") or "date,desc")
    found.sort(key=lambda entry: (entry[member] is not None, entry[member], entry["id"]), reverse=falling)
    part, page = page_of(request, len(found))
    return Reply(200, {"elements": [wire(entry) for entry in found[part]], "page": page})


def fits(entry: Mapping[str, Any], query: Mapping[str, Any]) -> bool:
    """Whether an entry fulfils the conditions on itself; both days are included (H-76.2 … H-76.7)."""
    day = entry["date"][:10]
    return (
        query.get("customerId", entry["customerId"]).lower() == entry["customerId"]
        and query.get("startDate", day) <= day <= query.get("endDate", day)
        and query.get("type", entry["type"]) == entry["type"]
        and ("property" not in query or within(entry["property"], query["property"]))
        and ("nodes" not in query or entry["node"] in query["nodes"].lower().replace(" ", "").split(","))
    )


def within(path: str | None, asked: str) -> bool:
    """Whether a logged property is the one asked for or inside it (H-76.6); `$.` before it is passed over."""
    sought = asked.removeprefix("$.")
    return path is not None and (path == sought or path.startswith(f"{sought}."))


def sorting(asked: str) -> tuple[str, bool]:
    """The member to sort by, and whether the greatest comes first; Problem 400 for anything else (H-76.8)."""
    member, _, direction = asked.partition(",")
    if member not in MEMBERS or direction.lower() not in ("", "asc", "desc"):
        names = ", ".join(MEMBERS)
        sentence = f"Entries cannot be sorted by {asked[:60]!r}: use one of {names}, then ,asc or ,desc."
        cause = Cause("query", "/sort", sentence)
        raise Problem(400, "badRequest", sentence, causes=[cause], rule="H-76.8")
    return member, direction.lower() == "desc"


def customers_with(request: Request, view: View, ws: str) -> set[str]:
    """Who has the values of `uniqueKey`, in the nodes that tell customers apart by them (H-76.9)."""
    values = leaves(unique_key(request.query["uniqueKey"]))
    found: set[str] = set()
    for node in nodes_of(view, ws, "ENTRY"):
        unique = node.body["uniqueCustomer"]
        if values.keys() == set(unique["properties"]):
            found |= set(customers.matching(view, node, values, unique["caseSensitive"]))
    return found


def unique_key(text: str) -> dict[str, Any]:
    """The object that the text is; Problem 400 when it is none."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = None
    if not isinstance(value, dict):
        sentence = 'The uniqueKey is no JSON object: write one such as {"externalId": "123"}.'
        cause = Cause("query", "/uniqueKey", sentence)
        raise Problem(400, "badRequest", sentence, causes=[cause], rule="H-76.9")
    return value


def leaves(said: Mapping[str, Any]) -> dict[str, Any]:
    """Values by dotted path, whether paths are written as such or as objects in objects."""
    found, waiting = {}, list(said.items())
    # No recursion: objects may be deeper than Python likes to call.
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{path}.{name}", inner) for name, inner in value.items()]
        else:
            found[path] = value
    return found
