"""Steps that several behaviours take: finding users, importing them, making segments, being refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from understudy.conformance.forms import FORM, csv_text, form, ids_in
from understudy.conformance.steps import refused, unknown
from understudy.conformance.suite import Exchange, NotObservable, Probe

__all__ = [
    "APPEND",
    "APPLIES",
    "CREATE",
    "CSV",
    "DELETE",
    "DRAFT",
    "DRAFT_IDS",
    "GET",
    "IMPORT",
    "IMPORT_FOR",
    "LIST",
    "MAKES",
    "MISSING",
    "OF_USER",
    "REMOVE",
    "REPLACE",
    "STATS",
    "UPDATE",
    "USERS",
    "counted",
    "created",
    "draft_of",
    "fetched",
    "imported",
    "key",
    "listed_users",
    "people",
    "refused",
    "said",
    "segment",
    "sent_file",
    "some_ids",
    "strangers",
    "unknown",
]

LIST, CREATE, GET = "listSegments", "createSegment", "getSegment"
UPDATE, DELETE, STATS = "updateSegment", "deleteSegment", "getSegmentStats"
USERS, CSV, OF_USER = "listSegmentEndUsers", "getSegmentEndUsersCsv", "listEndUserSegments"
IMPORT, IMPORT_FOR = "importSegmentCsv", "importSegmentOperationCsv"
DRAFT, MISSING, DRAFT_IDS = "getDraft", "getDraftMissingUsersCsv", "getDraftEndUserIdsCsv"
REPLACE, APPEND, REMOVE = "replaceSegmentEndUsers", "appendSegmentEndUsers", "removeSegmentEndUsers"

APPLIES = (REPLACE, APPEND, REMOVE)
"""The operations that apply a draft to a segment."""

MAKES = (LIST, USERS, CSV, IMPORT, CREATE)
"""What it takes to make a segment: users have to be found in others first."""

LOOKED_AT = 100
"""Segments that are looked at for users before it is given up."""


def strangers(most: int) -> list[str]:
    """So many identifiers that name nobody, whatever their kind."""
    return [f"nobody-has-this-{number}" for number in range(1, most + 1)]


def looked_at(probe: Probe) -> Iterator[str]:
    """The ids of some segments, the first of the list."""
    answer = probe.expect(probe.call(LIST), 200)
    for found in probe.member(answer, "/segments")[:LOOKED_AT]:
        yield found["segmentId"]


def people(probe: Probe, most: int) -> list[dict[str, Any]]:
    """So many users as the API lists them; NotObservable when the segments that it lists have fewer."""
    found: dict[str, dict[str, Any]] = {}
    for name in looked_at(probe):
        answer = probe.call(USERS, name)
        if answer.status == 200:  # The segment may have too many users, or be gone.
            found |= {user["endUserId"].lower(): user for user in probe.member(answer, "/endUsers")}
        if len(found) >= most:
            return list(found.values())[:most]
    raise NotObservable(f"It needs {most} users, and only {len(found)} are in segments of at most 150.")


def some_ids(probe: Probe, most: int) -> list[str]:
    """The endUserIds of so many users, from any segments; NotObservable when they have fewer."""
    found: dict[str, None] = {}
    for name in looked_at(probe):
        for operation in (USERS, CSV):
            answer = probe.call(operation, name)
            if answer.status == 200:
                if operation == USERS:
                    users = probe.member(answer, "/endUsers")
                    found |= dict.fromkeys(user["endUserId"].lower() for user in users)
                else:
                    found |= dict.fromkeys(sorted(ids_in(answer)))
                break
        if len(found) >= most:
            return list(found)[:most]
    raise NotObservable(f"It needs {most} users, and the institution's segments have only {len(found)}.")


def sent_file(
    probe: Probe,
    file: str | bytes | None,
    kind: str = "userId",
    *,
    query: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
    segment: str = "",
    operation: str = "append",
    **more: Any,
) -> Exchange:
    """The answer to an import of a file, one without headers unless `fields` say otherwise.

    It is for a segment when one is given, to do the `operation` there; `query` replaces the whole query.
    """
    asked = {"sourceType": kind, **({"operationType": operation} if segment else {})}
    return probe.call(
        IMPORT_FOR if segment else IMPORT,
        *((segment,) if segment else ()),
        query=asked if query is None else query,
        body=form(file, {"csv_header_row_exists": "false"} if fields is None else fields),
        media_type=FORM,
        **more,
    )


def imported(probe: Probe, values: Iterable[str], kind: str = "userId", **more: Any) -> Exchange:
    """The answer to an import of a file of one column without headers; Broken when it is refused."""
    return probe.expect(sent_file(probe, csv_text([value] for value in values), kind, **more), 200)


def draft_of(probe: Probe, ids: Iterable[str]) -> str:
    """The id of a new draft of the users with these endUserIds; Broken when not all of them are found."""
    wanted = list(ids)
    answer = imported(probe, wanted)
    counted(probe, answer, len(wanted))
    return key(probe, answer, "draftId")


def counted(probe: Probe, answer: Exchange, expected: int) -> None:
    """Broken unless an import found so many users."""
    got = probe.member(answer, "/foundUsersCount")
    probe.same(expected, got, "users found:", pointer="/foundUsersCount")


def said(probe: Probe, draft: str, **facts: Any) -> dict[str, Any]:
    """The body of a new segment."""
    return {"name": probe.unique(), "sourceProvider": "Understudy", "draftId": draft, **facts}


def created(probe: Probe, draft: str, **facts: Any) -> Exchange:
    """The answer to the creation of a segment from a draft; Broken when it is not created."""
    return probe.expect(probe.call(CREATE, json=said(probe, draft, **facts)), 201)


def segment(probe: Probe, ids: Sequence[str]) -> str:
    """The id of a new segment of the users with these endUserIds."""
    return key(probe, created(probe, draft_of(probe, ids)))


def key(probe: Probe, exchange: Exchange, name: str = "segmentId") -> str:
    """An id in an answer; Broken when it has none."""
    value = probe.member(exchange, f"/{name}")
    if not isinstance(value, str):
        probe.broken("an id that is a text", f"{value}", pointer=f"/{name}")
    return value


def fetched(probe: Probe, name: str, **more: Any) -> dict[str, Any]:
    """A segment as it is read; Broken when it cannot be."""
    body: dict[str, Any] = probe.member(probe.expect(probe.call(GET, name, **more), 200), "")
    return body


def listed_users(probe: Probe, name: str) -> list[str]:
    """The endUserIds of a segment's users, sorted, each as often as it is told."""
    answer = probe.expect(probe.call(USERS, name), 200)
    return sorted(user["endUserId"].lower() for user in probe.member(answer, "/endUsers"))
