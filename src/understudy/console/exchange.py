"""An exchange made readable: both messages, with what breaks the contract marked where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from understudy.console.lines import Line, lines_of, nearest
from understudy.contract.validators import Violation
from understudy.http.journal import Entry

__all__ = ["Row", "Side", "sides"]

Marks = Mapping[tuple[str, str], Sequence[int]]
"""Numbers of violations by location and pointer."""


@dataclass(frozen=True)
class Row:
    """A header or a parameter, with the numbers of the violations in it."""

    name: str
    value: str
    marks: Sequence[int]


@dataclass(frozen=True)
class Side:
    """A request or a reply. `lines` is a JSON body, `text` any other; neither when there is none to show.

    `size` is that of the whole body in bytes, of which `kept` are kept; `marks` are the numbers of the
    violations that have no place in headers, parameters or body.
    """

    name: str
    headers: Sequence[Row]
    parameters: Sequence[Row]
    lines: Sequence[Line]
    text: str | None
    media_type: str
    size: int
    kept: int
    marks: Sequence[int]


def sides(entry: Entry) -> tuple[Side, Side]:
    """Request and reply. Violations are numbered from 1 in the order of `Entry.shown_violations`."""
    found = entry.shown_violations()
    query = parse_qsl(urlsplit(entry.url).query, keep_blank_values=True, max_num_fields=None)
    request = side(
        "Request",
        found if entry.violated == "request" else (),
        headers=entry.request_headers,
        parameters=[*query, *((f"{name} (path)", value) for name, value in entry.call.path_params.items())],
        value=entry.request_json(),
        text=entry.request_text(),
        sizes=(entry.sizes[0], len(entry.call.body)),
    )
    reply = side(
        "Reply",
        found if entry.violated == "reply" else (),
        headers=entry.reply_headers,
        parameters=(),
        value=entry.reply_json(),
        text=entry.reply_text(),
        sizes=(entry.sizes[1], len(entry.body)),
    )
    return request, reply


def side(
    name: str,
    violations: Iterable[Violation],
    *,
    headers: Mapping[str, str],
    parameters: Sequence[tuple[str, str]],
    value: Any,
    text: str | None,
    sizes: tuple[int, int],
) -> Side:
    """One message with its violations at their places."""
    marks = placed(violations, value)
    rows = [Row(key, said, header_marks(marks, key)) for key, said in headers.items()]
    asked = [Row(key, said, parameter_marks(marks, key)) for key, said in parameters]
    in_body = {pointer: numbers for (part, pointer), numbers in marks.items() if part == "body"}
    lines = () if value is None else tuple(lines_of(value, in_body))
    seen = {number for group in (rows, asked, lines) for one in group for number in one.marks}
    everything = {number for numbers in marks.values() for number in numbers}
    return Side(
        name,
        rows,
        asked,
        lines,
        text if value is None and sizes[0] else None,
        headers.get("content-type", ""),
        *sizes,
        sorted(everything - seen),
    )


def placed(violations: Iterable[Violation], value: Any) -> Marks:
    """The violations by their places; those in the body at the member that is there to be marked."""
    marks: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(violations, 1):
        pointer = nearest(value, one.pointer) if one.location == "body" else one.pointer
        marks.setdefault((one.location, pointer), []).append(number)
    return marks


def header_marks(marks: Marks, name: str) -> Sequence[int]:
    """The violations in a header; those of the media type stand at Content-Type."""
    found = [*below(marks, "header", name), *below(marks, "cookie", "" if name == "cookie" else name)]
    return [*found, *(marks.get(("content-type", ""), ()) if name == "content-type" else ())]


def parameter_marks(marks: Marks, name: str) -> Sequence[int]:
    """The violations in a parameter of the query or, marked so, of the path."""
    if name.endswith(" (path)"):
        return below(marks, "path", name.removesuffix(" (path)"))
    return below(marks, "query", name)


def below(marks: Marks, part: str, name: str) -> list[int]:
    """The violations at `/name` of a part of the message, and inside it."""
    return [
        number
        for (location, pointer), numbers in marks.items()
        if location == part and pointer[1:].partition("/")[0].lower() == name.lower()
        for number in numbers
    ]
