"""The stream of updates, as it is written: every create, change and removal of a workspace, in order.

Offsets 1 … N are the people and events that the workspace started with, each created when it was registered;
they are worked out, not stored (see update_rows). What was recorded since follows at N + 1, N + 2, … A
recorded update is stored by its place after N, so that nobody who writes needs to know N.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from understudy.vendors.contacthub.records import STREAMS, UPDATES
from understudy.vendors.contacthub.shapes import completed
from understudy.world.documents import Document, Documents

__all__ = [
    "emptied",
    "forgotten",
    "key",
    "milliseconds",
    "owner",
    "recorded",
    "state",
    "stripped",
    "swept",
]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNTOUCHED: Mapping[str, Any] = {"last": 0, "runs": [], "emptied": {}, "eventless": []}
"""A stream that nothing was recorded in (see records.STREAMS)."""

KEPT = ("id", "nodeId", "intId", "registeredAt", "updatedAt", "version", "deleted")
"""What the stream goes on telling of a forgotten customer."""
EMPTY: Mapping[str, Any] = {
    "bringBackProperties": None,
    "properties": {},
    "contextInfo": {},
    "tracking": None,
}
"""What it tells no more of the events of one."""


def recorded(
    documents: Documents,
    ws: str,
    operation: str,
    entity: str,
    node: str | None,
    data: Mapping[str, Any],
    now: datetime,
) -> Documents:
    """The documents with one more update at the next offset of the workspace `ws`.

    `operation` is CREATE, UPDATE or DELETE, `entity` CUSTOMER or EVENT, `node` the entry node it belongs to,
    and `data` the entity as on the wire (for a DELETE: as it was).
    """
    what = {"operation": operation, "entity": entity, "node": node, "data": dict(data)}
    return appended(documents, ws, what, now, 1)


def emptied(
    documents: Documents,
    ws: str,
    node: str,
    entity: str,
    rows: str,
    gone: list[int],
    count: int,
    now: datetime,
) -> Documents:
    """The documents with one entry that stands for the DELETE of the `count` rows a node still had.

    `rows` says which people the node started with, `gone` the numbers of those rows that were changed or
    removed before, which are not meant. From now on the node has no such rows.
    """
    if count:
        what = {"operation": "DELETE", "entity": entity, "node": node, "rows": rows, "gone": gone}
        documents = appended(documents, ws, what, now, count)
    stream = state(documents, ws)
    if entity == "EVENT":
        eventless = [*stream["eventless"], *({node} - set(stream["eventless"]))]
        return documents.put(STREAMS, ws, {**stream, "eventless": eventless})
    return documents.put(STREAMS, ws, {**stream, "emptied": {**stream["emptied"], node: rows}})


def swept(documents: Documents, ws: str, node: str, rows: str, places: list[int], now: datetime) -> Documents:
    """The documents with one entry that stands for the DELETE of the events at these places of a history.

    It is the history that the node started with; `rows` says with which people.
    """
    if not places:
        return documents
    what = {"operation": "DELETE", "entity": "EVENT", "node": node, "rows": rows, "places": places}
    return appended(documents, ws, what, now, len(places))


def forgotten(documents: Documents, customer: str) -> Documents:
    """The documents where no update tells more of this customer, and its events, than `stripped` leaves.

    Updates of an event from the time when nobody knew whose it was are among them. All keep their offsets.
    """
    theirs = documents.where(UPDATES, owner_of, customer)
    for entity in dict.fromkeys(entity_of(each) for each in theirs):
        for each in documents.where(UPDATES, entity_of, entity):
            body = {**each.body, "data": stripped(each.body["entity"], each.body["data"])}
            documents = documents.put(UPDATES, each.id, body)
    return documents


def stripped(entity: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The CUSTOMER or EVENT with nothing personal: which one it is, its kind, its moments (H-92.5)."""
    if entity == "EVENT":
        return {**data, **EMPTY}
    return completed({name: data[name] for name in KEPT})


def owner(entity: str, data: Mapping[str, Any]) -> str | None:
    """The customer who the entity is, or whose event it is; None of an event that waits for one."""
    key: str | None = data["customerId" if entity == "EVENT" else "id"]
    return key


def owner_of(update: Document) -> str | None:
    """The customer that an update tells of; None of one that tells of many: what updates are found by."""
    return owner(update.body["entity"], update.body["data"]) if "data" in update.body else None


def entity_of(update: Document) -> str | None:
    """The id of the entity that an update tells of; None of one that tells of many: what it is found by."""
    return update.body["data"]["id"] if "data" in update.body else None


def appended(documents: Documents, ws: str, what: Mapping[str, Any], now: datetime, count: int) -> Documents:
    """The documents with an entry that takes the next `count` places of the stream."""
    stream = state(documents, ws)
    place = stream["last"] + 1
    runs = [*stream["runs"], [place, count]] if "rows" in what else stream["runs"]
    documents = documents.put(STREAMS, ws, {**stream, "last": place + count - 1, "runs": runs})
    return documents.put(UPDATES, key(ws, place), {"workspace": ws, **what, "at": milliseconds(now)})


def state(documents: Documents, ws: str) -> Mapping[str, Any]:
    """How far the stream of a workspace is (see records.STREAMS)."""
    stream = documents.get(STREAMS, ws)
    return UNTOUCHED if stream is None else stream.body


def key(ws: str, place: int) -> str:
    """The document of the update that took this place among those recorded in the workspace."""
    return f"{ws}/{place:012d}"


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
