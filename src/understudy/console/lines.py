"""A JSON value as lines of coloured pieces, so that single members can be marked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from understudy.contract.refs import join

__all__ = ["MOST_LINES", "Line", "lines_of", "nearest"]

MOST_LINES = 2_000
"""Lines that are shown of one value; its download has the rest."""

DEEPEST = 40
"""Levels that are unfolded; what lies deeper stays in one line."""


@dataclass(frozen=True)
class Line:
    """One line: indentation in levels, the member's name as JSON ("" for none), and its text.

    `kind` is string, number, word or mark, for the colour; `after` is the comma, if any; `marks` are the
    numbers of the violations to be shown at this line.
    """

    depth: int
    name: str
    text: str
    kind: str
    after: str
    marks: Sequence[int]


def lines_of(value: Any, marks: Mapping[str, Sequence[int]]) -> Iterator[Line]:
    """The lines of a JSON value, at most MOST_LINES; `marks` are numbers by JSON pointer."""
    for number, line in enumerate(written(value, "", 0, "", "", marks)):
        if number == MOST_LINES:
            yield Line(0, "", f"… and more than these {MOST_LINES} lines", "more", "", ())
            return
        yield line


def written(
    value: Any, pointer: str, depth: int, name: str, after: str, marks: Mapping[str, Sequence[int]]
) -> Iterator[Line]:
    """The lines of the value at a pointer; `after` is what follows its last one."""
    here = marks.get(pointer, ())
    if not isinstance(value, dict | list) or not value or depth >= DEEPEST:
        yield Line(depth, name, json.dumps(value, ensure_ascii=False), kind_of(value), after, here)
        return
    start, end = "{}" if isinstance(value, dict) else "[]"
    yield Line(depth, name, start, "mark", "", here)
    last = len(value) - 1
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for place, (key, child) in enumerate(items):
        label = json.dumps(key, ensure_ascii=False) if isinstance(key, str) else ""
        comma = "," if place < last else ""
        yield from written(child, join(pointer, key), depth + 1, label, comma, marks)
    yield Line(depth, "", end, "mark", after, ())


def kind_of(value: Any) -> str:
    """The colour of a value."""
    if isinstance(value, str):
        return "string"
    if value is None or isinstance(value, bool):
        return "word"
    return "number" if isinstance(value, int | float) else "mark"


def nearest(value: Any, pointer: str) -> str:
    """The pointer as far as the value has it: to the object where it names a member that is missing."""
    there = ""
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isascii() and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            break
        there = f"{there}/{token}"
    return there
